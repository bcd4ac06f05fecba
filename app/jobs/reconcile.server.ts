import { horizonFor } from "#app/domain/history-horizon.ts";
import { idOfGid, type OrderId } from "#app/domain/ids.ts";
import { now as clock } from "#app/platform/clock.server.ts";
import { pool } from "#app/platform/db.server.ts";
import { customersUpdatedSince } from "#app/shopify/documents/customers-updated-since.ts";
import { orderIdsPage } from "#app/shopify/documents/order-ids-page.ts";
import { ordersUpdatedSince } from "#app/shopify/documents/orders-updated-since.ts";
import { updatedSince } from "#app/shopify/documents/updated-since.ts";
import { customerFactOf } from "#app/shopify/order-fact-of.ts";
import { readOrders } from "#app/shopify/read-orders.server.ts";
import { runAdmin } from "#app/shopify/run-admin.server.ts";
import { findLastReconciledAt, findOutdated, findUnlisted, finishReconciliation, startReconciliation, type ListedOrder } from "#app/store/reconciliations.server.ts";
import { getShopHash, type Shop } from "#app/store/shops.server.ts";
import { takeInReadOrders } from "#app/usecases/take-in-read-orders.server.ts";
import { waitingOutThrottling } from "./with-shopify-trouble.server.ts";

/** What a comparison with Shopify found and repaired. `checked` are the orders that Shopify listed and those that only we knew. */
export interface Reconciled {
  checked: number;
  differingIds: OrderId[];
}

// Asked as of a day to come, a comparison has seen nothing of the time until then.
const noLaterThanNow = (asOf: Date): Date => new Date(Math.min(asOf.getTime(), clock().getTime()));

// Deliveries under way when the last comparison began may have been lost after it.
const OVERLAP_MS = 3_600_000;

/** Compares what changed at Shopify since the last comparison, orders and people, and repairs what differs here. */
export async function reconcileUpdated(shop: Shop, now: Date): Promise<Reconciled> {
  const last = (await findLastReconciledAt(pool, shop.id)) ?? shop.installedAt;
  const fromAt = new Date(last.getTime() - OVERLAP_MS);
  const id = await startReconciliation(pool, shop.id, { kind: "updated", fromAt, now: noLaterThanNow(now) });
  const query = updatedSince(fromAt);
  const found: Reconciled = { checked: 0, differingIds: [] };
  let after: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof askUpdated>> = await askUpdated(shop, query, after);
    await repair(shop, { listed: page.nodes.map(listedOrder), alsoRead: [], found });
    after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  } while (after !== null);
  await refreshPeople(shop, query);
  await finishReconciliation(pool, shop.id, { id, ...found, now: clock() });
  return found;
}

// A comparison may take hours: a busy moment costs a page, not the way to it.
const askUpdated = async (shop: Shop, query: string, after: string | null) => (await waitingOutThrottling(() => runAdmin(shop, ordersUpdatedSince, { query, after }))).orders;

/**
 * Compares every order that may be read, by id and version, one page of ids at a time: what Shopify does not list any more
 * was deleted. Orders that come in meanwhile are left to their deliveries.
 */
export async function reconcileIds(shop: Shop, now: Date): Promise<Reconciled> {
  const before = noLaterThanNow(now);
  const id = await startReconciliation(pool, shop.id, { kind: "ids", fromAt: null, now: before });
  const readableSince = horizonFor(shop.grantedScopes, now);
  const found: Reconciled = { checked: 0, differingIds: [] };
  let after: string | null = null;
  let afterId: OrderId = "0";
  do {
    const page: Awaited<ReturnType<typeof askIds>> = await askIds(shop, after);
    const listed = page.nodes.map(listedOrder);
    const upToId: OrderId | null = page.pageInfo.hasNextPage ? (listed.at(-1)?.orderId ?? null) : null;
    const alsoRead = await findUnlisted(pool, shop.id, { afterId, upToId, listedIds: listed.map((one) => one.orderId), readableSince, before });
    await repair(shop, { listed, alsoRead, found });
    after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
    afterId = upToId ?? afterId;
  } while (after !== null);
  await finishReconciliation(pool, shop.id, { id, ...found, now: clock() });
  return found;
}

const askIds = async (shop: Shop, after: string | null) => (await waitingOutThrottling(() => runAdmin(shop, orderIdsPage, { after }))).orders;

const listedOrder = ({ id, updatedAt }: { id: string; updatedAt: string }): ListedOrder => ({ orderId: idOfGid(id, "Order"), updatedAt: new Date(updatedAt) });

async function repair(shop: Shop, { listed, alsoRead, found }: { listed: ListedOrder[]; alsoRead: OrderId[]; found: Reconciled }): Promise<void> {
  found.checked += listed.length + alsoRead.length;
  const differing = [...(await findOutdated(pool, shop.id, listed)), ...alsoRead];
  if (differing.length === 0) return;
  const hash = await getShopHash(pool, shop);
  const read = await waitingOutThrottling(() => readOrders(shop, differing, hash));
  await takeInReadOrders(shop, { ...read, now: clock() });
  found.differingIds.push(...differing);
}

async function refreshPeople(shop: Shop, query: string): Promise<void> {
  const hash = await getShopHash(pool, shop);
  let after: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof askPeople>> = await askPeople(shop, query, after);
    await takeInReadOrders(shop, { facts: [], missingIds: [], customers: page.nodes.map((one) => customerFactOf(one, hash)), now: clock() });
    after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  } while (after !== null);
}

const askPeople = async (shop: Shop, query: string, after: string | null) => (await waitingOutThrottling(() => runAdmin(shop, customersUpdatedSince, { query, after }))).customers;
