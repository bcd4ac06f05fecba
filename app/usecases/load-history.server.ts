import { horizonFor } from "#app/domain/history-horizon.ts";
import type { CustomerId } from "#app/domain/ids.ts";
import type { CustomerFact } from "#app/domain/orders/order-fact.ts";
import { loadOrderPiece } from "#app/facts/load-order-piece.server.ts";
import { OrderPiece } from "#app/facts/order-piece.server.ts";
import { dropOpeningCounts, setOpeningCounts, type OrderTotal } from "#app/facts/set-opening-counts.server.ts";
import { upsertCustomers } from "#app/facts/upsert-customers.server.ts";
import { inTransaction, type LockedConnection } from "#app/platform/db.server.ts";
import { changeBackfill, listOpenBackfills, openBackfill, type BackfillSubject } from "#app/store/backfills.server.ts";
import { advanceBackfillOf, enqueueJob } from "#app/store/jobs.server.ts";
import { lockShopFacts } from "#app/store/lock-shop-facts.server.ts";
import { markAllForHistory } from "#app/store/marked-members.server.ts";
import { askForRefundLines } from "#app/store/reconciliations.server.ts";
import { getShop, setHistoryHorizon } from "#app/store/shops.server.ts";
import { markDirty } from "#app/store/write-stages.server.ts";

/** How far a file is merged when a piece of it is. */
export interface Checkpoint {
  backfillId: string;
  bytesDone: number;
  objectsDone: number;
}

/** A piece of a bulk file's orders, to be filled and then loaded. */
export const openOrderPiece = (shopId: number): OrderPiece => new OrderPiece(shopId);

/** A customer of a bulk file; `total` null where everything is readable. */
export interface HistoricCustomer {
  fact: CustomerFact;
  total: OrderTotal | null;
}

const SUBJECTS: BackfillSubject[] = ["customers", "orders"];
const MERGE_TIMEOUT_MS = 5 * 60_000;

/** Merges a piece of history with its checkpoint and the dirty marks of its members: all of it or nothing. */
export async function loadOrders(shopId: number, { piece, checkpoint, now }: { piece: OrderPiece; checkpoint: Checkpoint; now: Date }): Promise<void> {
  await load(shopId, { checkpoint, now }, (client) => loadOrderPiece(client, shopId, { piece, now }));
}

/** The same for people, with what lies before the readable orders. `readAt` is when the read was asked for. */
export async function loadCustomers(
  shopId: number,
  { customers, readAt, checkpoint, now }: { customers: HistoricCustomer[]; readAt: Date; checkpoint: Checkpoint; now: Date },
): Promise<void> {
  await load(shopId, { checkpoint, now }, async (client) => {
    const touched = await upsertCustomers(client, shopId, { facts: customers.map(({ fact }) => fact), now });
    const totals = customers.flatMap(({ total }) => total ?? []);
    if (totals.length > 0) await setOpeningCounts(client, shopId, { totals, readAt, now });
    return [...touched, ...totals.map(({ customerId }) => customerId)];
  });
}

async function load(
  shopId: number,
  { checkpoint, now }: { checkpoint: Checkpoint; now: Date },
  merge: (client: LockedConnection) => Promise<CustomerId[]>,
): Promise<void> {
  const { backfillId, bytesDone, objectsDone } = checkpoint;
  await inTransaction(
    async (connection) => {
      const client = await lockShopFacts(connection, shopId);
      const customerIds = await merge(client);
      if (customerIds.length > 0) await markDirty(client, shopId, { customerIds, now });
      const isOpen = await changeBackfill(client, shopId, { id: backfillId, change: { bytesDone, objectsDone }, now });
      // Totals of orders that are taken from its file would count as newer than those of the read that was asked for since.
      if (!isOpen) throw new Error("the read of history was given up for a new one");
    },
    { statementTimeoutMs: MERGE_TIMEOUT_MS },
  );
}

/**
 * Both files are merged: when everything was readable this time, nothing lies before what we see any more. Members are
 * dirty already, or all of them become so. When one of the two reads failed, or the right to read everything was taken back
 * meanwhile, what lies before stays as it is.
 */
export async function openHistory(shopId: number, now: Date): Promise<void> {
  await inTransaction(async (client) => {
    const tx = await lockShopFacts(client, shopId);
    if (horizonFor((await getShop(tx, shopId)).grantedScopes, now) !== null) return;
    const runs = (await listOpenBackfills(tx, shopId)).filter((run) => run.state === "settling");
    if (!SUBJECTS.every((subject) => runs.some((run) => run.subject === subject)) || runs.some((run) => run.horizonAt !== null)) return;
    await setHistoryHorizon(tx, shopId, null);
    await dropOpeningCounts(tx, shopId);
    await markAllForHistory(tx, shopId);
  });
}

/**
 * Every member is settled: the read is finished, and from now on a change of stage is news. When the shop let us read
 * everything while only the last 60 days were being read, the whole history is read next. A bulk file has refunds without
 * their lines; those orders are read once more.
 */
export async function finishHistory(shopId: number, now: Date): Promise<void> {
  await inTransaction(async (tx) => {
    const runs = (await listOpenBackfills(tx, shopId)).filter((run) => run.state === "settling");
    for (const run of runs) await changeBackfill(tx, shopId, { id: run.id, change: { state: "done", finishedAt: now }, now });
    await askForRefundLines(tx, shopId, now);
    const { grantedScopes } = await getShop(tx, shopId);
    if (horizonFor(grantedScopes, now) !== null || !runs.some((run) => run.horizonAt !== null)) return;
    await openBackfill(tx, shopId, { reason: "read_all_orders was granted", horizonAt: null, now });
    await enqueueJob(tx, advanceBackfillOf(shopId));
  });
}
