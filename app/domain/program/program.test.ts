import { describe, expect, it } from "vitest";
import { program, programAt, type ProgramVersion } from "./program.ts";

const messages = (input: unknown) => program.safeParse(input).error?.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`) ?? [];
const rule = { id: "spend", kind: "amount", points: 1, perMinor: 100 };
const tier = (id: string, threshold: number, perks = {}) => ({ id, name: id, threshold, perks });

describe("a program that cannot work is refused, with the place and the reason", () => {
  it.each([
    ["points per zero", { earnRules: [{ ...rule, perMinor: 0 }] }, "earnRules.0.perMinor: Enter an amount above zero."],
    ["two rules of one name", { earnRules: [rule, rule] }, "earnRules.1.id: Two rules have the short name “spend”. Change one of them."],
    ["a rule for a tier that is not there", { earnRules: [{ ...rule, conditions: [{ kind: "tier", tierIds: ["gold"] }] }] }, "earnRules.0.conditions.0.tierIds: The program has no tier “gold”. Choose another one."],
    ["tiers that start at the same place", { tiers: [tier("silver", 5), tier("gold", 5)] }, "tiers.1.threshold: “silver” starts there already. Enter another number."],
    ["a welcome reward that is not there", { tiers: [tier("silver", 5, { welcomeRewardId: "tea" })] }, "tiers.0.perks.welcomeRewardId: The program has no such reward. Choose another one."],
    ["an event that asks about an order", { earnRules: [{ id: "quiz", kind: "event", event: "quiz", points: 5, conditions: [{ kind: "minimum_spend", amountMinor: 1 }] }] },
      "earnRules.0.conditions.0.kind: This rule is not about an order, so this condition can never be met. Remove it."],
    ["a tier that takes points away", { tiers: [tier("silver", 5, { multiplier: 0.5 })] }, "tiers.0.perks.multiplier: A tier can't give fewer points. Enter 1 or more."],
  ])("%s", (_label, input, message) => {
    expect(messages(input)).toEqual([message]);
  });

  it("an empty one is accepted, with every choice at its default", () => {
    expect(program.parse({})).toMatchObject({ pendingDays: 14, refundPolicy: "clamp_to_zero", tierQualification: { basis: "spend", window: "lifetime", graceDays: 0 }, earnRules: [] });
  });
});

describe("the version that counts for an order", () => {
  const at = (day: number) => new Date(Date.UTC(2026, 0, day));
  const version = (number: number, startsAt: Date, more: Partial<ProgramVersion> = {}): ProgramVersion => ({ version: number, startsAt, isPaused: false, currency: "GBP", program: program.parse({}), ...more });

  it("is the one that was published last of those that had started", () => {
    const versions = [version(1, at(1)), version(2, at(20)), version(3, at(10))];
    expect([0, 5, 15, 25].map((day) => programAt(versions, at(day))?.version)).toEqual([undefined, 1, 3, 3]);
  });

  it("is that of an award only before the program began", () => {
    const award = version(2, at(-30), { award: { until: at(1), awardedAt: at(12), undoneAt: null } });
    expect([-40, -30, 0, 1, 15].map((day) => programAt([version(1, at(1)), version(2, at(10)), award], at(day))).map((one) => one && [one.version, one.award !== undefined])).toEqual([
      undefined, [2, true], [2, true], [1, false], [2, false],
    ]);
  });
});
