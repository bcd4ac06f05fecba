import type { DeliveryContent } from "#app/inbox/read-delivery.server.ts";
import { now as clock } from "#app/platform/clock.server.ts";
import { inPipelinedTransaction, pool, type Tx } from "#app/platform/db.server.ts";
import { logger } from "#app/platform/logger.server.ts";
import { sendTogether } from "#app/platform/send-together.server.ts";
import { endRest, restDeliveries } from "#app/store/failing-deliveries.server.ts";
import { deleteAllOf, deleteMentionsOfErased, holdPending, lockArrival, markDone, markParked, UNKNOWN_SHOP, type PendingDelivery } from "#app/store/inbox.server.ts";
import { drainOf, enqueueJob, inItsTurn } from "#app/store/jobs.server.ts";
import { lockShopFacts } from "#app/store/lock-shop-facts.server.ts";
import { findShopByDomain } from "#app/store/shops.server.ts";
import { settleDeliveries, type ReadDeliveries } from "#app/usecases/settle-deliveries.server.ts";
import { noFacts } from "#app/usecases/take-in-facts.server.ts";
import { readAll, readPending, type PendingBatch } from "./read-pending.server.ts";
import { OurFault, recordInParts } from "./record-in-parts.server.ts";

const BATCH_MAX = 500;

/**
 * Reads a shop's deliveries until none wait: facts, settle and the mark "done" of a batch commit together.
 *
 * A delivery that cannot be read is parked with its reason. When the database refuses what a batch says, the batch is
 * halved until the one delivery stands alone, and that one is parked; its neighbours are not touched. Trouble that passes
 * (connection, deadlock) is thrown, and the job is tried again with nothing lost. What is nobody's fault but ours leaves the
 * shop's deliveries as they are, to be tried again with growing pauses (docs/decisions/0027-faults-of-ours.md).
 *
 * When its turn is over the job is asked for again, for the rest. Answers how many were read.
 */
export async function drainInbox(shopDomain: string, isTurnOver: () => boolean = () => false): Promise<number> {
  let drained = 0;
  try {
    for (;;) {
      const count = await drainOnce(shopDomain, isTurnOver);
      drained += count;
      if (count === 0) return drained;
      if (isTurnOver()) {
        await enqueueJob(pool, inItsTurn(drainOf(shopDomain)));
        return drained;
      }
    }
  } catch (error) {
    if (!(error instanceof OurFault)) throw error;
    await rest(shopDomain, error);
    return drained;
  }
}

// From the oldest delivery to the newest. The next batch is read while the database records the one before.
async function drainOnce(shopDomain: string, isTurnOver: () => boolean): Promise<number> {
  let drained = 0;
  let batch = await nextBatch(shopDomain, "0");
  while (batch.deliveries.length > 0) {
    const isFull = batch.deliveries.length === BATCH_MAX;
    const next = isFull ? nextBatch(shopDomain, batch.deliveries.at(-1)?.id ?? "0") : NO_BATCH;
    // Its failure is met when its turn comes; until then it must not count as unhandled.
    next.catch(() => undefined);
    drained += await settleBatch(shopDomain, batch);
    if (isTurnOver()) return drained;
    batch = await next;
  }
  return drained;
}

const NO_BATCH: Promise<PendingBatch> = Promise.resolve({ deliveries: [], read: null });

const nextBatch = (shopDomain: string, afterId: string) => readPending(pool, shopDomain, { afterId, limit: BATCH_MAX, now: clock() });

async function settleBatch(shopDomain: string, batch: PendingBatch): Promise<number> {
  const count = await record(shopDomain, batch).catch((error: unknown) => recordInParts(shopDomain, batch, { error, record }));
  if (batch.deliveries[0]?.isFailing) await endRest(pool, shopDomain);
  return count;
}

const record = (shopDomain: string, batch: PendingBatch): Promise<number> => inPipelinedTransaction((client) => settleHeld(client, shopDomain, batch));

