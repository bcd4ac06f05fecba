import type { CustomerId } from "#app/domain/ids.ts";
import { changedLots } from "#app/domain/points/lot.ts";
import { takeDoubled, type JointBooking } from "#app/domain/points/take-doubled.ts";
import { appendEntries } from "#app/ledger/append.server.ts";
import { findBalance } from "#app/ledger/read.server.ts";
import type { LockedTx } from "#app/platform/db.server.ts";
import { loadDoubledBookings, writeJointBookings } from "#app/store/joint-bookings.server.ts";
import { loadLots } from "#app/store/points.server.ts";
import { loadMemberStates, moveBalances, moveMember, reopenBookings, writeLots } from "#app/store/write-points.server.ts";

/**
 * The ledger's part of a merge: all lots move with their order, expiry and allocations, debts add up, the earlier claim
 * counts. All of the survivor's orders are ranked anew: what settled from the merge on among the orders of both. Two entries
 * say so, one on each side, and net to nothing. An order that had gone from the one to the other before the merge was heard of
 * has given its points twice where the first had used them: they are taken back. A second time there is nothing left to move.
 */
export async function mergePoints(
  tx: LockedTx,
  shopId: number,
  { removedId, survivorId, at, now }: { removedId: CustomerId; survivorId: CustomerId; at: Date; now: Date },
): Promise<void> {
  await reopenBookings(tx, shopId, survivorId);
  const balance = await findBalance(tx, shopId, removedId);
  if (!balance) return;
  const entry = (customerId: CustomerId, otherId: CustomerId, sign: 1 | -1) => ({
    customerId,
    kind: sign === 1 ? ("merge_in" as const) : ("merge_out" as const),
    pendingPoints: sign * balance.pendingPoints,
    settledPoints: sign * balance.settledPoints,
    waivedPoints: 0,
    occurredAt: at,
    orderId: null,
    programVersion: null,
    key: `merge:${removedId}:${survivorId}:${sign === 1 ? "in" : "out"}`,
    why: { kind: "merged" as const, otherId, ...(balance.pendingPoints !== 0 && balance.settledPoints !== 0 && { pendingPoints: balance.pendingPoints }) },
    allocations: [],
    credit: null,
  });
  if (balance.pendingPoints !== 0 || balance.settledPoints !== 0) {
    await appendEntries(tx, shopId, { entries: [entry(removedId, survivorId, -1), entry(survivorId, removedId, 1)], now });
  }
  const doubled = await loadDoubledBookings(tx, shopId, { removedId, survivorId });
  await moveMember(tx, shopId, { fromId: removedId, toId: survivorId });
  if (doubled.length > 0) await takeBack(tx, shopId, { doubled, removedId, survivorId, now });
}

async function takeBack(
  tx: LockedTx,
  shopId: number,
  { doubled, removedId, survivorId: customerId, now }: { doubled: JointBooking[]; removedId: CustomerId; survivorId: CustomerId; now: Date },
): Promise<void> {
  const lots = (await loadLots(tx, shopId, { customerIds: [customerId], orderIds: doubled.map(({ orderId }) => orderId) })).get(customerId) ?? [];
  const stored = new Map(lots.map((lot) => [lot.key, { ...lot }]));
  const entries = doubled.flatMap((booking) => takeDoubled(lots, booking, { customerId, otherId: removedId, now }));
  const debtPoints = (await loadMemberStates(tx, shopId, [customerId])).get(customerId)?.debtPoints ?? 0;
  const settledPoints = entries.reduce((sum, entry) => sum + entry.settledPoints, 0);
  await appendEntries(tx, shopId, { entries, now });
  await writeLots(tx, shopId, changedLots(lots, stored).map((lot) => ({ ...lot, customerId })));
  await writeJointBookings(tx, shopId, { customerId, bookings: doubled });
  await moveBalances(tx, shopId, [{ customerId, pendingPoints: 0, settledPoints, debtPoints, activeAt: null, nextDueAt: "keep" }]);
}
