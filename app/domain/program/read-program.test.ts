import { describe, expect, it } from "vitest";
import { program } from "./program.ts";
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

describe("a smallest order", () => {
  const reward = (kind: string, more: object) => ({ rewards: [{ id: "ship", name: "Shipping", kind: "free_shipping", costPoints: 5, minimumOrderMinor: 2_000 }, { id: "five", name: "Five", kind, costPoints: 500, amountMinor: 500, ...more }] });

  it.each([
    ["store_credit", "Store credit"],
    ["gift_card", "A gift card"],
  ])("of %s is refused and not taken as none, as it pays for any order", (kind, name) => {
    const fault = { path: "rewards.1.minimumOrderMinor", message: `${name} pays for any order, so it has no smallest one. Leave it out, or send 0.` };
    for (const minimumOrderMinor of [2_000, "20.00", null]) expect(readProgram(reward(kind, { minimumOrderMinor }))).toEqual({ outcome: "invalid", fields: [fault] });
    for (const none of [{}, { minimumOrderMinor: 0 }]) expect(readProgram(reward(kind, none)), JSON.stringify(none)).toMatchObject({ outcome: "valid", program: { rewards: [{ minimumOrderMinor: 2_000 }, { minimumOrderMinor: 0 }] } });
  });

  it("that was stored for them once can still be read, as none", () => {
    expect(program.parse(reward("store_credit", { minimumOrderMinor: 2_000 })).rewards[1]?.minimumOrderMinor).toBe(0);
  });
});

describe("tiers", () => {
  const tier = (name: string, threshold: number, perks = {}) => ({ id: name.trim().toLowerCase(), name, threshold, perks });

  it("may come in any order, and rise once they are read", () => {
    const read = readProgram({ tiers: [tier("Silver", 500), tier("Bronze", 100), tier("Gold", 2_000)] });
    expect(read).toMatchObject({ outcome: "valid", program: { tiers: [{ name: "Bronze" }, { name: "Silver" }, { name: "Gold" }] } });
  });

  it("of one name are refused where the second one stands", () => {
    const fault = { path: "tiers.2.name", message: "Another tier is called “Silver” already. Choose another name." };
    const twins = { tiers: [tier("Gold", 2_000), tier("silver", 500), { ...tier("Silver ", 100), id: "first" }] };
    expect(readProgram(twins)).toEqual({ outcome: "invalid", fields: [fault] });
    expect(program.safeParse(twins).success).toBe(true);
    const crossed = { tiers: [{ ...tier("Gold", 500), id: "silver" }, { ...tier("Platinum", 2_000), id: "gold" }] };
    expect(readProgram(crossed)).toEqual({ outcome: "invalid", fields: [{ ...fault, path: "tiers.0.name", message: "Another tier is called “Gold” already. Choose another name." }] });
  });
});

it("a tag with a comma is refused, as Shopify makes two of it", () => {
  const tags = (tag: string) => ({ tiers: [{ id: "gold", name: "Gold", threshold: 5, perks: { customerTag: tag } }], nthOrderActions: [{ id: "tea", n: 2, gift: "Tea", customerTag: tag }] });
  const message = "A tag can't have a comma. Enter one tag.";
  expect(readProgram(tags("vip, gold"))).toEqual({ outcome: "invalid", fields: [{ path: "tiers.0.perks.customerTag", message }, { path: "nthOrderActions.0.customerTag", message }] });
  expect(readProgram(tags("vip gold")).outcome).toBe("valid");
});

describe("conditions that can't be met together are refused where the second one stands", () => {
  const stage = (...stages: string[]) => ({ kind: "stage", stages });
  const tier = (...tierIds: string[]) => ({ kind: "tier", tierIds });
  const channel = (...sources: string[]) => ({ kind: "sales_channel", sources });
  const period = (from: string | null, to: string | null) => ({ kind: "period", from, to });
  const read = (...conditions: object[]) =>
    readProgram({ earnRules: [{ ...rule, id: "first" }, { ...rule, conditions }], tiers: [{ id: "silver", name: "Silver", threshold: 1 }, { id: "gold", name: "Gold", threshold: 2 }] });
  const [MARCH, APRIL, MAY] = ["2026-03-01T00:00:00Z", "2026-04-01T00:00:00Z", "2026-05-01T00:00:00Z"];

  it.each([
    ["stages", "1.stages", "other stages", [stage("first"), stage("loyal", "champion")]],
    ["stages of three conditions, though any two have one in common", "2.stages", "other stages", [stage("first", "loyal"), stage("loyal", "champion"), stage("first", "champion")]],
    ["tiers", "2.tierIds", "other tiers", [tier("silver"), { kind: "minimum_spend", amountMinor: 1 }, tier("gold")]],
    ["sales channels", "1.sources", "other sales channels", [channel("web"), channel("POS")]],
    ["times", "1.from", "another time", [period(null, APRIL!), period(APRIL!, MAY!)]],
  ])("%s", (_, path, other, conditions) => {
    expect(read(...conditions)).toEqual({ outcome: "invalid", fields: [{ path: `earnRules.1.conditions.${path}`, message: `Another condition of this rule asks for ${other}, so the rule can never be met. Remove one of them.` }] });
  });

  it("and what leaves something over is kept", () => {
    const tag = (word: string) => ({ kind: "product_tag", tags: [word] });
    expect(read(stage("first", "loyal"), stage("loyal"), channel("web", "pos"), channel("Web"), period(MARCH!, null), period(null, MAY!), period(APRIL!, MAY!), tag("bio"), tag("new")).outcome).toBe("valid");
  });
});
