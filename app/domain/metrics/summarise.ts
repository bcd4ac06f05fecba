import { type RankCounts, reachedRank } from "./rank-counts.ts";

const SECONDS_PER_DAY = 86_400;

/** Shop-wide figures; the money is in minor units of the shop's present currency. */
export interface SummaryFigures {
  orders: number;
  customers: number;
  customersWithAtLeast: { "2": number; "3": number; "4": number };
  repeatRate: number | null;
  averageOrderValueMinor: number | null;
  /** By the rank from which the gap runs, only where somebody went on; days of 86,400 s, unrounded. */
  medianGapDays: Record<string, number>;
  stages: { prospect: number; first: number; second: number; loyal: number; champion: number };
}

/**
 * The summary of a shop from its rank counts and the thresholds of its counting policy.
 *
 * Rates are unrounded, null where there is nobody; the average order value is rounded half up, once.
 *
 * @see docs/formulas.md
 */
export function summarise(counts: RankCounts, { loyalAt, championAt }: { loyalAt: number; championAt: number }): SummaryFigures {
  const reached = (rank: number) => reachedRank(counts, rank);
  const customers = reached(1);
  return {
    orders: counts.ranks.reduce((sum, { seen }) => sum + seen, 0),
    customers,
    customersWithAtLeast: { "2": reached(2), "3": reached(3), "4": reached(4) },
    repeatRate: customers === 0 ? null : reached(2) / customers,
    averageOrderValueMinor: averageMinor(counts.revenueMinor, counts.ordersInCurrency),
    medianGapDays: Object.fromEntries(
      counts.ranks.flatMap(({ rank, medianGapSeconds }) => (medianGapSeconds === null ? [] : [[rank, medianGapSeconds / SECONDS_PER_DAY]])),
    ),
    stages: {
      prospect: counts.prospects,
      first: customers - reached(2),
      second: reached(2) - reached(loyalAt),
      loyal: reached(loyalAt) - reached(championAt),
      champion: reached(championAt),
    },
  };
}

/** Never negative: only orders above zero are counted. Integers all the way, so that a half is exactly a half. */
function averageMinor(revenueMinor: bigint, orders: number): number | null {
  if (orders === 0) return null;
  const count = BigInt(orders);
  return Number((2n * revenueMinor + count) / (2n * count));
}
