import { describe, expect, it } from "vitest";
import { program } from "./program.ts";
import { spendBackOf } from "./spend-back.ts";

const SPEND = { id: "spend", kind: "amount", points: 1, perMinor: 100 };

describe("what part of the amount spent comes back", () => {
  it("is the points of each amount times the value of a point, and more by the order's number", () => {
    expect(spendBackOf(program.parse({ earnRules: [SPEND], nthOrderMultipliers: [1, 2, 3], valuePerPointMinor: 1 }))).toEqual({ usual: 0.01, most: { share: 0.03, ranks: [3] }, least: null, isMorePossible: false });
  });

  it("is all of it where a point for one yen is worth one yen", () => {
    expect(spendBackOf(program.parse({ earnRules: [{ ...SPEND, perMinor: 1 }], valuePerPointMinor: 1 }))?.usual).toBe(1);
  });

  it("adds up the rules that hold for every order, and says whether others give more", () => {
    const conditions = [{ kind: "minimum_spend", amountMinor: 5_000 }];
    const back = (earnRules: unknown[], more = {}) => spendBackOf(program.parse({ earnRules, valuePerPointMinor: 1, ...more }));
    expect(back([SPEND, { ...SPEND, id: "more" }])).toMatchObject({ usual: 0.02, isMorePossible: false });
    expect(back([SPEND, { ...SPEND, id: "large", conditions }])).toMatchObject({ usual: 0.01, isMorePossible: true });
    expect(back([SPEND, { id: "account", kind: "account_created", points: 50 }])).toMatchObject({ isMorePossible: false });
    expect(back([SPEND], { tiers: [{ id: "gold", name: "Gold", threshold: 1, perks: { multiplier: 2 } }] })).toMatchObject({ isMorePossible: true });
  });

  it("names every order number with the most and the least", () => {
    expect(spendBackOf(program.parse({ earnRules: [SPEND], nthOrderMultipliers: [0, 2, 2], valuePerPointMinor: 0.5 }))).toMatchObject({ usual: 0.005, most: { share: 0.01, ranks: [2, 3] }, least: { share: 0, ranks: [1] } });
  });

  it.each([
    ["no rule of amount", { earnRules: [{ id: "order", kind: "order", points: 5 }] }],
    ["one under a condition only", { earnRules: [{ ...SPEND, conditions: [{ kind: "sales_channel", sources: ["pos"] }] }] }],
    ["a point that is worth nothing", { earnRules: [SPEND], valuePerPointMinor: 0 }],
  ])("is not said with %s", (_label, rules) => {
    expect(spendBackOf(program.parse(rules))).toBeNull();
  });
});
