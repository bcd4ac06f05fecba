import { describe, expect, it } from "vitest";
import type { RedemptionAnswer } from "#app/contract/redemptions.ts";
import { formatsFor } from "#app/ui/formats.ts";
import { isCancellable, isMoving, isVouchable, redemptionTitle, redemptionWords } from "./redemption-words.ts";

const formats = formatsFor({ locale: "en-GB", timeZone: "Europe/London", currency: "GBP", pointsName: { one: "star", other: "stars" } });
const redemption: RedemptionAnswer = {
  id: "r1", customerId: "1", rewardId: "five", rewardName: "Five off", grant: { kind: "amount_off", amountMinor: 500 }, points: 500, origin: "bought", state: "issuing", code: null, orderId: null,
  returnReason: null, refusal: null, reservedAt: "2026-11-21T12:00:00.000Z", endsAt: "2027-02-20T00:00:00.000Z", vouched: null,
};
const words = (change: Partial<RedemptionAnswer>) => redemptionWords({ ...redemption, ...change }, formats);

describe("a redemption in the merchant's words", () => {
  it("says that points are held while Shopify is asked, then until when the code works", () => {
    expect(words({})).toBe("Asking Shopify for it. 500 stars are held.");
    expect(words({ state: "issued" })).toBe("Can be used until 19 Feb 2027.");
    expect(redemptionTitle(redemption, formats)).toBe("Five off: £5.00 off");
    const title = (rewardName: string, grant: RedemptionAnswer["grant"]) => redemptionTitle({ ...redemption, rewardName, grant }, formats);
    expect([title("£5 off", redemption.grant), title("Free shipping", { kind: "free_shipping" }), title("10% off", { kind: "percent_off", percent: 10 })]).toEqual(["£5 off", "Free shipping", "10% off"]);
    expect(title("£1 off", { kind: "amount_off", amountMinor: 100_000 })).toBe("£1 off: £1,000.00 off");
  });

  it("says what Shopify refused, and that the points are back", () => {
    expect(words({ state: "returned", returnReason: "refused", refusal: "The product is no longer sold" })).toBe("Shopify refused it: The product is no longer sold. 500 stars came back.");
    expect(words({ state: "returned", returnReason: "cancelled" })).toBe("It was taken back before it was used. 500 stars came back.");
  });

  it("speaks of no points where it was given", () => {
    expect(words({ points: 0, origin: "gift" })).toBe("Asking Shopify for it.");
    expect(words({ points: 0, origin: "tier", state: "issued", endsAt: null })).toBe("Works on any order while the customer is in the tier.");
    expect(words({ points: 0, origin: "gift", state: "returned", returnReason: "unused" })).toBe("It was not used in time.");
    expect(isCancellable({ ...redemption, points: 0, origin: "tier", state: "issued" })).toBe(false);
  });

  it("says what became of a gift of money whose order was undone", () => {
    const credit = { points: 0, origin: "gift", grant: { kind: "store_credit", amountMinor: 500 } } as const;
    expect(words({ ...credit, state: "releasing", returnReason: "cancelled" })).toBe("Its order was undone. What is left of it is being taken back.");
    expect(words({ ...credit, state: "returned", returnReason: "cancelled" })).toBe("Its order was undone. What was left of it was taken back.");
    expect(words({ ...credit, state: "used" })).toBe("It was used before its order was undone, and stays.");
    expect(words({ ...credit, state: "issued", refusal: "No such account" })).toBe("Its order was undone, but Shopify did not take it back: No such account.");
    expect(words({ ...credit, grant: { kind: "gift_card", amountMinor: 500 }, state: "returned", returnReason: "cancelled" })).toBe("It was taken back before it was used.");
  });

  it("says where to look for money of which nobody knows, and lets the merchant say that it is there, or take it back", () => {
    const unclear = { grant: { kind: "store_credit", amountMinor: 500 }, refusal: "Shopify’s answer was lost." } as const;
    expect(words(unclear)).toBe("Shopify’s answer was lost. If it is there, say so here. If it is not, take the reward back, and 500 stars return. Until then they are held.");
    expect(words({ ...unclear, points: 0, origin: "gift" })).toBe("Shopify’s answer was lost. If it is not there, give it yourself. Then say here that it is there.");
    expect(words({ ...unclear, state: "issued", refusal: null, vouched: { by: "staff member 7", at: "2026-11-22T09:00:00.000Z" } })).toBe("£5.00 is in the customer’s store credit, as staff member 7 said on 22 Nov 2026.");
    expect([isVouchable({ ...redemption, ...unclear }), isVouchable({ ...redemption, ...unclear, refusal: null }), isVouchable({ ...redemption, ...unclear, state: "releasing" })]).toEqual([true, false, false]);
    expect(words({ ...unclear, points: 0, origin: "gift", state: "releasing" })).toBe("Its order was undone. Shopify’s answer was lost.");
    expect(words({ ...unclear, state: "returned", returnReason: "cancelled" })).toBe("It was taken back before it was used. 500 stars came back.");
    expect([isCancellable({ ...redemption, ...unclear }), isCancellable({ ...redemption, ...unclear, refusal: null }), isCancellable({ ...redemption, ...unclear, points: 0 })]).toEqual([true, false, false]);
    expect([isMoving({ ...redemption, ...unclear }), isMoving({ ...redemption, ...unclear, refusal: null })]).toEqual([false, true]);
  });

  it("only a code that nobody used can be taken back", () => {
    expect(isCancellable({ ...redemption, state: "issued" })).toBe(true);
    expect(isCancellable({ ...redemption, state: "used" })).toBe(false);
    expect(isCancellable({ ...redemption, state: "issued", grant: { kind: "store_credit", amountMinor: 500 } })).toBe(false);
  });
});
