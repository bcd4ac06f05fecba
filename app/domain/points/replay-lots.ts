import type { CustomerId, OrderId } from "../ids.ts";
import type { EntryDraft } from "./entry.ts";
import { sumOfAllocations, takeFromLots, type Allocation, type Lot } from "./lot.ts";
import { nothingBooked, type OrderBooking } from "./points-member.ts";
import { waivedSpentPoints } from "./reversal.ts";

/** An entry as it stands in the ledger, with what it took from lots. */
export interface ReplayedEntry extends EntryDraft {
  allocations: Allocation[];
  recordedAt: Date;
}

/** Who was merged into whom, and when. */
export interface ReplayedMerge {
  removedId: CustomerId;
  keptId: CustomerId;
  at: Date;
}

/** What the ledger says that a member holds. */
export interface ReplayedMember {
  pendingPoints: number;
  settledPoints: number;
  debtPoints: number;
  lots: Map<string, Lot>;
  bookings: Map<OrderId, OrderBooking>;
}

type ReversalUnderWay = { orderId: OrderId; fromElsewhere: number; compensatedBefore: number };

interface Replay {
  members: Map<CustomerId, ReplayedMember>;
  /** Every lot, whoever holds it. */
  lots: Map<string, Lot>;
  expiresOn: (entry: ReplayedEntry) => string | null;
  reversal: ReversalUnderWay | null;
  /** Whoever was merged away up to the entry at hand, and into whom. */
  mergedInto: Map<CustomerId, CustomerId>;
  /** The merges behind it, in the order in which they happened. */
  mergesToCome: ReplayedMerge[];
  /** Of everybody of whom entries are still to come. */
  lastEntryOf: Map<CustomerId, ReplayedEntry>;
}

const nobody = (): ReplayedMember => ({ pendingPoints: 0, settledPoints: 0, debtPoints: 0, lots: new Map(), bookings: new Map() });

/**
 * Lots, debts, bookings and balances from the ledger alone: every entry of some members and of those who were merged into
 * them, in the order in which it was written. `expiresOn` answers the last day of the lot that an entry fills.
 *
 * Whoever was merged away while holding nothing left no entry that says so, but maybe orders that the survivor has booked as
 * well: `merges` names everybody who was merged away, and each moves at the first entry that was written after it.
 * What a lot paid towards a debt is not in the ledger; it follows from the rule that whatever becomes available pays it first.
 * `settledAt` of a booking is the instant of its release, null where nothing was ever released.
 */
export function replayLots(entries: ReplayedEntry[], { expiresOn, merges }: { expiresOn: Replay["expiresOn"]; merges: ReplayedMerge[] }): Map<CustomerId, ReplayedMember> {
  const mergesToCome = merges.toSorted((a, b) => a.at.getTime() - b.at.getTime());
  const mergedAt = new Map(merges.map(({ removedId, at }) => [removedId, at]));
  const lastEntryOf = new Map(entries.map((entry) => [entry.customerId, entry]));
  const replay: Replay = { members: new Map(), lots: new Map(), expiresOn, reversal: null, mergedInto: new Map(), mergesToCome, lastEntryOf };
  for (const entry of entries) {
    // Points that come back from a reward, or that a merge finds given twice, belong first to their order, which the entries behind it say.
    if (entry.why.kind !== "waiver_taken" && entry.why.kind !== "given_twice") for (const member of replay.members.values()) payDebt(member);
    // What a merge finds given twice is written before the merges behind it, though maybe at the same instant.
    mergeUntil(replay, (entry.why.kind === "given_twice" && mergedAt.get(entry.why.otherId)) || entry.recordedAt);
    take(replay, entry);
    if (lastEntryOf.get(entry.customerId) === entry) lastEntryOf.delete(entry.customerId);
    if (entry.kind !== "reverse") replay.reversal = null;
  }
  mergeUntil(replay, null);
  for (const member of replay.members.values()) payDebt(member);
  return new Map([...replay.members].filter(([customerId]) => !replay.mergedInto.has(customerId)));
}

