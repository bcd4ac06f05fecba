import { describe, expect, it } from "vitest";
import { program } from "../program/program.ts";
import { memberSummaryOf, type SummarisedMember } from "./member-summary.ts";

const NOW = new Date("2026-11-20T12:00:00Z");
const reward = (name: string, costPoints: number, more: object = {}) => ({ id: name, kind: "fixed_amount", name, costPoints, amountMinor: 500, ...more });
const version = {
  isPaused: false,
  program: program.parse({
    pointsName: { one: "star", other: "stars" },
    nthOrderMultipliers: [1, 2, 1.1],
    tiers: [{ id: "gold", name: "Gold", threshold: 10, perks: { multiplier: 1.2 } }],
    rewards: [reward("20 off", 2_000), reward("5 off", 500), reward("1 off", 100), reward("summer", 300, { endsAt: "2026-09-01T00:00:00Z" })],
  }),
};
const member: SummarisedMember = { pendingPoints: 40, settledPoints: 150, isClaimed: true, stage: "second", orderCount: 2, tierId: "gold", isExcluded: false };

describe("what Shopify is told of a customer", () => {
  it("is what they hold, where they stand and what comes next", () => {
    expect(memberSummaryOf(member, version, NOW)).toEqual({
      programState: "live", pointsName: { one: "star", other: "stars" }, available: 150, pending: 40, waiting: 0, tier: { id: "gold", name: "Gold" },
      stage: "second", nextReward: { name: "5 off", pointsToGo: 350 }, nextOrderMultiplier: 1.32, orderCount: 2, isExcluded: false,
    });
  });

  it.each([
    ["points wait until the customer has signed in, and count towards the next reward", { isClaimed: false }, { available: 0, waiting: 150, nextReward: { name: "5 off", pointsToGo: 350 } }],
    ["a debt is shown before the first sign-in as well", { isClaimed: false, settledPoints: -30 }, { available: -30, waiting: 0, nextReward: { name: "1 off", pointsToGo: 130 } }],
    ["a reward that can just be paid is no longer ahead", { settledPoints: 500 }, { nextReward: { name: "20 off", pointsToGo: 1_500 } }],
    ["nothing is ahead where everything can be paid", { settledPoints: 2_000 }, { nextReward: null }],
    ["the first order has the first multiplier", { orderCount: 0, tierId: null }, { nextOrderMultiplier: 1, tier: null }],
    ["beyond the last multiplier only the tier counts", { orderCount: 9 }, { nextOrderMultiplier: 1.2 }],
    ["a tier that the program no longer has is none", { tierId: "silver" }, { tier: null, nextOrderMultiplier: 1.1 }],
  ])("%s", (_rule, change, expected) => {
    expect(memberSummaryOf({ ...member, ...change }, version, NOW)).toMatchObject(expected);
  });

  it("says that the program is paused", () => {
    expect(memberSummaryOf(member, { ...version, isPaused: true }, NOW).programState).toBe("paused");
  });
});
