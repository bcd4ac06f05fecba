import { describe, expect, it } from "vitest";
import { DEFAULT_COUNTING_POLICY } from "#app/domain/scoring/counting-policy.ts";
import { draftIn, draftOf, readDraft } from "./policy-draft.ts";

const draft = draftOf(DEFAULT_COUNTING_POLICY, "GBP");
const policy = { ...DEFAULT_COUNTING_POLICY, minimumOrderMinor: 1250, excludedTags: ["staff", "wholesale"], excludedSources: ["pos"], mergeSameDay: true };

describe("the counting form", () => {
  it.each(["GBP", "JPY", "KWD"])("gives back the policy that it shows, in %s", (currency) => {
    expect(readDraft(draftOf(policy, currency), currency)).toEqual({ outcome: "valid", policy });
    expect(readDraft(draftIn(new URLSearchParams(draftOf(policy, currency))), currency)).toEqual({ outcome: "valid", policy });
  });

  it("shows money in whole units of the currency", () => {
    expect(draftOf(policy, "GBP").minimumOrder).toBe("12.50");
    expect(draftOf(policy, "JPY").minimumOrder).toBe("1250");
    expect(draft.minimumOrder).toBe("0");
  });

  it("takes tags as they are typed, in any case and with spare commas", () => {
    expect(readDraft({ ...draft, excludedTags: " Wholesale, ,staff,STAFF" }, "GBP")).toMatchObject({ policy: { excludedTags: ["staff", "wholesale"] } });
  });

  it.each([
    [{ loyalAt: "1" }, { loyalAt: "Loyal must start at 2 orders or more. With 1, every buyer would be loyal." }],
    [{ loyalAt: "" }, { loyalAt: "Loyal must start at a whole number of orders." }],
    [{ loyalAt: "2.5" }, { loyalAt: "Loyal must start at a whole number of orders." }],
    [{ championAt: "3" }, { championAt: "Champion must start after loyal. Enter a larger number of orders." }],
    [{ minimumOrder: "-5" }, { minimumOrderMinor: "The smallest order must be an amount of zero or more." }],
    [{ championAt: "1000000" }, { championAt: "Champion must start at 100 orders or fewer." }],
    [{ minimumOrder: "1,50" }, { minimumOrderMinor: "Write the amount without a comma, such as 15.50." }],
    [{ minimumOrder: "1,000.50" }, { minimumOrderMinor: "Write the amount without a comma, such as 15.50." }],
    [{ minimumOrder: "1.005" }, { minimumOrderMinor: "An amount in GBP has at most 2 digits after the point, such as 15.50." }],
    [{ minimumOrder: "9".repeat(20) }, { minimumOrderMinor: "The smallest order is too large." }],
    [{ minimumOrder: "1e3" }, { minimumOrderMinor: "The smallest order must be an amount of zero or more." }],
    [{ countFrom: "delivery" }, { countFrom: "Choose when an order counts." }],
    [{ excludedTags: `staff, ${"x".repeat(256)}` }, { excludedTags: "A tag has 255 characters or fewer." }],
    [{ excludedSources: "x".repeat(256) }, { excludedSources: "The name of a sales channel has 255 characters or fewer." }],
    [{ excludedTags: Array.from({ length: 51 }, (_, at) => `t${at}`).join() }, { excludedTags: "Up to 50 entries can be left out." }],
    [{ minimumOrder: "ten" }, { minimumOrderMinor: "The smallest order must be an amount of zero or more." }],
  ])("refuses %j beside the field", (change, fields) => {
    expect(readDraft({ ...draft, ...change }, "GBP")).toEqual({ outcome: "invalid", fields });
  });

  it("says how many digits the shop's own currency has", () => {
    expect(readDraft({ ...draft, minimumOrder: "100.5" }, "JPY")).toEqual({ outcome: "invalid", fields: { minimumOrderMinor: "An amount in JPY has no digits after the point, such as 15." } });
    expect(readDraft({ ...draft, minimumOrder: "1.005" }, "KWD")).toMatchObject({ policy: { minimumOrderMinor: 1005 } });
  });

  it("drops from a tag what the database does not take", () => {
    expect(readDraft({ ...draft, excludedTags: "sta\0ff, \0" }, "GBP")).toMatchObject({ policy: { excludedTags: ["staff"] } });
  });

  it("a form without its fields is refused, not guessed", () => {
    expect(readDraft(draftIn(new FormData()), "GBP")).toMatchObject({ outcome: "invalid", fields: { countFrom: "Choose when an order counts.", loyalAt: expect.any(String) } });
  });
});
