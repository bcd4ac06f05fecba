import type { CustomerId } from "#app/domain/ids.ts";
import type { CustomerFact, OrderFact } from "#app/domain/orders/order-fact.ts";
import { copyOrders } from "#app/facts/copy-orders.server.ts";
import { dropOpeningCounts, setOpeningCounts } from "#app/facts/set-opening-counts.server.ts";
import { upsertCustomers } from "#app/facts/upsert-customers.server.ts";
import { upsertOrders } from "#app/facts/upsert-orders.server.ts";
import { inTransaction, type Connection } from "#app/platform/db.server.ts";
import { changeBackfill, listOpenBackfills } from "#app/store/backfills.server.ts";
import { lockShopFacts } from "#app/store/lock-shop-facts.server.ts";
import { setHistoryHorizon } from "#app/store/shops.server.ts";
import { markAllDirty, markDirty } from "#app/store/write-stages.server.ts";

/** How far a file is merged when a piece of it is. */
export interface Checkpoint {
  backfillId: string;
  bytesDone: number;
  objectsDone: number;
}

/** A customer of a bulk file; `openingCount` null where everything is readable. */
export interface HistoricCustomer {
  fact: CustomerFact;
  openingCount: number | null;
}

const MERGE_TIMEOUT_MS = 5 * 60_000;

/** Merges a piece of history with its checkpoint and the dirty marks of its members: all of it or nothing. */
export async function loadOrders(shopId: number, { facts, checkpoint, now }: { facts: OrderFact[]; checkpoint: Checkpoint; now: Date }): Promise<void> {
  await load(shopId, { checkpoint, now }, async (client) => upsertOrders(client, shopId, { facts, now, source: await copyOrders(client, facts) }));
}

/** The same for people, with what lies before the readable orders. */
export async function loadCustomers(
  shopId: number,
  { customers, checkpoint, now }: { customers: HistoricCustomer[]; checkpoint: Checkpoint; now: Date },
): Promise<void> {
  await load(shopId, { checkpoint, now }, async (client) => {
    const touched = await upsertCustomers(client, shopId, { facts: customers.map(({ fact }) => fact), now });
    const counts = customers.flatMap(({ fact, openingCount }) => (openingCount === null ? [] : { customerId: fact.customerId, openingCount }));
    if (counts.length > 0) await setOpeningCounts(client, shopId, { counts, now });
    return [...touched, ...counts.map(({ customerId }) => customerId)];
  });
}

async function load(
  shopId: number,
  { checkpoint, now }: { checkpoint: Checkpoint; now: Date },
  merge: (client: Connection) => Promise<CustomerId[]>,
): Promise<void> {
  const { backfillId, bytesDone, objectsDone } = checkpoint;
  await inTransaction(
    async (client) => {
      await lockShopFacts(client, shopId);
      await markDirty(client, shopId, { customerIds: await merge(client), now });
      await changeBackfill(client, shopId, { id: backfillId, change: { bytesDone, objectsDone }, now });
    },
    { statementTimeoutMs: MERGE_TIMEOUT_MS },
  );
}

/**
 * Both files are merged: when everything was readable this time, nothing lies before what we see any more. Members are
 * dirty already, or all of them become so.
 */
export async function openHistory(shopId: number, now: Date): Promise<void> {
  await inTransaction(async (tx) => {
    await lockShopFacts(tx, shopId);
    const runs = await listOpenBackfills(tx, shopId);
    if (runs.length === 0 || runs.some((run) => run.horizonAt !== null)) return;
    await setHistoryHorizon(tx, shopId, null);
    await dropOpeningCounts(tx, shopId);
    await markAllDirty(tx, shopId, now);
  });
}

/** Every member is settled: the read is finished, and from now on a change of stage is news. */
export async function finishHistory(shopId: number, now: Date): Promise<void> {
  await inTransaction(async (tx) => {
    for (const run of await listOpenBackfills(tx, shopId)) {
      if (run.state === "settling") await changeBackfill(tx, shopId, { id: run.id, change: { state: "done", finishedAt: now }, now });
    }
  });
}
