import type { OrderId } from "../ids.ts";

/**
 * The points of one credit. `points` = left + redeemed + expired + what was taken back for its own order; `redeemed` is all
 * that was used for something else: rewards, debts, corrections, and orders whose own points were spent. `key` is the business key of the credit.
 * `expiresOn` is the last shop-local day on which what is left can be spent; null: never expires.
 */
export interface Lot {
  key: string;
  orderId: OrderId | null;
  points: number;
  left: number;
  redeemed: number;
  expired: number;
  expiresOn: string | null;
  creditedAt: Date;
}

/** So many points of a debit taken from one lot. */
export interface Allocation {
  lotKey: string;
  points: number;
}

/** Earliest expiry first, lots without expiry last; of one day the older credit first. */
export const bySpendingOrder = (a: Lot, b: Lot): number =>
  (a.expiresOn ?? "9999-99-99").localeCompare(b.expiresOn ?? "9999-99-99") || a.creditedAt.getTime() - b.creditedAt.getTime() || a.key.localeCompare(b.key);

/**
 * Takes up to `wanted` points from lots in spending order, and answers what came from where. Lots are changed in place:
 * `left` falls, and what `as` names rises. Less than wanted is taken when less is left.
 */
export function takeFromLots(lots: Lot[], wanted: number, as: "redeemed" | "expired" | "reversed"): Allocation[] {
  const allocations: Allocation[] = [];
  let missing = wanted;
  for (const lot of lots.toSorted(bySpendingOrder)) {
    if (missing === 0) break;
    const points = Math.min(lot.left, missing);
    if (points === 0) continue;
    lot.left -= points;
    if (as !== "reversed") lot[as] += points;
    missing -= points;
    allocations.push({ lotKey: lot.key, points });
  }
  return allocations;
}

export const sumOfAllocations = (allocations: Allocation[]): number => allocations.reduce((sum, one) => sum + one.points, 0);

/** Lots that are not stored as they are now; `stored` names them by key. */
export const changedLots = (lots: readonly Lot[], stored: ReadonlyMap<string, Lot>): Lot[] =>
  lots.filter((lot) => {
    const was = stored.get(lot.key);
    return !was || was.left !== lot.left || was.redeemed !== lot.redeemed || was.expired !== lot.expired;
  });
