/** How many members the first batch settles, when nothing is known yet of how long they take. */
export const FIRST_BATCH = 100;

/** From so few on, what a batch takes by itself weighs more than its members. */
const BATCH_MIN = 20;
const BATCH_MAX = 2_000;

/** So long a batch should hold the shop's facts: each of those who click stands behind one of them. */
const GOAL_MS = 300;

/**
 * How many members the next batch settles, after one that was allowed `size` of them settled so many in `tookMs`: what fits into
 * 0.3 s by that measure, at most twice as many, and 20 to 2,000. What a member takes depends on the program and on their orders.
 */
export function nextBatchSize(size: number, { members, tookMs }: { members: number; tookMs: number }): number {
  // A few that were left say little of many.
  if (members < size) return size;
  return Math.trunc(Math.min(BATCH_MAX, 2 * size, Math.max(BATCH_MIN, (size * GOAL_MS) / tookMs)));
}
