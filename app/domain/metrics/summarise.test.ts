import { describe, expect, it } from "vitest";
import type { RankCounts } from "./rank-counts.ts";
import { summarise } from "./summarise.ts";

const DEFAULT = { loyalAt: 3, championAt: 6 };
const rank = (number: number, seen: number, medianGapSeconds: number | null = null) => ({ rank: number, seen, wentOn: 0, medianGapSeconds, windows: [] });
const counts = (given: Partial<RankCounts>): RankCounts => ({ ranks: [], openings: [], prospects: 0, ordersInCurrency: 0, revenueMinor: 0n, ...given });

describe("the summary of a shop", () => {
  it("says nothing of rates and averages where there is nobody", () => {
    expect(summarise(counts({ prospects: 4 }), DEFAULT)).toEqual({
      orders: 0,
      customers: 0,
      customersWithAtLeast: { "2": 0, "3": 0, "4": 0 },
      repeatRate: null,
      averageOrderValueMinor: null,
      medianGapDays: {},
      stages: { prospect: 4, first: 0, second: 0, loyal: 0, champion: 0 },
    });
  });

  it("counts every customer at exactly one stage", () => {
    const shop = counts({ ranks: [rank(1, 100), rank(2, 60), rank(3, 40), rank(4, 30), rank(5, 20), rank(6, 15), rank(7, 2)] });
    const { stages, customers, orders, customersWithAtLeast, repeatRate } = summarise(shop, DEFAULT);
    expect(stages).toEqual({ prospect: 0, first: 40, second: 20, loyal: 25, champion: 15 });
    expect({ customers, orders, customersWithAtLeast, repeatRate }).toEqual({ customers: 100, orders: 267, customersWithAtLeast: { "2": 60, "3": 40, "4": 30 }, repeatRate: 0.6 });
  });

  it("a shop that calls the second order loyal has nobody at the second stage", () => {
    const { stages } = summarise(counts({ ranks: [rank(1, 10), rank(2, 4), rank(3, 1)] }), { loyalAt: 2, championAt: 3 });
    expect(stages).toEqual({ prospect: 0, first: 6, second: 0, loyal: 3, champion: 1 });
  });

  it("customers from before we could see are customers, and their earlier orders are no orders of ours", () => {
    // Three newcomers, one of them with a second order; two with four earlier orders each, one of these seen at order 5.
    const shop = counts({ ranks: [rank(1, 3), rank(2, 1), rank(5, 1)], openings: [{ openingCount: 4, customers: 2 }] });
    const { stages, customers, orders, customersWithAtLeast } = summarise(shop, DEFAULT);
    expect({ stages, customers, orders, customersWithAtLeast }).toEqual({
      stages: { prospect: 0, first: 2, second: 1, loyal: 2, champion: 0 },
      customers: 5,
      orders: 5,
      customersWithAtLeast: { "2": 3, "3": 2, "4": 2 },
    });
  });

  it.each([
    [10n, 4, 3, "2.5 is rounded up"],
    [9n, 4, 2, "2.25 is rounded down"],
    [1_000_000_000_000_000_001n, 2, 500_000_000_000_000_001, "sums beyond 2^53 lose nothing on the way"],
  ])("the average order value of %s pence in %i orders is %i: %s", (revenueMinor, ordersInCurrency, average) => {
    expect(summarise(counts({ revenueMinor, ordersInCurrency }), DEFAULT).averageOrderValueMinor).toBe(average);
  });

  it("gaps are days of 86,400 seconds, unrounded, by the order from which they run", () => {
    const shop = counts({ ranks: [rank(1, 2, 129_600), rank(2, 1, 1), rank(3, 1)] });
    expect(summarise(shop, DEFAULT).medianGapDays).toEqual({ "1": 1.5, "2": 1 / 86_400 });
  });
});
