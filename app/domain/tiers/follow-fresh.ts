import type { RetoldOrder } from "../points/points-member.ts";
import type { OrderId } from "../ids.ts";
import type { Contribution } from "./qualify-tier.ts";

/** Points that were released or taken back in the same settling, before they are in the ledger. */
export interface FreshEntry {
  orderId: OrderId | null;
  kind: string;
  settledPoints: number;
  waivedPoints: number;
  occurredAt: Date;
}

/** What a settling has found out about points before it is in the ledger: its entries, and orders whose points over time are told anew. */
export type FreshPoints = FreshEntry | RetoldOrder;

/** What was read of a member's findings, so that tiers are derived anew only where it matters. */
export interface FollowedFresh {
  /** Which list of findings it is: one more with each that does not go on where the one before ended. */
  list: number;
  /** How often something came that reaches further back than what had been asked about. */
  era: number;
  /** From when on each finding changes a total, in milliseconds. */
  fromsMs: number[];
  /** The latest instant that was asked about. */
  askedMs: number;
  /** From when on orders had points; known once one is told anew. */
  firstsMs: Map<OrderId, number> | null;
}

/** Nothing was read of a list yet. */
export const followFresh = (list: number): FollowedFresh => ({ list, era: 0, fromsMs: [], askedMs: -Infinity, firstsMs: null });

type OfOrder = Pick<Contribution, "at" | "basis"> & { orderId?: OrderId };

/** Reads what is new. Before `askedMs` nothing has changed, unless another era began. `contributions`: what was there before all findings. */
export function readOn(followed: FollowedFresh, fresh: FreshPoints[], contributions: OfOrder[]): void {
  while (followed.fromsMs.length < fresh.length) {
    const one = fresh[followed.fromsMs.length]!;
    if ("course" in one) followed.firstsMs ??= firstsOf(followed, fresh, contributions);
    const fromMs = fromOf(one, followed);
    followed.fromsMs.push(fromMs);
    if (followed.firstsMs) toFirst(followed.firstsMs, one.orderId, fromMs);
    if (fromMs >= followed.askedMs) continue;
    followed.era += 1;
    followed.askedMs = -Infinity;
  }
}

/** Whether tiers that were derived when `read` findings were known are still those of before an instant (none: of all time). */
export const isStillSo = ({ fromsMs }: FollowedFresh, read: number, before?: Date): boolean =>
  read === fromsMs.length || (before !== undefined && fromsMs.every((fromMs, at) => at < read || fromMs >= before.getTime()));

/** Whether an entry moves a total of points. */
export const isTowardsTier = ({ kind }: Pick<FreshEntry, "kind">): boolean => kind === "earn_released" || kind === "reverse" || kind === "reverse_waived";

// An order that is told anew loses what it had, from its first points on.
function fromOf(one: FreshPoints, { firstsMs }: Pick<FollowedFresh, "firstsMs">): number {
  if ("course" in one) return Math.min(one.course[0]?.at.getTime() ?? Infinity, firstsMs?.get(one.orderId) ?? Infinity);
  return isTowardsTier(one) ? one.occurredAt.getTime() : Infinity;
}

function firstsOf({ fromsMs }: FollowedFresh, fresh: FreshPoints[], contributions: OfOrder[]): Map<OrderId, number> {
  const firstsMs = new Map<OrderId, number>();
  for (const { basis, orderId, at } of contributions) if (basis === "points" && orderId !== undefined) toFirst(firstsMs, orderId, at.getTime());
  for (const [place, fromMs] of fromsMs.entries()) toFirst(firstsMs, fresh[place]!.orderId, fromMs);
  return firstsMs;
}

function toFirst(firstsMs: Map<OrderId, number>, orderId: OrderId | null, ms: number): void {
  if (orderId !== null && ms < (firstsMs.get(orderId) ?? Infinity)) firstsMs.set(orderId, ms);
}
