import { readDelivery, type DeliveredTo, type DeliveryContent } from "#app/inbox/read-delivery.server.ts";
import { UnreadableDelivery } from "#app/inbox/parse-body.ts";
import { now as clock } from "#app/platform/clock.server.ts";
import { inTransaction, type Tx } from "#app/platform/db.server.ts";
import { logger } from "#app/platform/logger.server.ts";
import { deleteAllOf, deleteMentionsOfErased, markDone, markParked, takePending, UNKNOWN_SHOP, type PendingDelivery } from "#app/store/inbox.server.ts";
import { lockShopFacts } from "#app/store/lock-shop-facts.server.ts";
import { findShopByDomain, getShopHash, type Shop } from "#app/store/shops.server.ts";
import { settleDeliveries, type ReadDeliveries } from "#app/usecases/settle-deliveries.server.ts";
import { noFacts } from "#app/usecases/take-in-facts.server.ts";
import { isRetryable } from "./is-retryable.ts";

const BATCH_MAX = 500;

type Parked = { id: string; reason: string };

/**
 * Reads a shop's deliveries until none wait: facts, settle and the mark "done" of a batch commit together.
 *
 * A delivery that cannot be read is parked with its reason. When the database refuses what a batch says, the batch is
 * halved until the one delivery stands alone, and that one is parked; its neighbours are not touched. Trouble that passes
 * (connection, deadlock) is thrown, and the job is tried again with nothing lost.
 */
export async function drainInbox(shopDomain: string): Promise<number> {
  let drained = 0;
  for (;;) {
    const count = await drainBatch(shopDomain, BATCH_MAX);
    if (count === 0) return drained;
    drained += count;
  }
}

async function drainBatch(shopDomain: string, limit: number): Promise<number> {
  try {
    return await inTransaction((tx) => settleNext(tx, shopDomain, limit));
  } catch (error) {
    if (isRetryable(error)) throw error;
    if (limit === 1) return parkFirst(shopDomain, error);
    logger.warn({ err: error, shopDomain, limit }, "a batch of deliveries was refused; it is tried in halves");
    return drainBatch(shopDomain, Math.floor(limit / 2));
  }
}

async function settleNext(tx: Tx, shopDomain: string, limit: number): Promise<number> {
  const now = clock();
  const shop = await findShopByDomain(tx, shopDomain);
  if (shop) await lockShopFacts(tx, shop.id);
  const deliveries = await takePending(tx, shopDomain, { limit, now });
  if (deliveries.length === 0) return 0;
  if (!shop) {
    await putAside(tx, shopDomain, deliveries);
    return deliveries.length;
  }
  const { read, parked } = await readAll(tx, shop, deliveries);
  await settleDeliveries(tx, shop, { read, now });
  const parkedIds = new Set(parked.map(({ id }) => id));
  await markDone(tx, shopDomain, { ids: deliveries.map(({ id }) => id).filter((id) => !parkedIds.has(id)), now });
  await markParked(tx, shopDomain, { parked, now });
  if (parked.length > 0) await deleteMentionsOfErased(tx, shop);
  return deliveries.length;
}

// Of a shop that we do not know nothing is stored but what waits here for an installation: an erasure erases that.
async function putAside(tx: Tx, shopDomain: string, deliveries: PendingDelivery[]): Promise<void> {
  const now = clock();
  const isErasure = ({ topic }: PendingDelivery) => topic === "shop/redact" || topic === "customers/redact" || topic === "app/uninstalled";
  await markDone(tx, shopDomain, { ids: deliveries.filter(isErasure).map(({ id }) => id), now });
  await markParked(tx, shopDomain, { parked: deliveries.filter((one) => !isErasure(one)).map(({ id }) => ({ id, reason: UNKNOWN_SHOP })), now });
  if (deliveries.some(({ topic }) => topic.endsWith("/redact"))) await deleteAllOf(tx, shopDomain);
}

async function readAll(tx: Tx, shop: Shop, deliveries: PendingDelivery[]): Promise<{ read: ReadDeliveries; parked: Parked[] }> {
  const to: DeliveredTo = { domain: shop.domain, currency: shop.currency, hash: await getShopHash(tx, shop) };
  const read: ReadDeliveries = { facts: noFacts(), events: [] };
  const parked: Parked[] = [];
  for (const delivery of deliveries) {
    try {
      sort(readDelivery(delivery, to), delivery, read);
    } catch (error) {
      if (!(error instanceof UnreadableDelivery)) throw error;
      parked.push({ id: delivery.id, reason: error.message });
    }
  }
  return { read, parked };
}

function sort(content: DeliveryContent, delivery: PendingDelivery, { facts, events }: ReadDeliveries): void {
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

async function parkFirst(shopDomain: string, error: unknown): Promise<number> {
  logger.error({ err: error, shopDomain }, "a delivery could not be recorded and is parked");
  return inTransaction(async (tx) => {
    const now = clock();
    const [first] = await takePending(tx, shopDomain, { limit: 1, now });
    if (!first) return 0;
    await markParked(tx, shopDomain, { parked: [{ id: first.id, reason: "It could not be recorded. Replay it; if it comes back here, tell us." }], now });
    return 1;
  });
}
