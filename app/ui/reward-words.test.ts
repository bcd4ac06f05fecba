import { describe, expect, it } from "vitest";
import { formatsFor } from "./formats.ts";
import { combinationWords, grantWords, termsWords } from "./reward-words.ts";

const formats = formatsFor({ locale: "en-GB", timeZone: "Europe/London", currency: "GBP" });
const none = { orderDiscounts: false, productDiscounts: false, shippingDiscounts: false };
const quote = { grant: { kind: "amount_off", amountMinor: 500 }, minimumOrderMinor: 2000, endsAt: "2027-02-21T00:00:00.000Z", combinesWith: none } as const;

describe("what a reward is, before it is bought", () => {
  it("says the smallest order, the last day on which the code works, and what it combines with", () => {
    expect(termsWords(quote, formats)).toEqual(["Once, on an order of £20.00 or more, until 20 Feb 2027.", "Does not combine with other discounts."]);
    expect(termsWords({ ...quote, minimumOrderMinor: 0 }, formats)[0]).toBe("Once, on any order, until 20 Feb 2027.");
  });

  it("store credit and gift cards have no smallest order and nothing to combine", () => {
    expect(termsWords({ ...quote, grant: { kind: "store_credit", amountMinor: 500 } }, formats)).toEqual(["Can be spent until 20 Feb 2027."]);
  });

  it("names the discounts that it combines with, and those that it does not", () => {
    expect(combinationWords({ ...none, shippingDiscounts: true })).toBe("Combines with shipping discounts, not with order or product discounts.");
    expect(combinationWords({ orderDiscounts: true, productDiscounts: true, shippingDiscounts: true })).toBe("Combines with other discounts.");
  });

  it.each([
    [{ kind: "percent_off", percent: 12.5 }, "12.5% off"],
    [{ kind: "free_shipping" }, "free shipping"],
    [{ kind: "gift_card", amountMinor: 1000 }, "a gift card of £10.00"],
  ] as const)("%o is %s", (grant, words) => {
    expect(grantWords(grant, formats)).toBe(words);
  });
});