async function settleHeld(client: Tx, shopDomain: string, batch: PendingBatch): Promise<number> {
  const now = clock();
  const shop = await findShopByDomain(client, shopDomain);
  const tx = shop && (await lockShopFacts(client, shop.id));
  const held = await holdPending(client, shopDomain, batch.deliveries.map(({ id }) => id));
  if (held.size === 0) return 0;
  if (!shop || !tx) {
    await lockArrival(client, shopDomain);
    // Installed in between: the drain that its installation asked for reads them.
    if (await findShopByDomain(client, shopDomain)) return 0;
    await putAside(client, shopDomain, batch.deliveries.filter(({ id }) => held.has(id)));
    return held.size;
  }
  // What a delivery says depends on the shop's currency, which may have changed since, or the shop has just come.
  const all = batch.read?.currency === shop.currency ? batch.read.all : await readAll(tx, shop, batch.deliveries);
  const read: ReadDeliveries = { facts: noFacts(), events: [] };
  const done: string[] = [];
  const parked: { id: string; reason: string }[] = [];
  for (const one of all) {
    if (!held.has(one.delivery.id)) continue;
    if ("unreadable" in one) parked.push({ id: one.delivery.id, reason: one.unreadable });
    else {
      assign(one.content, one.delivery, read);
      done.push(one.delivery.id);
    }
  }
  await sendTogether(tx, [() => markDone(tx, shopDomain, { ids: done, now }), () => settleDeliveries(tx, shop, { read, now })]);
  await markParked(tx, shopDomain, { parked, now });
  if (parked.length > 0) await deleteMentionsOfErased(tx, shop);
  return held.size;
}

// Of a shop that we do not know nothing is stored but what waits here for an installation: an erasure erases that.
async function putAside(tx: Tx, shopDomain: string, deliveries: PendingDelivery[]): Promise<void> {
  const now = clock();
  const isErasure = ({ topic }: PendingDelivery) => topic === "shop/redact" || topic === "customers/redact" || topic === "app/uninstalled";
  await markDone(tx, shopDomain, { ids: deliveries.filter(isErasure).map(({ id }) => id), now });
  await markParked(tx, shopDomain, { parked: deliveries.filter((one) => !isErasure(one)).map(({ id }) => ({ id, reason: UNKNOWN_SHOP })), now });
  if (deliveries.some(({ topic }) => topic.endsWith("/redact"))) await deleteAllOf(tx, shopDomain);
}

function assign(content: DeliveryContent, delivery: PendingDelivery, { facts, events }: ReadDeliveries): void {
  const at = delivery.triggeredAt ?? delivery.receivedAt;
  switch (content.kind) {
    case "order":
      facts.orders.push(content.fact);
      return;
    case "transaction":
      facts.transactions.push(content.fact);
      return;
    case "refund":
      facts.refunds.push(content.fact);
      return;
    case "customer":
      facts.customers.push(content.fact);
      return;
    case "account_enabled":
      // The customer as they are now, and the moment at which the account was made.
      facts.customers.push(content.fact);
      events.push({ event: { kind: "account_enabled", customerId: content.fact.customerId }, at });
      return;
    case "customer_tags":
      facts.customerTags.push(content.fact);
      return;
    case "order_deleted":
      facts.deletedOrderIds.push(content.orderId);
      return;
    case "customer_deleted":
      facts.deletedCustomerIds.push(content.customerId);
      return;
    case "customers_merged":
      facts.merges.push({ keptId: content.keptId, removedId: content.removedId, at });
      return;
    case "customers_not_merged":
      return;
    default:
      events.push({ event: content, at });
  }
}

async function rest(shopDomain: string, { cause, deliveries }: OurFault): Promise<void> {
  const resting = await restDeliveries(pool, shopDomain, clock());
  // Of a shop that we do not know nothing is read: the job itself is tried again.
  if (!resting) throw cause;
  logger.error({ err: cause, shopDomain, deliveries, ...resting }, "deliveries could not be recorded, by no fault of theirs; the shop's deliveries rest");
  await enqueueJob(pool, { ...drainOf(shopDomain), runAt: resting.until });
}
