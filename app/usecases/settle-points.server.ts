import type { CustomerId } from "#app/domain/ids.ts";
import { sumOfAllocations, takeFromLots } from "#app/domain/points/lot.ts";
import { nothingBooked, type OrderBooking, type PointsMember, type SettledEntry } from "#app/domain/points/points-member.ts";
import { settlementInstant } from "#app/domain/points/settlement-instant.ts";
import { settleMember, stepsOf } from "#app/domain/points/settle-member.ts";
import { programAt, type ProgramVersion } from "#app/domain/program/program.ts";
import { appendEntries } from "#app/ledger/append.server.ts";
import type { Tx } from "#app/platform/db.server.ts";
import { loadLots, loadPointsOrders, loadRanks, type PointsOrderRow } from "#app/store/points.server.ts";
import { listProgramVersions } from "#app/store/program-versions.server.ts";
import { getShop } from "#app/store/shops.server.ts";
import { claimSignedIn, loadMemberStates, moveBalances, writeBookings, writeLots } from "#app/store/write-points.server.ts";

// Waiting points lapse only where their owners can be reminded, and there is no mail yet.
const IS_LAPSING = false;

/**
 * Brings the points of members in line with their facts and with what is due by `now`: load, decide, record, in the
 * caller's transaction, which holds the shop's facts. A shop without a program is left alone.
 */
export async function settlePoints(tx: Tx, shopId: number, { customerIds, now }: { customerIds: CustomerId[]; now: Date }): Promise<void> {
  const versions = await listProgramVersions(tx, shopId);
  const [since] = versions.map((version) => version.startsAt).sort((a, b) => a.getTime() - b.getTime());
  if (!since || customerIds.length === 0) return;
  await claimSignedIn(tx, shopId, { customerIds, now });
  const { timeZone } = await getShop(tx, shopId);
  const rows = await loadPointsOrders(tx, shopId, { customerIds, since });
  if (rows.length === 0) return;
  const bookings = new Map<PointsOrderRow, OrderBooking>(rows.map((row) => [row, row.booking ?? nothingBooked()]));
  const questions = rows.flatMap((row) =>
    row.isTheirs ? stepsOf(row.order, bookings.get(row)!, { versions, timeZone, now }).map((step) => ({ customerId: row.customerId, orderId: row.order.orderId, at: step.rankAt })) : [],
  );
  const ranks = await loadRanks(tx, shopId, questions);
  const rankOf = new Map(questions.map((question, at) => [`${question.customerId}/${question.orderId}/${question.at.getTime()}`, ranks[at] ?? null]));
  const lots = await loadLots(tx, shopId, { customerIds, orderIds: rows.map((row) => row.order.orderId) });
  const states = await loadMemberStates(tx, shopId, customerIds);
  const members = [...Map.groupBy(rows, (row) => row.customerId)].map(([customerId, own]): PointsMember => ({
    customerId,
    lots: lots.get(customerId) ?? [],
    debtPoints: states.get(customerId)?.debtPoints ?? 0,
    activeAt: states.get(customerId)?.activeAt ?? null,
    isClaimed: states.get(customerId)?.isClaimed ?? false,
    orders: own.map((row) => ({ order: row.order, booking: bookings.get(row)! })),
  }));
  members.forEach(payDebt);
  const settled = members.map((member) => ({
    member,
    entries: settleMember(member, { versions, timeZone, now, isLapsing: IS_LAPSING, rankAt: (orderId, at) => rankOf.get(`${member.customerId}/${orderId}/${at.getTime()}`) ?? null }),
  }));
  await record(tx, shopId, { settled, rows, bookings, versions, timeZone, now });
}

// A debt and points to pay it with come together when two customers are merged.
function payDebt(member: PointsMember): void {
  if (member.debtPoints === 0) return;
  member.debtPoints -= sumOfAllocations(takeFromLots(member.lots, member.debtPoints, "redeemed"));
}

interface Settled {
  settled: { member: PointsMember; entries: SettledEntry[] }[];
  rows: PointsOrderRow[];
  bookings: Map<PointsOrderRow, OrderBooking>;
  versions: ProgramVersion[];
  timeZone: string;
  now: Date;
}

async function record(tx: Tx, shopId: number, { settled, rows, bookings, versions, timeZone, now }: Settled): Promise<void> {
  await appendEntries(tx, shopId, { entries: settled.flatMap(({ entries }) => entries), now });
  await writeLots(tx, shopId, settled.flatMap(({ member }) => member.lots.map((lot) => ({ ...lot, customerId: member.customerId }))));
  await writeBookings(tx, shopId, rows.map((row) => ({ ...bookings.get(row)!, through: now, customerId: row.customerId, orderId: row.order.orderId, revision: row.revision })));
  await moveBalances(tx, shopId, { movements: settled.map(({ member, entries }) => ({ ...movementOf(member, entries), nextDueAt: nextDueAt(member, { versions, timeZone, now }) })), now });
}

const movementOf = (member: PointsMember, entries: SettledEntry[]) => ({
  customerId: member.customerId,
  pendingPoints: entries.reduce((sum, entry) => sum + entry.pendingPoints, 0),
  settledPoints: entries.reduce((sum, entry) => sum + entry.settledPoints, 0),
  debtPoints: member.debtPoints,
  activeAt: member.activeAt,
});

function nextDueAt(member: PointsMember, { versions, timeZone, now }: { versions: ProgramVersion[]; timeZone: string; now: Date }): Date | null {
  const instants = member.orders.flatMap(({ order, booking }) => {
    const version = booking.settledAt ? undefined : programAt(versions, order.processedAt);
    const at = version && settlementInstant(order, { pendingDays: version.program.pendingDays, timeZone });
    return at && at > now ? at.getTime() : [];
  });
  return instants.length > 0 ? new Date(Math.min(...instants)) : null;
}
