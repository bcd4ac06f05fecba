import { describe, expect, it } from "vitest";
import { program } from "../program/program.ts";
import { programSummaryOf } from "./program-summary.ts";

const NOW = new Date("2026-11-20T12:00:00Z");
const spend = { id: "spend", kind: "amount", points: 1, perMinor: 100 };
const version = (rules: object, currency = "GBP") => ({ isPaused: false, currency, program: program.parse(rules) });

describe("what the shop's pages are told of the program", () => {
  it("is what all orders earn, how the first three count, and what can be had", () => {
    const rewards = [
      { id: "five", kind: "fixed_amount", name: "5 off", costPoints: 500, amountMinor: 500, minimumOrderMinor: 2_000 },
      { id: "summer", kind: "fixed_amount", name: "Summer", costPoints: 100, amountMinor: 100, endsAt: "2026-09-01T00:00:00Z" },
    ];
    const earnRules = [spend, { id: "each", kind: "order", points: 10 }, { ...spend, id: "big", conditions: [{ kind: "minimum_spend", amountMinor: 9_000 }] }];
    expect(programSummaryOf(version({ earnRules, nthOrderMultipliers: [1, 2, 3, 4], rewards }), NOW)).toEqual({
      programState: "live", currency: "GBP", pointsName: { one: "point", other: "points" }, earnRate: { points: 1, perHundredths: 100 }, orderPoints: 10,
      multipliers: [1, 2, 3], rewards: [{ name: "5 off", costPoints: 500, minimumHundredths: 2_000 }],
    });
  });

  it.each([
    ["a point for each 100 yen, of which themes make 10,000 hundredths", version({ earnRules: [spend] }, "JPY"), { points: 1, perHundredths: 10_000 }],
    ["a point for each tenth of a dinar", version({ earnRules: [spend] }, "KWD"), { points: 1, perHundredths: 10 }],
    ["two rules add up exactly: 1 for 1.00 and 2 for 3.00", version({ earnRules: [spend, { ...spend, id: "more", points: 2, perMinor: 300 }] }), { points: 1, perHundredths: 60 }],
    ["no rate where points are counted without tax", version({ earnRules: [spend], amountBasis: "without_tax" }), null],
    ["no rate where no rule is for all orders", version({ earnRules: [{ ...spend, conditions: [{ kind: "minimum_spend", amountMinor: 1 }] }] }), null],
  ])("%s", (_rule, given, earnRate) => {
    expect(programSummaryOf(given, NOW).earnRate).toEqual(earnRate);
  });

  it("says that the program is paused", () => {
    expect(programSummaryOf({ ...version({}), isPaused: true }, NOW).programState).toBe("paused");
  });
});
