import { describe, expect, it } from "vitest";
import { readProgram } from "./read-program.ts";

const rule = { id: "spend", kind: "amount", points: 1, perMinor: 100 };

describe("a field that does not exist is refused, wherever it stands", () => {
  it.each([
    [{ pendingDay: 7 }, "pendingDay"],
    [{ pointsName: { one: "star", other: "stars", many: "stars" } }, "pointsName.many"],
    [{ earnRules: [{ ...rule, multiplier: 2 }] }, "earnRules.0.multiplier"],
    [{ earnRules: [{ ...rule, conditions: [{ kind: "minimum_spend", amountMinor: 1, currency: "GBP" }] }] }, "earnRules.0.conditions.0.currency"],
    [{ tiers: [{ id: "gold", name: "Gold", threshold: 5, perks: { multiplyer: 2 } }] }, "tiers.0.perks.multiplyer"],
    [{ rewards: [{ id: "ship", name: "Shipping", kind: "free_shipping", costPoints: 5, amountMinor: 5 }] }, "rewards.0.amountMinor"],
    [{ expiry: { kind: "none", months: 12 } }, "expiry.months"],
    [{ nthOrderActions: [{ id: "tea", n: 2, gift: "Tea", times: 1 }] }, "nthOrderActions.0.times"],
  ])("%j", (input, path) => {
    expect(readProgram(input)).toEqual({ outcome: "invalid", fields: [{ path, message: `There is no field ${path.split(".").at(-1)} here. Correct its name or leave it out.` }] });
  });

  it("and what has a default may be left out", () => {
    expect(readProgram({ earnRules: [rule] })).toMatchObject({ outcome: "valid", program: { pendingDays: 14, earnRules: [rule] } });
  });
});
