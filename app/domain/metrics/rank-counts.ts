/**
 * What the ranked, counted orders of one shop add up to, as of one instant: every shop-wide figure is derived from it.
 *
 * `ranks` run upwards by rank, without gaps being guaranteed. A rank is `opening count + place among the seen orders`.
 */
export interface RankCounts {
  ranks: RankCount[];
  /** Customers whose history begins before what we can see, by their opening count. */
  openings: { openingCount: number; customers: number }[];
  /** Living customers without any counted order. */
  prospects: number;
  /** Orders and their sum in the shop's present currency, in minor units; orders that share a rank are one. */
  ordersInCurrency: number;
  revenueMinor: bigint;
}

/** Customers whose order of this rank we have seen. */
export interface RankCount {
  rank: number;
  seen: number;
  /** Of these, those with an order of the next rank. */
  wentOn: number;
  /** Median time to it, in seconds; the mean of the middle two when their number is even; null when nobody went on. */
  medianGapSeconds: number | null;
  /** By window in the order asked for: the order is at least as old as the window; the next one came within it. */
  windows: { eligible: number; converted: number }[];
}

/** How many customers reached `rank`, seen or inside an opening count. */
export function reachedRank({ ranks, openings }: Pick<RankCounts, "ranks" | "openings">, rank: number): number {
  const seen = ranks.find((count) => count.rank === rank)?.seen ?? 0;
  return openings.reduce((sum, { openingCount, customers }) => (openingCount >= rank ? sum + customers : sum), seen);
}

/** The highest rank that anybody reached; 0 when nobody has a counted order. */
export function highestRank({ ranks, openings }: Pick<RankCounts, "ranks" | "openings">): number {
  return Math.max(0, ...ranks.map(({ rank }) => rank), ...openings.map(({ openingCount }) => openingCount));
}

/** Seven days: customers whose second (third) counted order was placed in them, and those who by what was seen stand lower than when it began. */
export interface WeekCount {
  reachedSecond: number;
  reachedThird: number;
  movedBack: number;
}

/** The rank counts of a shop with what else is read in the same pass. */
export interface ShopCounts {
  counts: RankCounts;
  policy: { loyalAt: number; championAt: number };
  currency: string;
  thisWeek: WeekCount;
  weekBefore: WeekCount;
  /** Second orders on the shop-local day of the first. */
  sameDaySeconds: number;
}
