import { programAt, type ProgramVersion } from "../program/program.ts";
import { expiryDay } from "./expiry.ts";
import { orderEntryKey, type EntryKind } from "./entry.ts";
import { sumOfAllocations, type Allocation, type Lot } from "./lot.ts";
import { targetOf, type Target } from "./order-target.ts";
import type { SettlingOrder } from "./points-order.ts";
import type { Fresh, OrderBooking, PointsMember, PointsRules, SettledEntry, Step } from "./points-member.ts";
import { reverseOrder, waivedSpentPoints } from "./reversal.ts";
import { localDay } from "../time.ts";
import { settlementInstant } from "./settlement-instant.ts";
import type { OrderWhy, Why } from "./why.ts";

interface Settling {
  member: PointsMember;
  order: SettlingOrder;
  booking: OrderBooking;
  isAnothers: boolean;
  rules: PointsRules;
  fresh: Fresh[];
}

/** Books what one order's points are due at one instant: nothing, when target and bookings agree. */
export function settleOrder(settling: Settling, step: Step): SettledEntry[] {
  const { order, booking, isAnothers, rules } = settling;
  const version = programAt(rules.versions, order.processedAt);
  if (!version) return [];
  const settlesAt = settlementInstant(order, { program: version.program, timeZone: rules.timeZone });
  const isDue = settlesAt !== undefined && settlesAt <= step.at;
  const rank = rules.rankAt(order.orderId, step.rankAt, step.policyAt);
  const standing = rules.standingAt?.(order, { rankAt: step.rankAt, policyAt: step.policyAt, rank, fresh: settling.fresh });
  const target = targetOf(order, version, { at: step.at, rank, isAnothers, ...(standing && { standing }) });
  if (booking.settledAt) {
    // Released before a fulfilment was heard of: what was released stays so, and the rank is decided when it should have been.
    if (settlesAt && settlesAt > booking.settledAt) booking.settledAt = settlesAt;
    return adjustSettled(settling, { target, version, at: step.at });
  }
  if (!isDue) return adjustPending(settling, { target, version, at: step.at });
  booking.settledAt = step.at;
  // What never waited is credited at once, and explains itself in one entry.
  if (booking.pending === 0) return target.points > 0 ? [credit(settling, { version, at: step.at, points: target.points, pendingPoints: 0, why: { ...target.why, before: 0 } as Why })] : [];
  const entries = adjustPending(settling, { target, version, at: step.at });
  if (booking.pending > 0) entries.push(release(settling, { version, at: step.at }));
  return entries;
}

interface Due {
  target: Target;
  version: ProgramVersion;
  at: Date;
}

function adjustPending(settling: Settling, { target, version, at }: Due): SettledEntry[] {
  const { booking } = settling;
  const before = booking.pending;
  const points = target.points - before;
  if (points === 0) return [];
  booking.pending = target.points;
  return [entry(settling, points > 0 ? "earn_pending" : "earn_cancelled", { version, at, pendingPoints: points, why: { ...target.why, before } as Why })];
}

function release(settling: Settling, { version, at }: { version: ProgramVersion; at: Date }): SettledEntry {
  const { booking, rules } = settling;
  const points = booking.pending;
  booking.pending = 0;
  const why: Why = { kind: "released", releaseOn: localDay(at, rules.timeZone) };
  return credit(settling, { version, at, points, pendingPoints: -points, why });
}

function adjustSettled(settling: Settling, { target, version, at }: Due): SettledEntry[] {
  const { booking } = settling;
  const before = booking.credited - booking.reversed - booking.waived;
  const points = target.points - before;
  const why = { ...target.why, before } as OrderWhy;
  if (points > 0) return raise(settling, { version, at, points, why });
  return points < 0 ? takeBack(settling, { version, at, points: -points, why }) : [];
}

