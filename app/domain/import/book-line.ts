import type { CustomerId } from "../ids.ts";
import { takeFromLots, type Lot } from "../points/lot.ts";
import type { OrderlessEntry } from "../points/points-member.ts";

/** `add`: points are added to what a customer has (taken when negative, in a file of adjustments); `set`: what can be spent becomes that number. */
export type ImportMode = "add" | "set";

/** What a customer has settled: what can be spent, or waits for the first sign-in; below zero in debt. */
export interface Holding {
  settledPoints: number;
  debtPoints: number;
  lots: Lot[];
}

export interface LineToBook {
  customerId: CustomerId;
  points: number;
  expiresOn: string | null;
  kind: "import" | "adjust";
  key: string;
  reason: string;
  by: string;
  at: Date;
}

/** How many points a line moves: the number itself, or what is missing to it. */
export const differenceOf = (mode: ImportMode, points: number, settledPoints: number): number => (mode === "add" ? points : points - settledPoints);

/** Why a line of a file of balances ("import") cannot have so many points, or null: only adjustments take. */
export const negativeProblem = (kind: "import" | "adjust", points: number): string | null =>
  kind === "import" && points < 0 ? `A balance is never below zero, and −${-points} is. To take points, choose “Adjust”.` : null;

/** Why so many points cannot be moved, or null. Nobody ends below zero by a file. */
export const shortageOf = (differencePoints: number, settledPoints: number): string | null =>
  differencePoints < 0 && settledPoints + differencePoints < 0
    ? `The customer has ${Math.max(0, settledPoints)} points, so ${-differencePoints} cannot be taken.`
    : null;

/**
 * The entry that moves `points` for a customer: a credit becomes a lot and pays a debt first, a debit takes from lots,
 * earliest expiry first. The holding is changed in place. Throws for zero and for more than is there: both are decided before.
 */
export function bookLine(holding: Holding, { points, expiresOn, at, reason, by, ...entry }: LineToBook): OrderlessEntry {
  if (points === 0 || shortageOf(points, holding.settledPoints) !== null) throw new Error(`${points} points cannot be booked on ${holding.settledPoints}`);
  holding.settledPoints += points;
  const paid = Math.min(Math.max(0, points), holding.debtPoints);
  holding.debtPoints -= paid;
  const credit: Lot | null = points > 0 ? { key: entry.key, orderId: null, points, left: points - paid, redeemed: paid, expired: 0, expiresOn, creditedAt: at } : null;
  const allocations = points < 0 ? takeFromLots(holding.lots, -points, "redeemed") : [];
  if (credit) holding.lots.push(credit);
  return {
    ...entry, pendingPoints: 0, settledPoints: points, waivedPoints: 0, occurredAt: at, orderId: null, programVersion: null, why: { kind: "adjusted", reason, by }, allocations, credit,
  };
}
