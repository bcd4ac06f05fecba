import { describe, expect, it } from "vitest";
import { pointStepMinor, startingValueMinor } from "./point-step.ts";
import { program } from "./program.ts";
import { spendBackOf } from "./spend-back.ts";

describe("what a program starts from in a currency", () => {
  it.each([
    ["GBP", 100, 1],
    ["EUR", 100, 1],
    ["JPY", 100, 1],
    ["KRW", 100, 1],
    ["ARS", 10_000, 100],
    ["MNT", 10_000, 100],
    ["CDF", 10_000, 100],
    ["MWK", 10_000, 100],
    ["NPR", 10_000, 100],
    ["BDT", 10_000, 100],
    ["ETB", 10_000, 100],
    ["LRD", 10_000, 100],
    ["GYD", 10_000, 100],
    ["HTG", 10_000, 100],
    ["IQD", 100, 1],
    ["VND", 10_000, 100],
    ["KWD", 1_000, 10],
  ])("%s: a point for each %d minor units, worth %d", (currency, step, value) => {
    expect([pointStepMinor(currency), startingValueMinor(currency)]).toEqual([step, value]);
  });

  it("gives back one percent of what is spent, whatever the currency, within what a program may say", () => {
    for (const currency of Intl.supportedValuesOf("currency")) {
      const started = program.parse({ earnRules: [{ id: "spend", kind: "amount", points: 1, perMinor: pointStepMinor(currency) }], valuePerPointMinor: startingValueMinor(currency) });
      expect(spendBackOf(started)?.usual, currency).toBe(0.01);
    }
  });
});
