import { highestRank, type RankCounts } from "./rank-counts.ts";
import { wilsonInterval } from "./wilson.ts";

/** Of the `eligible` customers who reached order `from`, those who reached `to`; rates from 0 to 1, null where nobody is eligible. */
export interface ConversionStep {
  from: number;
  to: number;
  eligible: number;
  converted: number;
  rate: number | null;
  low: number | null;
  high: number | null;
}

/**
 * Conversion from each order to the next, from 1 up to the highest rank that anybody reached.
 *
 * `windowIndex` names one of the windows that the counts were taken with; undefined means all time. Customers whose order
 * of a rank lies inside an opening count are eligible only from their first seen rank on.
 *
 * @see docs/formulas.md#nth-order-conversion
 */
export function conversionSteps(counts: Pick<RankCounts, "ranks" | "openings">, windowIndex?: number): ConversionStep[] {
  const byRank = new Map(counts.ranks.map((count) => [count.rank, count]));
  return Array.from({ length: highestRank(counts) }, (_, index) => {
    const from = index + 1;
    const count = byRank.get(from);
    const inWindow = windowIndex === undefined ? undefined : count?.windows[windowIndex];
    const eligible = (windowIndex === undefined ? count?.seen : inWindow?.eligible) ?? 0;
    const converted = (windowIndex === undefined ? count?.wentOn : inWindow?.converted) ?? 0;
    const interval = wilsonInterval(converted, eligible);
    return { from, to: from + 1, eligible, converted, rate: interval ? converted / eligible : null, low: interval?.low ?? null, high: interval?.high ?? null };
  });
}
