import { describe, expect, it } from "vitest";
import { liabilityRangeOf, monthLines } from "./liability-range.ts";

describe("the range of the liability", () => {
  it("is twelve months back to the first of the month, up to today", () => {
    expect(liabilityRangeOf(null, "2026-11-21")).toEqual({ month: null, from: "2025-11-01", to: "2026-11-21" });
    for (const odd of ["2026-13", "2027-01", "november", "0001-01"]) expect(liabilityRangeOf(odd, "2026-11-21").month).toBe(null);
  });

  it("of a month ends with its last day, or with today", () => {
    expect(liabilityRangeOf("2026-02", "2026-11-21")).toEqual({ month: "2026-02", from: "2026-02-01", to: "2026-02-28" });
    expect(liabilityRangeOf("2025-12", "2026-11-21").to).toBe("2025-12-31");
    expect(liabilityRangeOf("2026-11", "2026-11-21").to).toBe("2026-11-21");
  });
});

it("a month opens with its first day, closes with its last, and the equation holds", () => {
  const day = (on: string, opening: number, flows: Partial<Record<"earned" | "redeemed" | "returned" | "reversed", number>>) => {
    const line = { earned: 0, adjusted: 5, imported: 0, redeemed: 0, returned: 0, expired: 1, reversed: 0, ...flows };
    const closing = opening + line.earned + line.adjusted - (line.redeemed - line.returned) - line.expired - line.reversed;
    return { day: on, opening, ...line, closing, pending: 3, unclaimed: 2, valueMinor: closing * 2, currency: "GBP" };
  };
  const first = day("2026-10-30", 100, { earned: 50 });
  const second = day("2026-10-31", first.closing, { redeemed: 40, returned: 10 });
  const third = day("2026-11-01", second.closing, { reversed: 7 });
  const [october, november] = monthLines([first, second, third]);
  expect(october).toMatchObject({ period: "2026-10", opening: 100, earned: 50, adjusted: 10, redeemed: 40, returned: 10, expired: 2, closing: second.closing, valueMinor: second.valueMinor });
  expect(october!.opening + october!.earned + october!.adjusted - (october!.redeemed - october!.returned) - october!.expired - october!.reversed).toBe(october!.closing);
  expect(november).toMatchObject({ period: "2026-11", opening: second.closing, closing: third.closing });
});
