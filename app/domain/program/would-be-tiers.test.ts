import { describe, expect, it } from "vitest";
import { inReach, windowStart, wouldBeMembers } from "./would-be-tiers.ts";

const groups = [
  { tierId: null, place: -1, members: 500 },
  { tierId: null, place: 0, members: 40 },
  { tierId: "silver", place: -1, members: 7 },
  { tierId: "silver", place: 1, members: 3 },
  { tierId: "bronze", place: 0, members: 2 },
];

describe("how many members a drafted tier would have", () => {
  it("without a grace: everybody whose total reaches it and not the next one", () => {
    expect(wouldBeMembers(groups, { tierIds: ["silver", "gold"], graceDays: 0 })).toEqual({ silver: 42, gold: 3 });
  });

  it("with a grace: those who fall short of the tier that they have keep it", () => {
    expect(wouldBeMembers(groups, { tierIds: ["silver", "gold"], graceDays: 30 })).toEqual({ silver: 49, gold: 3 });
  });

  it("a tier that nobody reaches has none, and a tier that is taken out keeps nobody", () => {
    expect(wouldBeMembers(groups.filter(({ place }) => place < 1), { tierIds: ["diamond"], graceDays: 30 })).toEqual({ diamond: 42 });
    expect(wouldBeMembers([], { tierIds: ["diamond"], graceDays: 0 })).toEqual({ diamond: 0 });
  });
});

describe("from when on orders count towards a tier", () => {
  it.each([
    ["lifetime", "2026-11-21T12:00:00Z", null],
    ["calendar_year", "2026-11-21T12:00:00Z", "2026-01-01T00:00:00.000Z"],
    ["rolling_year", "2026-11-21T12:00:00Z", "2025-11-21T00:00:00.000Z"],
    ["rolling_year", "2028-02-29T12:00:00Z", "2027-03-01T00:00:00.000Z"],
    ["rolling_year", "2025-02-28T12:00:00Z", "2024-02-28T00:00:00.000Z"],
    ["rolling_year", "2025-03-01T12:00:00Z", "2024-03-01T00:00:00.000Z"],
  ] as const)("%s on %s", (window, now, expected) => {
    expect(windowStart(window, new Date(now), "Europe/London")?.toISOString() ?? null).toBe(expected);
  });
});

it("a reward is in reach of everybody who could pay it, also of those who could pay dearer ones", () => {
  expect(inReach([100, 300, 500], new Map([[0, 50], [1, 20], [3, 5]]))).toEqual([25, 5, 5]);
});
