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
const member: SummarisedMember = { pendingPoints: 40, settledPoints: 150, isClaimed: true, stage: "second", orderCount: 2, lastOrderAt: new Date("2026-11-20T09:00:00Z"), tierId: "gold", isExcluded: false };
const today = { now: NOW, timeZone: "Europe/London", mergeSameDay: false };

describe("what Shopify is told of a customer", () => {
  it("is what they hold, where they stand and what comes next", () => {
    expect(memberSummaryOf(member, version, today)).toEqual({
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
    expect(memberSummaryOf({ ...member, ...change }, version, today)).toMatchObject(expected);
  });

  describe("where orders of one day are one purchase", () => {
    const dayOf = (now: string, timeZone = "Europe/London") => ({ now: new Date(now), timeZone, mergeSameDay: true });
    const told = (day: ReturnType<typeof dayOf>, change: object = {}) => {
      const { nextOrderMultiplier, mayShareNumber } = memberSummaryOf({ ...member, tierId: null, ...change }, version, day);
      return [nextOrderMultiplier, mayShareNumber];
    };

    it.each<[string, ReturnType<typeof dayOf>, object, [number, true | undefined]]>([
      ["an order of today is followed by one of the same number, or by the next: the smaller multiplier is told", dayOf("2026-11-20T23:59:00Z"), { orderCount: 1 }, [1, true]],
      ["and that is the next one's where it is less", dayOf("2026-11-20T12:00:00Z"), {}, [1.1, true]],
      ["an order of another day is followed by the next number", dayOf("2026-11-21T00:00:00Z"), { orderCount: 1 }, [2, undefined]],
      ["days are the shop's", dayOf("2026-11-20T16:00:00Z", "Asia/Tokyo"), { orderCount: 1 }, [2, undefined]],
      ["without an order that we saw nothing is shared", dayOf("2026-11-20T12:00:00Z"), { orderCount: 1, lastOrderAt: null }, [2, undefined]],
    ])("%s", (_rule, day, change, expected) => {
      expect(told(day, change)).toEqual(expected);
    });
  });

  it("says that the program is paused", () => {
    expect(memberSummaryOf(member, { ...version, isPaused: true }, today).programState).toBe("paused");
  });
});
