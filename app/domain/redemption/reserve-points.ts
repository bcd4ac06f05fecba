import type { CustomerId } from "../ids.ts";
import { takeFromLots, type Lot } from "../points/lot.ts";
import type { SettledEntry } from "../points/points-member.ts";
import type { Reward } from "./reward.ts";

export const redeemKey = (redemptionId: string): string => `redeem:${redemptionId}`;
export const returnKey = (redemptionId: string): string => `redeem_returned:${redemptionId}`;

/**
 * Holds the points of a redemption: one debit, from the lot that expires first. Lots are changed in place. The caller has
 * made sure that there are enough: fewer is a bug, and throws.
 */
export function reservePoints(
  lots: Lot[],
  { redemptionId, customerId, reward, points, programVersion, by, now }: { redemptionId: string; customerId: CustomerId; reward: Reward; points: number; programVersion: number; by?: string; now: Date },
): SettledEntry {
  const allocations = takeFromLots(lots, points, "redeemed");
  if (allocations.reduce((sum, one) => sum + one.points, 0) !== points) throw new Error("more points were to be held than there are");
  return {
    customerId,
    kind: "redeem",
    pendingPoints: 0,
    settledPoints: -points,
    waivedPoints: 0,
    occurredAt: now,
    orderId: null,
    programVersion,
    key: redeemKey(redemptionId),
    why: { kind: "redeemed", redemptionId, rewardId: reward.id, rewardName: reward.name, ...(by !== undefined && { by }) },
    allocations,
    credit: null,
  };
}
