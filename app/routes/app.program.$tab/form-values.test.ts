import { describe, expect, it } from "vitest";
import { numberOf, valueOf } from "./form-values.ts";

describe("a number in a form", () => {
  it.each([
    ["0,5", 0.5],
    ["1,25", 1.25],
    ["0,005", 0.005],
    ["0,125", 0.125],
    ["1,000", 1_000],
    ["1,234,567", 1_234_567],
    ["1,234.5", 1_234.5],
    ["-2,5", -2.5],
    [" 3 ", 3],
  ])("%s is %d", (text, number) => {
    expect(numberOf(text)).toBe(number);
  });

  it.each(["1e3", "1.234,5", "1,2,3", "1,0000", "a,b", ",5", ""])("%s is none", (text) => {
    expect(numberOf(text)).toBeUndefined();
  });

  it("of money is never read as a hundred times as much for a comma before its pence", () => {
    const minor = (text: string) => valueOf("money", text, { currency: "EUR", timeZone: "Europe/Berlin" });
    expect([minor("1.000"), minor("12.345"), minor("0,005")]).toEqual(["1.000", "12.345", "0,005"]);
    expect([minor("12,50"), minor("1,250"), minor("1,250.50"), minor("1.250,50"), minor("12.50")]).toEqual([1_250, 125_000, 125_050, "1.250,50", 1_250]);
  });

  it.each(["points", "whole_number"] as const)("of %s is whole, and a thousand with a point stays as it was typed, to be refused, instead of one", (input) => {
    const whole = (text: string) => valueOf(input, text, { currency: "EUR", timeZone: "Europe/Berlin" });
    expect([whole("1.000"), whole("1,5"), whole("1,000"), whole("1 000"), whole("12")]).toEqual(["1.000", "1,5", 1_000, 1_000, 12]);
  });
});
