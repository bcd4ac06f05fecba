import type { CustomerId } from "#app/domain/ids.ts";
import { appendEntries } from "#app/ledger/append.server.ts";
import { findBalance } from "#app/ledger/read.server.ts";
import type { LockedTx } from "#app/platform/db.server.ts";
import { moveMember, reopenBookings } from "#app/store/write-points.server.ts";

/**
 * The ledger's part of a merge: all lots move with their order, expiry and allocations, debts add up, the earlier claim
 * counts. All of the survivor's orders are ranked anew: what settled from the merge on among the orders of both. Two entries say so, one on each side, and net to nothing. A second time there is nothing left to move.
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
  await moveMember(tx, shopId, { fromId: removedId, toId: survivorId });
}
