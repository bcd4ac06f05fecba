import type { CustomerId } from "#app/domain/ids.ts";
import { nextEnd } from "#app/domain/points/expire-lots.ts";
import { changedLots, sumOfAllocations, takeFromLots, type Lot } from "#app/domain/points/lot.ts";
import { nothingBooked, type OrderBooking, type PointsMember, type SettledEntry } from "#app/domain/points/points-member.ts";
import { settlementInstant } from "#app/domain/points/settlement-instant.ts";
import { settleMember } from "#app/domain/points/settle-member.ts";
import { programAt, type ProgramVersion } from "#app/domain/program/program.ts";
import { appendEntries } from "#app/ledger/append.server.ts";
import type { LockedTx, Tx } from "#app/platform/db.server.ts";
import { sendTogether } from "#app/platform/send-together.server.ts";
import { loadCountedHistory, type CountedHistory } from "#app/store/counted-history.server.ts";
import { findLapseStart } from "#app/store/message-settings.server.ts";
import { loadLots, loadPointsOrders, type PointsOrderRow } from "#app/store/points.server.ts";
import { listProgramVersions } from "#app/store/program-versions.server.ts";
import { getShop } from "#app/store/shops.server.ts";
import { closeMembers } from "./close-members.server.ts";
import { endPerks } from "./give-perks.server.ts";
import { loadStandings, type Standings } from "./load-standings.server.ts";
import { recordStandings } from "./record-standings.server.ts";
import { claimSignedIn, forgetDue, loadMemberStates, moveBalances, writeBookings, writeLots } from "#app/store/write-points.server.ts";

/**
 * Brings the points of members in line with their facts and with what is due by `now`: load, decide, record, in the
 * caller's transaction, which holds the shop's facts. A shop without a program is left alone. Whoever was erased or deleted
 * is closed instead: nothing is earned any more, and what is left leaves the liability.
 */
export async function settlePoints(tx: LockedTx, shopId: number, { customerIds: asked, now }: { customerIds: CustomerId[]; now: Date }): Promise<void> {
  if (asked.length === 0) return;
  const closed = await closeMembers(tx, shopId, { customerIds: asked, now });
  if (closed.size > 0) await endPerks(tx, shopId, { customerIds: [...closed], now });
  const customerIds = asked.filter((customerId) => !closed.has(customerId));
  const versions = await listProgramVersions(tx, shopId);
  if (customerIds.length === 0) return;
  if (versions.length === 0) return forgetDue(tx, shopId, customerIds);
  await claimSignedIn(tx, shopId, { customerIds, now });
  const decision = await decidePoints(tx, shopId, { customerIds, versions, now });
  await record(tx, shopId, decision);
  await recordStandings(tx, shopId, { customerIds, decision });
}

/** What settling comes to, before it is recorded. */
export interface PointsDecision {
  settled: { member: PointsMember; entries: SettledEntry[] }[];
  /** Lots as they are stored, by key. */
  stored: ReadonlyMap<string, Lot>;
  history: CountedHistory;
  standings: Standings;
  rows: PointsOrderRow[];
  bookings: Map<PointsOrderRow, OrderBooking>;
  versions: ProgramVersion[];
  timeZone: string;
  lapseStartsAt: Date | null;
  now: Date;
}

