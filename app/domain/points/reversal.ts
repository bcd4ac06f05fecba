import { sumOfAllocations, takeFromLots, type Allocation, type Lot } from "./lot.ts";
import type { OrderId } from "../ids.ts";

export type ReversalPolicy = "clamp_to_zero" | "allow_negative";

/** How points of an order are taken back: from which lots, how many become a debt, how many are given up and why. */
export interface Reversal {
  allocations: Allocation[];
  debtPoints: number;
  waivedSpentPoints: number;
  waivedExpiredPoints: number;
}

/**
 * Of what was given up for an order, how many points had been spent; the rest had expired. `ownLots` are all lots of the order.
 *
 * Of what was reversed, what did not come from these lots was found elsewhere or became a debt, and is compensated; so is what
 * was given up because it had been spent.
 */
export function waivedSpentPoints(ownLots: readonly Lot[], { reversed, waived, compensated }: { reversed: number; waived: number; compensated: number }): number {
  const fromOwn = ownLots.reduce((sum, lot) => sum + lot.points - lot.left - lot.redeemed - lot.expired, 0);
  return Math.max(0, Math.min(waived, compensated - (reversed - fromOwn)));
}

/**
 * Takes `points` of a settled order back.
 *
 * First what is left of the order's own lots; then, for what was redeemed from them, other lots, earliest expiry first; what
 * expired is given up under either policy. What was redeemed and is not there to take is given up ("clamp_to_zero") or
 * becomes a debt ("allow_negative"). `alreadyCompensated` are points redeemed from these lots that an earlier reversal took
 * elsewhere, waived or made a debt. Lots are changed in place.
 */
export function reverseOrder(
  lots: Lot[],
  { orderId, points, alreadyCompensated, policy }: { orderId: OrderId; points: number; alreadyCompensated: number; policy: ReversalPolicy },
): Reversal {
  const own = lots.filter((lot) => lot.orderId === orderId);
  const fromOwn = takeFromLots(own, points, "reversed");
  const missing = points - sumOfAllocations(fromOwn);
  const spent = Math.min(missing, Math.max(0, own.reduce((sum, lot) => sum + lot.redeemed, 0) - alreadyCompensated));
  // For the other lots these points are spent: when their own orders are undone, they are asked for a second time.
  const fromOthers = takeFromLots(lots.filter((lot) => lot.orderId !== orderId), spent, "redeemed");
  const unpaid = spent - sumOfAllocations(fromOthers);
  return {
    allocations: [...fromOwn, ...fromOthers],
    debtPoints: policy === "allow_negative" ? unpaid : 0,
    waivedSpentPoints: policy === "allow_negative" ? 0 : unpaid,
    waivedExpiredPoints: missing - spent,
  };
}
