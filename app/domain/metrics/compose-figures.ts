import { conversionSteps } from "./conversion-steps.ts";
import { highestRank, reachedRank, type ShopCounts, type WeekCount } from "./rank-counts.ts";
import { summarise } from "./summarise.ts";

/** The windows of matured conversion that pages offer, in days of 86,400 s; the counts must be taken with these. */
export const FIGURE_WINDOW_DAYS = [30, 90, 180] as const;

const WEEK_MS = 7 * 86_400_000;

/**
 * All figures that pages show, from one pass over the counted orders as of `asOf`.
 *
 * Instants are ISO texts, as they are stored and sent. Weeks are seven days of 86,400 s that end at `asOf` and a week before.
 *
 * @see docs/formulas.md
 */
export function composeFigures(shop: ShopCounts, asOf: Date) {
  const { counts } = shop;
  const at = asOf.toISOString();
  const within = (index: 0 | 1 | 2) => ({ asOf: at, withinDays: FIGURE_WINDOW_DAYS[index], steps: conversionSteps(counts, index) });
  return {
    asOf: at,
    summary: { asOf: at, ...summarise(counts, shop.policy), currency: shop.currency },
    nthOrder: { all: { asOf: at, withinDays: null, steps: conversionSteps(counts) }, 30: within(0), 90: within(1), 180: within(2) },
    reached: Array.from({ length: highestRank(counts) }, (_, index) => ({ rank: index + 1, customers: reachedRank(counts, index + 1) })),
    thisWeek: weekUntil(asOf.getTime(), shop.thisWeek),
    weekBefore: weekUntil(asOf.getTime() - WEEK_MS, shop.weekBefore),
    sameDaySeconds: { sameDay: shop.sameDaySeconds, all: counts.ranks.find(({ rank }) => rank === 1)?.wentOn ?? 0 },
  };
}

function weekUntil(toMs: number, count: WeekCount) {
  return { from: new Date(toMs - WEEK_MS).toISOString(), to: new Date(toMs).toISOString(), ...count };
}
