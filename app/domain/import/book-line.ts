import type { CustomerId, OrderId } from "../ids.ts";
import { sumOfAllocations, takeFromLots, type Lot } from "../points/lot.ts";
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

/** A line of a file, as what it books is explained. */
export interface FileLine {
  reason: string;
  fileName: string;
  line: number;
  createdBy: string;
}

/**
 * A lot that a line filled, and so many of its points that paid for orders that were undone, because the orders' own were spent.
 * `orderIds` are these orders, and those for which their points had paid in turn. What undoing the file took in place of these
 * points is off.
 */
export interface PayingFileLot {
  lotKey: string;
  orderIds: OrderId[];
  paidPoints: number;
}

/** Key of the entry that undoes what an entry of a line booked. */
export const undoKey = (key: string): string => `${key}:undo`;

/** Why points of a line are taken or given back. */
export const undoneWhy = ({ reason, fileName, line, createdBy }: FileLine) => ({ kind: "adjusted" as const, reason: `${reason}: undone (${fileName}, line ${line})`, by: createdBy });

/** How many points a line moves: the number itself, or what is missing to it. */
export const differenceOf = (mode: ImportMode, points: number, settledPoints: number): number => (mode === "add" ? points : points - settledPoints);

/** Why so many points cannot be moved, or null. Nobody ends below zero by an adjustment; a balance that is moved in may be a debt. */
export const shortageOf = (kind: "import" | "adjust", differencePoints: number, settledPoints: number): string | null =>
  kind === "adjust" && differencePoints < 0 && settledPoints + differencePoints < 0
    ? `The customer has ${Math.max(0, settledPoints)} points, so ${-differencePoints} cannot be taken.`
    : null;

/**
 * The entry that moves `points` for a customer: a credit becomes a lot and pays a debt first, a debit takes from lots,
 * earliest expiry first, and what no lot gives is a debt. The holding is changed in place. Throws for zero and for an adjustment
 * of more than is there: both are decided before.
 */
export function bookLine(holding: Holding, { points, expiresOn, at, reason, by, ...entry }: LineToBook): OrderlessEntry {
  if (points === 0 || shortageOf(entry.kind, points, holding.settledPoints) !== null) throw new Error(`${points} points cannot be booked on ${holding.settledPoints}`);
  holding.settledPoints += points;
  const paid = Math.min(Math.max(0, points), holding.debtPoints);
  holding.debtPoints -= paid;
  const credit: Lot | null = points > 0 ? { key: entry.key, orderId: null, points, left: points - paid, redeemed: paid, expired: 0, expiresOn, creditedAt: at } : null;
  const allocations = points < 0 ? takeFromLots(holding.lots, -points, "redeemed") : [];
  if (points < 0) holding.debtPoints += -points - sumOfAllocations(allocations);
  if (credit) holding.lots.push(credit);
  return { ...entryOf({ points, at, why: { kind: "adjusted", reason, by } }), ...entry, allocations, credit };
}

const entryOf = ({ points, at, why }: { points: number; at: Date; why: OrderlessEntry["why"] }) =>
  ({ pendingPoints: 0, settledPoints: points, waivedPoints: 0, occurredAt: at, orderId: null, programVersion: null, why });

export interface LineToTakeBack {
  customerId: CustomerId;
  /** What the line filled, as it is stored; the holding may know it better. */
  lot: Lot;
  line: FileLine;
  paying: PayingFileLot | undefined;
  at: Date;
}

/**
 * The entry that takes a line's points back: what is left of its lot and, where its points paid for orders that were undone, as much
 * of those orders' points, which came back with a code. What a code holds goes when it comes back, and what else the customer has is
 * none of the file's business. The holding is changed in place; undefined where nothing is left to take.
 */
export function takeLineBack(holding: Holding, { customerId, lot, line, paying, at }: LineToTakeBack): OrderlessEntry | undefined {
  const own = holding.lots.find(({ key }) => key === lot.key) ?? lot;
  const ofOrders = paying ? holding.lots.filter(({ orderId }) => orderId !== null && paying.orderIds.includes(orderId)) : [];
  const allocations = [...takeFromLots([own], own.left, "redeemed"), ...takeFromLots(ofOrders, paying?.paidPoints ?? 0, "redeemed")];
  if (allocations.length === 0) return undefined;
  const points = sumOfAllocations(allocations);
  if (!holding.lots.includes(own)) holding.lots.push(own);
  holding.settledPoints -= points;
  return { ...entryOf({ points: -points, at, why: undoneWhy(line) }), customerId, kind: "adjust", key: undoKey(lot.key), allocations, credit: null };
}
