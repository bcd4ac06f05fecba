import { describe, expect, it } from "vitest";
import { program } from "../program/program.ts";
import { type CountingPolicy, DEFAULT_COUNTING_POLICY } from "../scoring/counting-policy.ts";
import { programSummaryOf } from "./program-summary.ts";

const NOW = new Date("2026-11-20T12:00:00Z");
const THREE = { policy: DEFAULT_COUNTING_POLICY, now: NOW };
const counting = (policy: Partial<CountingPolicy>) => ({ policy: { ...DEFAULT_COUNTING_POLICY, ...policy }, now: NOW });
const spend = { id: "spend", kind: "amount", points: 1, perMinor: 100 };
const version = (rules: object, currency = "GBP") => ({ isPaused: false, currency, program: program.parse(rules) });

describe("what the shop's pages are told of the program", () => {
  it("is what all orders earn, how those on the way to loyal count, and what can be had", () => {
    const rewards = [
      { id: "five", kind: "fixed_amount", name: "5 off", costPoints: 500, amountMinor: 500, minimumOrderMinor: 2_000 },
      { id: "summer", kind: "fixed_amount", name: "Summer", costPoints: 100, amountMinor: 100, endsAt: "2026-09-01T00:00:00Z" },
    ];
    const earnRules = [spend, { id: "each", kind: "order", points: 10 }, { ...spend, id: "big", conditions: [{ kind: "minimum_spend", amountMinor: 9_000 }] }];
    const tiers = [{ id: "gold", name: "Gold", threshold: 50_000, perks: { multiplier: 1.5, freeShipping: true, welcomeRewardId: "five" } }];
    expect(programSummaryOf(version({ earnRules, nthOrderMultipliers: [1, 2, 3, 4], rewards, tiers, excludedCustomerTags: ["Staff"] }), THREE)).toEqual({
      format: 3, programState: "live", currency: "GBP", pointsName: { one: "point", other: "points" }, earnRate: { points: 1, perHundredths: 100 }, orderPoints: 10, minimumOrderHundredths: 0, earnsOnline: true,
      multipliers: [1, 2, 3], leastMultiplier: 1, loyalAt: 3, tierBasis: "spend", tierWindow: "lifetime", excludedTags: ["staff"],
      ways: [
        { kind: "amount", points: 1, perHundredths: 100, fromHundredths: 0 }, { kind: "order", points: 10, fromHundredths: 0 },
        { kind: "amount", points: 1, perHundredths: 100, fromHundredths: 9_000 },
      ],
      tiers: [{ id: "gold", name: "Gold", threshold: 50_000, multiplier: 1.5, freeShipping: true, welcome: "5 off" }],
      rewards: [{ id: "five", kind: "fixed_amount", name: "5 off", costPoints: 500, minimumHundredths: 2_000, validityDays: 90, combines: { orderDiscounts: false, productDiscounts: false, shippingDiscounts: false } }],
    });
  });

  it.each([
    ["a point for each 100 yen, of which themes make 10,000 hundredths", version({ earnRules: [spend] }, "JPY"), { points: 1, perHundredths: 10_000 }],
    ["a point for each tenth of a dinar", version({ earnRules: [spend] }, "KWD"), { points: 1, perHundredths: 10 }],
    ["two rules add up exactly: 1 for 1.00 and 2 for 3.00", version({ earnRules: [spend, { ...spend, id: "more", points: 2, perMinor: 300 }] }), { points: 1, perHundredths: 60 }],
    ["no rate where points are counted without tax", version({ earnRules: [spend], amountBasis: "without_tax" }), null],
    ["no rate where no rule is for all orders", version({ earnRules: [{ ...spend, conditions: [{ kind: "minimum_spend", amountMinor: 1 }] }] }), null],
  ])("%s", (_rule, given, earnRate) => {
    expect(programSummaryOf(given, THREE).earnRate).toEqual(earnRate);
  });

  it("says from what amount on orders count, for each way to earn as well, and promises no rate where those of the online store do not", () => {
    const earnRules = [spend, { id: "big", kind: "order", points: 5, conditions: [{ kind: "minimum_spend", amountMinor: 9_000 }] }, { id: "account", kind: "account_created", points: 50 }];
    expect(programSummaryOf(version({ earnRules }), counting({ minimumOrderMinor: 2_000 }))).toMatchObject({
      minimumOrderHundredths: 2_000, earnsOnline: true, earnRate: { points: 1, perHundredths: 100 },
      ways: [{ kind: "amount", fromHundredths: 2_000 }, { kind: "order", fromHundredths: 9_000 }, { kind: "account_created", points: 50 }],
    });
    expect(programSummaryOf(version({ earnRules }, "JPY"), counting({ minimumOrderMinor: 2_000 })).minimumOrderHundredths).toBe(200_000);
    expect(programSummaryOf(version({ earnRules }), counting({ excludedSources: ["web"] }))).toMatchObject({ earnsOnline: false, earnRate: null });
    expect(programSummaryOf(version({ earnRules }), counting({ excludedSources: ["pos"] }))).toMatchObject({ earnsOnline: true, earnRate: { points: 1 } });
  });

  it.each<[number, number[]]>([[2, [1, 2]], [5, [1, 2, 3, 1, 1]]])("has a multiplier for each order on the way to loyal; at %i: %j", (loyalAt, multipliers) => {
    expect(programSummaryOf(version({ nthOrderMultipliers: [1, 2, 3] }), counting({ loyalAt }))).toMatchObject({ loyalAt, multipliers });
  });

  it.each<[number[], number]>([[[], 1], [[3, 2], 1], [[2, 0.5, 3], 0.5]])("the least that any order earns of multipliers %j is times %d, as those beyond the end have 1", (nthOrderMultipliers, leastMultiplier) => {
    expect(programSummaryOf(version({ nthOrderMultipliers }), THREE)).toMatchObject({ leastMultiplier });
  });

  it("lists no way to earn that a shopper cannot check: events of machines, and rules for some customers or products", () => {
    const earnRules = [
      { id: "review", kind: "event", points: 5, event: "review" }, { ...spend, id: "vip", conditions: [{ kind: "customer_tag", tags: ["vip"] }] },
      { id: "account", kind: "account_created", points: 50 }, { id: "tenth", kind: "nth_order", points: 100, n: 10, every: true },
    ];
    expect(programSummaryOf(version({ earnRules }), THREE).ways).toEqual([
      { kind: "account_created", points: 50 }, { kind: "nth_order", points: 100, n: 10, every: true, fromHundredths: 0 },
    ]);
  });

  it("lists ten prices at most of a reward whose points are chosen, the fewest and the most among them, with what each takes off", () => {
    const slider = { id: "slide", kind: "slider", name: "Money off", pointsPerMinor: 2, minimumPoints: 100, maximumPoints: 399, stepPoints: 100 };
    const choices = (change: object) => programSummaryOf(version({ rewards: [{ ...slider, ...change }] }), THREE).rewards[0]?.choices;
    expect(choices({})).toEqual([{ points: 100, hundredths: 50 }, { points: 200, hundredths: 100 }, { points: 300, hundredths: 150 }]);
    expect(choices({ maximumPoints: 100 })).toEqual([{ points: 100, hundredths: 50 }]);
    expect(choices({ maximumPoints: 10_000 })?.map(({ points }) => points)).toEqual([100, 1_200, 2_300, 3_400, 4_500, 5_600, 6_700, 7_800, 8_900, 10_000]);
  });

  it("counts tiers by orders in orders, and tells a dinar's thousandths without rounding", () => {
    const byOrders = programSummaryOf(version({ tiers: [{ id: "gold", name: "Gold", threshold: 5 }], tierQualification: { basis: "orders", window: "rolling_year" } }), THREE);
    expect(byOrders).toMatchObject({ tierBasis: "orders", tierWindow: "rolling_year", tiers: [{ threshold: 5 }] });
    expect(programSummaryOf(version({ earnRules: [{ ...spend, perMinor: 15 }] }, "KWD"), THREE).ways).toEqual([{ kind: "amount", points: 10, perHundredths: 15, fromHundredths: 0 }]);
  });

  it("says that the program is paused", () => {
    expect(programSummaryOf({ ...version({}), isPaused: true }, THREE).programState).toBe("paused");
  });
});
