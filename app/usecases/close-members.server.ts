import type { CustomerId } from "#app/domain/ids.ts";
import { takeFromLots } from "#app/domain/points/lot.ts";
import type { SettledEntry } from "#app/domain/points/points-member.ts";
import { appendEntries } from "#app/ledger/append.server.ts";
import type { LockedTx } from "#app/platform/db.server.ts";
import { listClosedMembers, listPendingBookings, stopDues, type ClosedMember } from "#app/store/closed-members.server.ts";
import { loadLots } from "#app/store/points.server.ts";
import { moveBalances, writeLots } from "#app/store/write-points.server.ts";

/**
 * Takes what erased and deleted customers hold out of the liability: one entry each, dated now, so that past days keep
 * their sums. Their orders earn nothing from then on. Answers who is closed; a second time there is nothing left to take.
 */
export async function closeMembers(tx: LockedTx, shopId: number, { customerIds, now }: { customerIds: CustomerId[]; now: Date }): Promise<Set<CustomerId>> {
  const closed = await listClosedMembers(tx, shopId, customerIds);
  if (closed.length === 0) return new Set();
  const ids = closed.map(({ customerId }) => customerId);
  const holding = closed.filter(({ pendingPoints, settledPoints, debtPoints }) => pendingPoints !== 0 || settledPoints !== 0 || debtPoints !== 0);
  if (holding.length > 0) await close(tx, shopId, { holding, now });
  await stopDues(tx, shopId, ids);
  return new Set(ids);
}

async function close(tx: LockedTx, shopId: number, { holding, now }: { holding: ClosedMember[]; now: Date }): Promise<void> {
  const ids = holding.map(({ customerId }) => customerId);
  const lots = await loadLots(tx, shopId, { customerIds: ids, orderIds: [] });
  const pending = Map.groupBy(await listPendingBookings(tx, shopId, ids), ({ customerId }) => customerId);
  const entries = holding.map(({ customerId, because, pendingPoints, settledPoints, closings }): SettledEntry => {
    const own = lots.get(customerId) ?? [];
    return {
      customerId, kind: "adjust", pendingPoints: -pendingPoints, settledPoints: -settledPoints, waivedPoints: 0, occurredAt: now, orderId: null, programVersion: null,
      key: `close:${customerId}:${closings + 1}`,
      why: { kind: "closed", because, points: pendingPoints + settledPoints, pendingByOrder: Object.fromEntries((pending.get(customerId) ?? []).map(({ orderId, points }) => [orderId, points])) },
      allocations: takeFromLots(own, own.reduce((sum, lot) => sum + lot.left, 0), "redeemed"),
      credit: null,
    };
  });
  await appendEntries(tx, shopId, { entries, now });
  await writeLots(tx, shopId, [...lots].flatMap(([customerId, own]) => own.map((lot) => ({ ...lot, customerId }))));
  const movements = entries.map(({ customerId, pendingPoints, settledPoints }) => ({ customerId, pendingPoints, settledPoints, debtPoints: 0, activeAt: null, nextDueAt: null }));
  await moveBalances(tx, shopId, movements);
}