// What had been given up for this order was never taken from the member, so it is not given a second time: what had expired
// first, which was given up last.
function raise(settling: Settling, { version, at, points, why: of }: { version: ProgramVersion; at: Date; points: number; why: OrderWhy }): SettledEntry[] {
  const { member, order, booking } = settling;
  const unwaived = Math.min(points, booking.waived);
  const waivedExpired = booking.waived - waivedSpentPoints(member.lots.filter((lot) => lot.orderId === order.orderId), booking);
  const why = unwaived > 0 ? { ...of, waived: -unwaived } : of;
  const entries: SettledEntry[] = [];
  if (unwaived > 0) {
    booking.waived -= unwaived;
    booking.compensated -= Math.max(0, unwaived - waivedExpired);
    entries.push(entry(settling, "reverse_waived", { version, at, waivedPoints: -unwaived, why }));
  }
  if (points > unwaived) entries.push(credit(settling, { version, at, points: points - unwaived, pendingPoints: 0, why }));
  return entries;
}

function takeBack(settling: Settling, { version, at, points, why: of }: { version: ProgramVersion; at: Date; points: number; why: OrderWhy }): SettledEntry[] {
  const { member, order, booking } = settling;
  const reversal = reverseOrder(member.lots, { orderId: order.orderId, points, alreadyCompensated: booking.compensated, policy: version.program.refundPolicy });
  const waived = reversal.waivedSpentPoints + reversal.waivedExpiredPoints;
  const reversed = points - waived;
  const why = waived > 0 ? { ...of, waived } : of;
  const ownKeys = new Set(member.lots.filter((lot) => lot.orderId === order.orderId).map((lot) => lot.key));
  const fromOthers = sumOfAllocations(reversal.allocations.filter((one) => !ownKeys.has(one.lotKey)));
  booking.reversed += reversed;
  booking.waived += waived;
  booking.compensated += fromOthers + reversal.debtPoints + reversal.waivedSpentPoints;
  member.debtPoints += reversal.debtPoints;
  const entries: SettledEntry[] = [];
  if (reversed > 0) entries.push(entry(settling, "reverse", { version, at, settledPoints: -reversed, allocations: reversal.allocations, why }));
  if (waived > 0) entries.push(entry(settling, "reverse_waived", { version, at, waivedPoints: waived, why }));
  return entries;
}

// Points that an order gives again, as when a line was taken off and another came in its place, end with those that it gave first.
function lastDay({ member, order, booking, rules }: Settling, { version, at, points }: { version: ProgramVersion; at: Date; points: number }): string | null {
  const today = localDay(at, rules.timeZone);
  const first = points > booking.reversed ? undefined : member.lots.find((lot) => lot.orderId === order.orderId && lot.expiresOn !== null && lot.expiresOn >= today);
  return first ? first.expiresOn : expiryDay(version.program.expiry, at, rules.timeZone);
}

// A debt is no lot: whatever becomes available next pays it first.
function credit(
  settling: Settling,
  { version, at, points, pendingPoints, why }: { version: ProgramVersion; at: Date; points: number; pendingPoints: number; why: Why },
): SettledEntry {
  const { member, order, booking } = settling;
  const paid = Math.min(points, member.debtPoints);
  booking.credited += points;
  if (!member.activeAt || member.activeAt < at) member.activeAt = at;
  const explained: Why = why.kind === "released" && paid > 0 ? { ...why, debtPoints: paid } : why;
  const written = entry(settling, "earn_released", { version, at, pendingPoints, settledPoints: points, why: explained });
  member.debtPoints -= paid;
  const lot: Lot = { key: written.key, orderId: order.orderId, points, left: points - paid, redeemed: paid, expired: 0, expiresOn: lastDay(settling, { version, at, points }), creditedAt: at };
  member.lots.push(lot);
  return { ...written, credit: lot };
}

interface Movement {
  version: ProgramVersion;
  at: Date;
  why: Why;
  pendingPoints?: number;
  settledPoints?: number;
  waivedPoints?: number;
  allocations?: Allocation[];
}

function entry({ member, order, booking }: Settling, kind: EntryKind, movement: Movement): SettledEntry {
  booking.entries += 1;
  return {
    customerId: member.customerId,
    kind,
    pendingPoints: movement.pendingPoints ?? 0,
    settledPoints: movement.settledPoints ?? 0,
    waivedPoints: movement.waivedPoints ?? 0,
    occurredAt: movement.at,
    orderId: order.orderId,
    programVersion: movement.version.version,
    key: orderEntryKey(order.orderId, member.customerId, booking.entries),
    why: movement.why,
    allocations: movement.allocations ?? [],
    credit: null,
  };
}
