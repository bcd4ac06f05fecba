import { describe, expect, it } from "vitest";
import { program } from "../program/program.ts";
import { quoteRedemption } from "./quote-redemption.ts";
import { redemptionCode } from "./redemption-code.ts";
import { reward, type Reward } from "./reward.ts";
import { missingScopesFor, programScopeNeeds } from "./reward-scopes.ts";

const fixed = (more: object = {}): Reward => reward.parse({ id: "five", kind: "fixed_amount", name: "5 off", costPoints: 100, amountMinor: 500, validityDays: 30, ...more });
const slider = reward.parse({ id: "slide", kind: "slider", name: "Any amount off", pointsPerMinor: 3, minimumPoints: 100, maximumPoints: 1_000, stepPoints: 50 });
const asked = { availablePoints: 120, now: new Date("2026-03-01T15:00:00Z"), timeZone: "Europe/London" };

describe("before the click a customer is told", () => {
  it("what a reward gives, what is left, its minimum and its last instant on the shop's clocks, across the change to summer time", () => {
    expect(quoteRedemption(fixed({ minimumOrderMinor: 2_000 }), asked)).toEqual({
      outcome: "quoted",
      quote: {
        points: 100, leftPoints: 20, grant: { kind: "amount_off", amountMinor: 500 }, minimumOrderMinor: 2_000, endsAt: new Date("2026-03-31T23:00:00Z"),
        combinesWith: { orderDiscounts: false, productDiscounts: false, shippingDiscounts: false },
      },
    });
  });

  it("that there are too few points, or that it is not offered now", () => {
    expect(quoteRedemption(fixed(), { ...asked, availablePoints: 99 })).toEqual({ outcome: "insufficient_points", costPoints: 100, availablePoints: 99 });
    expect(quoteRedemption(fixed({ startsAt: "2026-03-01T15:00:01Z" }), asked)).toEqual({ outcome: "reward_not_offered" });
    expect(quoteRedemption(fixed({ endsAt: "2026-03-01T15:00:00Z" }), asked)).toEqual({ outcome: "reward_not_offered" });
  });

  it("what a choice on a slider is worth, rounded down, and which choices there are", () => {
    expect(quoteRedemption(slider, { ...asked, points: 100 })).toMatchObject({ quote: { grant: { kind: "amount_off", amountMinor: 33 } } });
    for (const points of [50, 125, 1_050, 100.5, Number.NaN]) expect(quoteRedemption(slider, { ...asked, points })).toMatchObject({ outcome: "points_not_offered" });
  });
});

describe("the code of a redemption", () => {
  it("is the same for the same hash, carries the prefix, and has no letters that look like digits", () => {
    const hash = "f".repeat(64);
    expect(redemptionCode(hash, "GIFT")).toBe(redemptionCode(hash, "GIFT"));
    expect(redemptionCode(hash, "GIFT")).toMatch(/^GIFT[2-9A-HJKMNP-Z]{14}$/);
    expect(redemptionCode(`${"f".repeat(63)}e`, "")).not.toBe(redemptionCode(hash, ""));
  });
});

describe("scopes", () => {
  it("are asked for with the first reward that needs them, each once", () => {
    const credit = reward.parse({ id: "credit", kind: "store_credit", name: "Credit", costPoints: 1, amountMinor: 1 });
    expect(missingScopesFor({ rewards: [fixed(), slider, credit] }, ["read_orders"])).toEqual(["write_discounts", "write_store_credit_account_transactions"]);
    expect(missingScopesFor({ rewards: [fixed(), slider] }, ["write_discounts"])).toEqual([]);
    expect(missingScopesFor({ rewards: [] }, [])).toEqual([]);
  });

  it("are needed for what tiers and gifts give, too", () => {
    const it0 = program.parse({
      tiers: [{ id: "gold", name: "Gold", threshold: 1, perks: { freeShipping: true, customerTag: "early" } }],
      nthOrderActions: [{ id: "second", n: 2, gift: "Tea", customerTag: "early" }],
    });
    expect(programScopeNeeds(it0, [])).toEqual([{ scope: "write_customers", rewards: ["Tag early"] }, { scope: "write_discounts", rewards: ["Free shipping for Gold"] }]);
    expect(programScopeNeeds(it0, ["write_customers", "write_discounts"])).toEqual([]);
  });
});
