import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, expect, it } from "vitest";
import { readProgram, scopesOfProgram } from "#scripts/demo/read-program.ts";

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "thrice-program-"));
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

function file(text: string): string {
  fs.mkdirSync(folder, { recursive: true });
  const name = path.join(folder, "program.json");
  fs.writeFileSync(name, text);
  return name;
}

it("gives the demo one point a pound, twice on the second order and three times on the third, and more in its tiers", () => {
  const tiers = [{ id: "silver", perks: { multiplier: 1.25 } }, { id: "gold", perks: { multiplier: 1.5 } }];
  expect(readProgram("demo")).toMatchObject({ tiers, earnRules: [{ kind: "amount", points: 1, perMinor: 100 }], nthOrderMultipliers: [1, 2, 3], valuePerPointMinor: 1 });
});

it("gives none when none is wanted", () => {
  expect(readProgram("none")).toBeUndefined();
});

it("takes a program of one's own from a file", () => {
  expect(readProgram(file('{"pendingDays":0}'))).toEqual({ pendingDays: 0 });
});

it("has the demo's merchant grant what the rewards of a program need", () => {
  const gift = { id: "card", name: "Card", kind: "gift_card", costPoints: 100, amountMinor: 100 };
  expect([scopesOfProgram(undefined), scopesOfProgram({ rewards: [gift] })]).toEqual([[], ["write_gift_cards"]]);
});

it("refuses a file with rules that cannot work before anything is started, and says where", () => {
  const rule = { id: "spend", kind: "amount", points: 1, perMinor: 0 };
  expect(() => readProgram(file(JSON.stringify({ earnRules: [rule] })))).toThrow("earnRules.0.perMinor: Enter an amount above zero.");
  expect(() => readProgram(file('{"pendingDay":7}'))).toThrow("pendingDay: There is no field pendingDay here. Correct its name or leave it out.");
});

it.each([["{", "cannot be read"], [undefined, "cannot be read"]])("says that a file with %j cannot be read", (text, words) => {
  expect(() => readProgram(text === undefined ? path.join(folder, "absent.json") : file(text))).toThrow(words);
});