/** Loads what the facts and the ledger say about members and decides the entries that are missing; writes nothing. */
export async function decidePoints(
  tx: Tx,
  shopId: number,
  { customerIds, versions, now }: { customerIds: CustomerId[]; versions: ProgramVersion[]; now: Date },
): Promise<PointsDecision> {
  const since = new Date(Math.min(...versions.map((version) => version.startsAt.getTime())));
  const [{ timeZone }, lapseStartsAt, rows, history, states] = await sendTogether(tx, [
    () => getShop(tx, shopId),
    () => findLapseStart(tx, shopId),
    () => loadPointsOrders(tx, shopId, { customerIds, since }),
    () => loadCountedHistory(tx, shopId, customerIds),
    () => loadMemberStates(tx, shopId, customerIds),
  ]);
  const bookings = new Map<PointsOrderRow, OrderBooking>(rows.map((row) => [row, row.booking ?? nothingBooked()]));
  const bookedOrderOf = (row: PointsOrderRow) => ({ order: row.order, booking: bookings.get(row)!, isAnothers: !row.isTheirs, changedHandsAt: row.changedHandsAt });
  const questions = rows.flatMap(({ customerId, order, isTheirs }) => (isTheirs ? { customerId, order } : []));
  const standings = await loadStandings(tx, shopId, { history, customerIds, questions, versions, timeZone, now });
  const lots = await loadLots(tx, shopId, { customerIds, orderIds: rows.map((row) => row.order.orderId) });
  const stored = new Map([...lots.values()].flat().map((lot) => [lot.key, { ...lot }]));
  const rowsOf = Map.groupBy(rows, (row) => row.customerId);
  // Somebody whose last lot was spent before its day still has that day noted, and would come due for ever.
  const due = [...states.values()].flatMap((state) => (state.nextDueAt && state.nextDueAt <= now ? state.customerId : []));
  const members = [...new Set([...rowsOf.keys(), ...lots.keys(), ...due])].map((customerId): PointsMember => ({
    customerId,
    lots: lots.get(customerId) ?? [],
    debtPoints: states.get(customerId)?.debtPoints ?? 0,
    activeAt: states.get(customerId)?.activeAt ?? null,
    isClaimed: states.get(customerId)?.isClaimed ?? false,
    orders: (rowsOf.get(customerId) ?? []).map(bookedOrderOf),
  }));
  members.forEach(payDebt);
  const settled = members.map((member) => ({
    member,
    entries: settleMember(member, {
      versions,
      timeZone,
      now,
      lapseStartsAt,
      rankAt: (orderId, at, policyAt) => history.rankOf({ customerId: member.customerId, orderId, at, policyAt }),
      standingAt: (order, asked) => standings.standingAt(member.customerId, order, asked),
    }),
  }));
  return { settled, stored, history, standings, rows, bookings, versions, timeZone, lapseStartsAt, now };
}

// A debt and points to pay it with come together when two customers are merged.
function payDebt(member: PointsMember): void {
  if (member.debtPoints === 0) return;
  member.debtPoints -= sumOfAllocations(takeFromLots(member.lots, member.debtPoints, "redeemed"));
}

async function record(tx: LockedTx, shopId: number, { settled, stored, rows, bookings, versions, timeZone, lapseStartsAt, now }: PointsDecision): Promise<void> {
  await sendTogether(tx, [
    () => appendEntries(tx, shopId, { entries: settled.flatMap(({ entries }) => entries), now }),
    () => writeLots(tx, shopId, settled.flatMap(({ member }) => changedLots(member.lots, stored).map((lot) => ({ ...lot, customerId: member.customerId })))),
    () => writeBookings(tx, shopId, rows.map((row) => ({ ...bookings.get(row)!, through: now, customerId: row.customerId, orderId: row.order.orderId, revision: row.revision }))),
    () => moveBalances(tx, shopId, settled.map(({ member, entries }) => ({ ...movementOf(member, entries), nextDueAt: nextDueAt(member, { versions, timeZone, lapseStartsAt, now }) }))),
  ]);
}

const movementOf = (member: PointsMember, entries: SettledEntry[]) => ({
  customerId: member.customerId,
  pendingPoints: entries.reduce((sum, entry) => sum + entry.pendingPoints, 0),
  settledPoints: entries.reduce((sum, entry) => sum + entry.settledPoints, 0),
  debtPoints: member.debtPoints,
  activeAt: member.activeAt,
});

function nextDueAt(member: PointsMember, { versions, timeZone, lapseStartsAt, now }: Pick<PointsDecision, "versions" | "timeZone" | "lapseStartsAt" | "now">): Date | null {
  const settlements = member.orders.map(({ order, booking }) => {
    const version = booking.settledAt && booking.settledAt <= now ? undefined : programAt(versions, order.processedAt);
    return version && settlementInstant(order, { program: version.program, timeZone });
  });
  const instants = [...settlements, nextEnd(member, { versions, timeZone, now, lapseStartsAt })].flatMap((at) => (at && at > now ? at.getTime() : []));
  return instants.length > 0 ? new Date(Math.min(...instants)) : null;
}