// A merge that was heard of late comes behind what was written for the removed customer until then. null: all of them.
function mergeUntil(replay: Replay, until: Date | null): void {
  const isDue = ({ removedId, at }: ReplayedMerge) => until === null || (at <= until && !replay.lastEntryOf.has(removedId));
  const due = replay.mergesToCome.filter(isDue);
  if (due.length === 0) return;
  replay.mergesToCome = replay.mergesToCome.filter((merge) => !isDue(merge));
  for (const { removedId, keptId } of due) {
    replay.mergedInto.set(removedId, keptId);
    const removed = replay.members.get(removedId);
    if (removed) mergeInto(memberOf(replay, survivorOf(replay, keptId)), removed);
  }
}

function survivorOf(replay: Replay, customerId: CustomerId): CustomerId {
  const keptId = replay.mergedInto.get(customerId);
  return keptId === undefined ? customerId : survivorOf(replay, keptId);
}

// Each has paid what it could before the two became one.
function mergeInto(survivor: ReplayedMember, removed: ReplayedMember): void {
  payDebt(survivor);
  payDebt(removed);
  moveMember(removed, survivor);
}

function payDebt(member: ReplayedMember): void {
  if (member.debtPoints > 0) member.debtPoints -= sumOfAllocations(takeFromLots([...member.lots.values()], member.debtPoints, "redeemed"));
}

function memberOf({ members }: Replay, customerId: CustomerId): ReplayedMember {
  const member = members.get(customerId) ?? nobody();
  members.set(customerId, member);
  return member;
}

function take(replay: Replay, entry: ReplayedEntry): void {
  const member = memberOf(replay, entry.customerId);
  if (entry.why.kind === "merged") {
    if (entry.kind === "merge_in") moveMember(memberOf(replay, entry.why.otherId), member);
    return;
  }
  member.pendingPoints += entry.pendingPoints;
  member.settledPoints += entry.settledPoints;
  if (entry.orderId !== null && entry.kind !== "expire") book(replay, member, { ...entry, orderId: entry.orderId });
  if (entry.why.kind === "closed") close(replay, member, entry);
  else if (entry.kind === "redeem_returned") giveBack(replay, entry.allocations);
  else if (entry.settledPoints > 0) fill(replay, member, entry);
  else if (entry.settledPoints < 0) debit(replay, member, entry);
}

// All lots move, and debts add up. An order that both had booked becomes one booking.
function moveMember(from: ReplayedMember, to: ReplayedMember): void {
  for (const [key, lot] of from.lots) to.lots.set(key, lot);
  for (const [orderId, booking] of from.bookings) {
    const own = to.bookings.get(orderId);
    if (!own) to.bookings.set(orderId, booking);
    else {
      for (const sum of ["pending", "credited", "reversed", "waived", "compensated"] as const) own[sum] += booking[sum];
      own.entries = Math.max(own.entries, booking.entries);
      own.settledAt = [own.settledAt, booking.settledAt].filter((at) => at !== null).sort((a, b) => a.getTime() - b.getTime())[0] ?? null;
    }
  }
  to.pendingPoints += from.pendingPoints;
  to.settledPoints += from.settledPoints;
  to.debtPoints += from.debtPoints;
  Object.assign(from, nobody());
}

function fill(replay: Replay, member: ReplayedMember, entry: ReplayedEntry): void {
  const paid = Math.min(entry.settledPoints, member.debtPoints);
  member.debtPoints -= paid;
  const { key, orderId, settledPoints: points, occurredAt: creditedAt } = entry;
  const lot: Lot = { key, orderId, points, left: points - paid, redeemed: paid, expired: 0, expiresOn: replay.expiresOn(entry), creditedAt };
  member.lots.set(key, lot);
  replay.lots.set(key, lot);
}

/** Throws for a lot that the ledger does not fill: then the ledger itself is broken, and nothing can be made of it. */
function lotOf({ lots }: Replay, key: string): Lot {
  const lot = lots.get(key);
  if (!lot) throw new Error(`the ledger takes from the lot ${key}, which none of its entries fills`);
  return lot;
}

function giveBack(replay: Replay, allocations: Allocation[]): void {
  for (const { lotKey, points } of allocations) {
    const lot = lotOf(replay, lotKey);
    lot.left += points;
    lot.redeemed -= points;
  }
}

