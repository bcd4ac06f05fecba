import type { CustomerId, OrderId } from "../ids.ts";
import { orderEntryKey } from "./entry.ts";
import { sumOfAllocations, type Lot } from "./lot.ts";
import type { SettledEntry } from "./points-member.ts";
import { reverseOrder, waivedSpentPoints } from "./reversal.ts";

/** What two customers who are one now have booked together of an order that had changed hands between them. Changed in place. */
export interface JointBooking {
  orderId: OrderId;
  programVersion: number | null;
  /** Points that the one gave up when the order left, and that the other was given: so many stand for nothing. */
  doubled: number;
  reversed: number;
  waived: number;
  compensated: number;
  entries: number;
}

/**
 * Takes back what an order gave twice: to whoever had it first, who had spent it or let it expire when the order left, and to
 * whoever got it then, once the two are one.
 *
 * What was given up is taken as any reversal takes, from the order's own lots and for what was spent of them from others, so
 * that it ends as if the merge had been heard of before the order changed hands. What is not there stays given up, under
 * either policy. Lots are changed in place.
 */
export function takeDoubled(
  lots: Lot[],
  booking: JointBooking,
  { customerId, otherId, now }: { customerId: CustomerId; otherId: CustomerId; now: Date },
): SettledEntry[] {
  const { orderId, doubled } = booking;
  const ownLots = lots.filter((lot) => lot.orderId === orderId);
  const waivedExpired = booking.waived - waivedSpentPoints(ownLots, booking);
  const alreadyCompensated = booking.compensated - Math.max(0, doubled - waivedExpired);
  const { allocations } = reverseOrder(lots, { orderId, points: doubled, alreadyCompensated, policy: "clamp_to_zero" });
  const points = sumOfAllocations(allocations);
  if (points === 0) return [];
  const ownKeys = new Set(ownLots.map(({ key }) => key));
  booking.waived -= points;
  booking.reversed += points;
  booking.compensated += sumOfAllocations(allocations.filter(({ lotKey }) => !ownKeys.has(lotKey))) - Math.max(0, points - waivedExpired);
  const base = {
    customerId, orderId, occurredAt: now, programVersion: booking.programVersion, pendingPoints: 0, settledPoints: 0, waivedPoints: 0, allocations: [], credit: null,
    why: { kind: "given_twice" as const, otherId },
  };
  const nextKey = () => orderEntryKey(orderId, customerId, (booking.entries += 1));
  return [
    { ...base, kind: "reverse_waived", waivedPoints: -points, key: nextKey() },
    { ...base, kind: "reverse", settledPoints: -points, allocations, key: nextKey() },
  ];
}
