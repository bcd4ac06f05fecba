import { describe, expect, it } from "vitest";
import { numbersToMake, orderNumberIn, poolSize, printedCode, printWeek, reachedNumber } from "./code-pool.ts";

describe("the pool of printed codes", () => {
  it.each([
    ["a quiet shop", 0, { low: 2_750, full: 5_500 }],
    ["a busiest hour of 2,000 orders", 2_000, { low: 4_400, full: 8_800 }],
  ])("is never under 2,500 or two of the busiest hours: %s", (_shop, busiest, size) => {
    expect(poolSize(busiest)).toEqual(size);
  });

  it("is refilled at half, from the number after the last, and past a leap that orders made", () => {
    const size = { low: 2_750, full: 5_500 };
    expect(numbersToMake({ reached: 1_000, madeUpTo: 0, size })).toEqual({ from: 1_001, to: 6_500 });
    expect(numbersToMake({ reached: 3_749, madeUpTo: 6_500, size })).toBeUndefined();
    expect(numbersToMake({ reached: 3_750, madeUpTo: 6_500, size })).toEqual({ from: 6_501, to: 9_250 });
    expect(numbersToMake({ reached: 9_000, madeUpTo: 6_500, size })).toEqual({ from: 9_001, to: 14_500 });
  });

  it.each([
    ["#1001", 1_001],
    ["SHOP1001-A", 1_001],
    ["1001/2026", undefined],
    ["draft", undefined],
    [null, undefined],
  ])("reads the number of an order called %s", (name, number) => {
    expect(orderNumberIn(name)).toBe(number);
  });

  it("follows the latest orders, and not one that an import numbered by itself", () => {
    expect(reachedNumber(["#1003", "#1001", "#90000001", null, "#1002"])).toBe(1_003);
    expect(reachedNumber([])).toBeUndefined();
  });

  it.each([
    ["2026-11-22T12:00:00Z", "2026-W47", "2026-12-23T00:00:00.000Z"],
    ["2026-11-23T00:00:00Z", "2026-W48", "2026-12-30T00:00:00.000Z"],
    ["2027-01-01T12:00:00Z", "2026-W53", "2027-02-03T00:00:00.000Z"],
    ["2024-12-30T12:00:00Z", "2025-W01", "2025-02-05T00:00:00.000Z"],
  ])("puts %s into the week %s", (at, week, endsAt) => {
    expect(printWeek(new Date(at), "UTC")).toEqual({ week, endsAt: new Date(endsAt) });
  });

  it("is a prefix with the key's version and twelve hex digits", () => {
    expect(printedCode(2, "0123456789abcdef")).toBe("THP2-0123456789AB");
  });
});