// What no lot gave is a debt from then on.
function debit(replay: Replay, member: ReplayedMember, { kind, orderId, allocations, settledPoints }: ReplayedEntry): void {
  for (const { lotKey, points } of allocations) {
    const lot = lotOf(replay, lotKey);
    lot.left -= points;
    if (kind === "expire") lot.expired += points;
    else if (kind !== "reverse" || lot.orderId !== orderId) lot.redeemed += points;
  }
  member.debtPoints += -settledPoints - sumOfAllocations(allocations);
}

function close(replay: Replay, member: ReplayedMember, { allocations, why }: ReplayedEntry): void {
  for (const { lotKey, points } of allocations) {
    const lot = lotOf(replay, lotKey);
    lot.left -= points;
    lot.redeemed += points;
  }
  member.debtPoints = 0;
  if (why.kind === "closed") for (const orderId of Object.keys(why.pendingByOrder)) Object.assign(member.bookings.get(orderId) ?? {}, { pending: 0 });
}

// Entries of an order are numbered for each member; a first one with a higher number goes on where a merged customer's ended.
function bookingOf({ members }: Replay, member: ReplayedMember, { orderId, key }: { orderId: OrderId; key: string }): OrderBooking {
  const n = Number(key.slice(key.lastIndexOf(":") + 1));
  const former = member.bookings.has(orderId) || n === 1 ? undefined : [...members.values()].find(({ bookings }) => bookings.get(orderId)?.entries === n - 1);
  const booking = member.bookings.get(orderId) ?? former?.bookings.get(orderId) ?? nothingBooked();
  former?.bookings.delete(orderId);
  member.bookings.set(orderId, booking);
  booking.entries = n;
  return booking;
}

function book(replay: Replay, member: ReplayedMember, entry: ReplayedEntry & { orderId: OrderId }): void {
  const booking = bookingOf(replay, member, entry);
  booking.pending += entry.pendingPoints;
  if (entry.kind === "earn_released") {
    booking.credited += entry.settledPoints;
    booking.settledAt ??= entry.occurredAt;
  }
  if (entry.kind === "reverse") bookReversal(replay, { booking, entry });
  if (entry.kind === "reverse_waived") bookWaiver(replay, { booking, entry, ownLots: [...member.lots.values()].filter((lot) => lot.orderId === entry.orderId) });
}

interface Booked {
  booking: OrderBooking;
  entry: ReplayedEntry & { orderId: OrderId };
}

function bookReversal(replay: Replay, { booking, entry }: Booked): void {
  const fromOwn = sumOfAllocations(entry.allocations.filter(({ lotKey }) => replay.lots.get(lotKey)?.orderId === entry.orderId));
  const fromElsewhere = -entry.settledPoints - fromOwn;
  replay.reversal = { orderId: entry.orderId, fromElsewhere, compensatedBefore: booking.compensated };
  booking.reversed -= entry.settledPoints;
  booking.compensated += fromElsewhere;
}

// Of what was given up, the part that had been spent; the rest had expired. Taken back, what had expired is first, but where
// points come back from a reward it is those that had been spent.
function bookWaiver({ reversal }: Replay, { booking, entry, ownLots }: Booked & { ownLots: Lot[] }): void {
  const points = entry.waivedPoints;
  if (points < 0) {
    const waivedExpired = entry.why.kind === "waiver_taken" ? 0 : booking.waived - waivedSpentPoints(ownLots, booking);
    booking.waived += points;
    booking.compensated -= Math.max(0, -points - waivedExpired);
    return;
  }
  booking.waived += points;
  const { fromElsewhere, compensatedBefore } = reversal?.orderId === entry.orderId ? reversal : { fromElsewhere: 0, compensatedBefore: booking.compensated };
  const redeemed = ownLots.reduce((sum, lot) => sum + lot.redeemed, 0);
  const spent = Math.min(fromElsewhere + points, Math.max(0, redeemed - compensatedBefore));
  booking.compensated += Math.max(0, spent - fromElsewhere);
}
