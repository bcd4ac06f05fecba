import { describe, expect, it } from "vitest";
import { program } from "#app/domain/program/program.ts";
import { readReachQuestion, reachSearchOf } from "./reach-question.ts";

const tier = (id: string, threshold: number) => ({ id, name: id, threshold });
const off = (costPoints: unknown) => ({ id: `off-${String(costPoints)}`, kind: "fixed_amount", name: "Off", costPoints, amountMinor: 100 });
const asked = (input: object) => readReachQuestion(new URLSearchParams(reachSearchOf({ tiers: [], rewards: [], tierQualification: {}, ...input })));

describe("the question whom a program reaches", () => {
  it("comes back from the address as it was asked, each cost once", () => {
    const it = program.parse({ tiers: [tier("silver", 10), tier("gold", 20)], tierQualification: { basis: "orders", graceDays: 5 }, rewards: [off(300), { ...off(100), id: "b" }, { ...off(100), id: "c" }] });
    expect(asked(it)).toEqual({ tiers: [{ id: "silver", threshold: 10 }, { id: "gold", threshold: 20 }], qualification: { basis: "orders", window: "lifetime", graceDays: 5 }, costs: [100, 300] });
  });

  it("leaves out what can't be read yet", () => {
    expect(asked({ tiers: [tier("silver", 10), tier("gold", 5)], rewards: [off(null), off(1.5), off(50)] })).toMatchObject({ tiers: [], costs: [50] });
  });

  it.each(["", "{", "[]", JSON.stringify({ tiers: [tier("a", 2), tier("b", 2)], qualification: {}, costs: [] }), JSON.stringify({ tiers: [], qualification: {}, costs: [2, 1] })])("is refused as %s", (about) => {
    expect(readReachQuestion(new URLSearchParams({ about }))).toBeUndefined();
  });
});
