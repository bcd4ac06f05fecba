import { describe, expect, it } from "vitest";
import { decimalsOf, toMinor } from "./money.ts";

describe("money in minor units", () => {
  it.each([
    ["two decimals", "40.00", "GBP", 4000],
    ["no decimals given", "40", "GBP", 4000],
    ["a number, as refunds carry it", 89.99, "USD", 8999],
    ["half a penny goes up", "1.005", "GBP", 101],
    ["less than half goes down", "1.0049", "GBP", 100],
    ["a yen has no decimals", "980.5", "JPY", 981],
    ["a dinar has three", "1.2345", "KWD", 1235],
    ["negative amounts round away from zero", "-1.005", "GBP", -101],
    ["nothing is not minus nothing", "-0.00", "GBP", 0],
    ["the largest amount that is exact", "90071992547409.91", "GBP", 9007199254740991],
  ])("%s", (_label, amount, currency, minor) => {
    expect(toMinor(amount, currency)).toBe(minor);
  });

  it.each(["1e308", "", "abc", "1,000.00", "Infinity", "NaN", "--1", "1.2.0", "90071992547409.92"])("refuses %j", (amount) => {
    expect(() => toMinor(amount, "GBP")).toThrow();
  });

  it("refuses what is no currency code", () => {
    expect(() => decimalsOf("pounds")).toThrow("not a currency code");
  });
});
