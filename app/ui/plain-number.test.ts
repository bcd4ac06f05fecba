import { describe, expect, it } from "vitest";
import { plainNumber, wholeNumber } from "./plain-number.ts";

describe("a number as it is typed", () => {
  it.each([
    ["0,005", "0.005"], ["0,125", "0.125"], ["-0,25", "-0.25"], ["0,5", "0.5"], ["12,50", "12.50"], ["1,000", "1000"], ["12,345.5", "12345.5"], ["1,234,567", "1234567"], [" 3 ", "3"],
  ])("“%s” is %s", (typed, plain) => {
    expect(plainNumber(typed)).toBe(plain);
  });

  it.each(["00,005", "1234,567", "1,2,3", "1.234,50", "1,0000", "0,005,000"])("“%s” could be two numbers, so that it stays as it is and is refused", (typed) => {
    expect(plainNumber(typed)).toBe(typed);
  });

  it.each([["50", 50], ["-1,250", -1_250], ["−1 250", -1_250], ["+7", 7], ["1,234,567", 1_234_567]])("“%s” is %i whole ones", (typed, whole) => {
    expect(wholeNumber(typed)).toBe(whole);
  });

  it.each(["1,5", "2,50", "1.5", "0,005", "12 34", "ten", "", "1e3", "--5"])("“%s” is no whole number", (typed) => {
    expect(wholeNumber(typed)).toBeNaN();
  });
});
