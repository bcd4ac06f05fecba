import { horizonFor } from "#app/domain/history-horizon.ts";
import { gidOf, idOfGid, isDecimalId, type OrderId } from "#app/domain/ids.ts";
import { now as clock } from "#app/platform/clock.server.ts";
import { pool } from "#app/platform/db.server.ts";
import { customersUpdatedSince } from "#app/shopify/documents/customers-updated-since.ts";
import { orderIdsPage } from "#app/shopify/documents/order-ids-page.ts";
import { ordersUpdatedSince } from "#app/shopify/documents/orders-updated-since.ts";
import { updatedSince } from "#app/shopify/documents/updated-since.ts";
import { TerminalError } from "#app/shopify/errors.ts";
import { customerFactOf } from "#app/shopify/order-fact-of.ts";
import { readEach } from "#app/shopify/read-each.ts";
import { readOrders } from "#app/shopify/read-orders.server.ts";
import { runAdmin } from "#app/shopify/run-admin.server.ts";
import {
  failReconciliation, findLastReconciledAt, findOpenReconciliation, findOutdated, findUnlisted, finishReconciliation, notePage, startReconciliation, type ListedOrder, type OpenReconciliation,
  type ReconciliationKind,
} from "#app/store/reconciliations.server.ts";
import { findFailedOrderReadAt } from "#app/store/backfills.server.ts";
import { getShopHash, type Shop } from "#app/store/shops.server.ts";
import { leaveOutUnreadable, takeInReadParts } from "./take-in-read-parts.server.ts";

/**
 * What one run of a comparison with Shopify found and repaired. `checked` are the orders that Shopify listed and those that only we knew; `unreadableIds` those that differ
 * as what Shopify says of them cannot be read.
 */
export interface Reconciled {
  checked: number;
  differingIds: OrderId[];
  unreadableIds: OrderId[];
}

/** A comparison in one run: the shop, where it stands, what the run found, and whether others should have its place now. */
interface Comparing {
  shop: Shop;
  open: OpenReconciliation;
  found: Reconciled;
  isTurnOver: () => boolean;
}

const never = () => false;

// Asked as of a day to come, a comparison has seen nothing of the time until then.
const noLaterThanNow = (at: Date): Date => new Date(Math.min(at.getTime(), clock().getTime()));

// Deliveries under way when the last comparison began may have been lost after it.
const OVERLAP_MS = 3_600_000;
// After a week the calendar asks for all orders anew; Shopify says nothing of how long it knows its cursors.
const GOES_ON_MS = 7 * 86_400_000;

/**
 * Compares what changed at Shopify since the last comparison, orders and people, and repairs what differs here. Goes on behind
 * the last page of one that was not finished. Undefined when the turn was over before: the rest is left for the next run.
 */
export async function reconcileUpdated(shop: Shop, now: Date, isTurnOver = never): Promise<Reconciled | undefined> {
  const open = (await findUnfinished(shop, "updated", now)) ?? (await startUpdated(shop, now));
  const comparing: Comparing = { shop, open, found: { checked: 0, differingIds: [], unreadableIds: [] }, isTurnOver };
  const query = updatedSince(open.fromAt ?? shop.installedAt);
  return untilFailure(comparing, async () => {
    if (open.listing === "orders" && !(await compareUpdated(comparing, query))) return false;
    return refreshPeople(comparing, query);
  });
}

async function startUpdated(shop: Shop, now: Date): Promise<OpenReconciliation> {
  const last = (await findLastReconciledAt(pool, shop.id)) ?? shop.installedAt;
  return startReconciliation(pool, shop.id, { kind: "updated", fromAt: new Date(last.getTime() - OVERLAP_MS), now: noLaterThanNow(now) });
}

const findUnfinished = (shop: Shop, kind: ReconciliationKind, now: Date) =>
  findOpenReconciliation(pool, shop.id, { kind, startedAfter: new Date(noLaterThanNow(now).getTime() - GOES_ON_MS) });

/** Runs a comparison and closes it: finished, or failed where Shopify would say no to it however often it were asked. */
async function untilFailure({ shop, open: { id }, found }: Comparing, work: () => Promise<boolean>): Promise<Reconciled | undefined> {
  try {
    if (!(await work())) return undefined;
  } catch (error) {
    if (error instanceof TerminalError) await failReconciliation(pool, shop.id, { id, failure: error.message });
    throw error;
  }
  await finishReconciliation(pool, shop.id, { id, now: clock() });
  return found;
}

/** Answers whether the list was read to its end. */
async function compareUpdated({ shop, open, found, isTurnOver }: Comparing, query: string): Promise<boolean> {
  for (let after = open.pageCursor; ; ) {
    const { orders } = await runAdmin(shop, ordersUpdatedSince, { query, after });
    const repaired = await repair(shop, { listed: readListed(shop, orders.nodes), alsoRead: [], found });
    after = orders.pageInfo.hasNextPage ? orders.pageInfo.endCursor : null;
    open.pageCursor = after;
    open.listing = after === null ? "customers" : "orders";
    await notePage(pool, shop.id, { id: open.id, ...repaired, next: open });
    if (after === null) return true;
    if (isTurnOver()) return false;
  }
}

/**
 * Compares every order that may be read, by id and version, one page of ids at a time: what Shopify does not list any more
 * was deleted. Orders that come in meanwhile are left to their deliveries. Where the read of history failed, no
 * change of stage is logged for orders of before it. Goes on, and ends early, as reconcileUpdated does.
 */
export async function reconcileIds(shop: Shop, now: Date, isTurnOver = never): Promise<Reconciled | undefined> {
  const open = (await findUnfinished(shop, "ids", now)) ?? (await startReconciliation(pool, shop.id, { kind: "ids", fromAt: null, now: noLaterThanNow(now) }));
  const comparing: Comparing = { shop, open, found: { checked: 0, differingIds: [], unreadableIds: [] }, isTurnOver };
  return untilFailure(comparing, () => compareIds(comparing, horizonFor(shop.grantedScopes, now)));
}

async function compareIds({ shop, open, found, isTurnOver }: Comparing, readableSince: Date | null): Promise<boolean> {
  const historyUntil = await findFailedOrderReadAt(pool, shop.id);
  for (let { pageCursor: after, afterOrderId: afterId } = open; ; ) {
    const { orders } = await runAdmin(shop, orderIdsPage, { after });
    const listed = readListed(shop, orders.nodes);
    const upToId: OrderId | null = orders.pageInfo.hasNextPage ? (listed.at(-1)?.orderId ?? afterId) : null;
    const alsoRead = await findUnlisted(pool, shop.id, { afterId, upToId, listedIds: listed.map((one) => one.orderId), readableSince, before: open.startedAt });
    const repaired = await repair(shop, { listed, alsoRead, found, historyUntil });
    after = orders.pageInfo.hasNextPage ? orders.pageInfo.endCursor : null;
    afterId = upToId ?? afterId;
    await notePage(pool, shop.id, { id: open.id, ...repaired, next: { listing: "orders", pageCursor: after, afterOrderId: after === null ? "0" : afterId } });
    if (after === null) return true;
    if (isTurnOver()) return false;
  }
}

type ListedNode = { id: string; updatedAt: string };

function readListed(shop: Shop, nodes: ListedNode[]): ListedOrder[] {
  const { read, unreadable } = readEach(nodes, listedOrder);
  leaveOutUnreadable(shop, unreadable, nodes.length);
  return read;
}

// A whole page is compared by one statement, which must not be refused for one of them.
function listedOrder({ id, updatedAt: instant }: ListedNode): ListedOrder {
  const orderId = idOfGid(id, "Order");
  const updatedAt = new Date(instant);
  const year = updatedAt.getUTCFullYear();
  if (!isDecimalId(orderId) || !(year > 0 && year < 10_000)) throw new Error("an order with an id or an instant that cannot be");
  return { orderId, updatedAt };
}

/** Answers what this page found; the whole run's is added up in `found`. */
async function repair(shop: Shop, { listed, alsoRead, found, historyUntil }: { listed: ListedOrder[]; alsoRead: OrderId[]; found: Reconciled; historyUntil?: Date | undefined }): Promise<Reconciled> {
  const askedIds = [...(await findOutdated(pool, shop.id, listed)), ...alsoRead];
  const leftOut = new Set<string>();
  if (askedIds.length > 0) {
    const read = await readOrders(shop, askedIds, await getShopHash(pool, shop));
    for (const gid of await takeInReadParts(shop, { ...read, customers: [] }, historyUntil)) leftOut.add(gid);
  }
  const isLeftOut = (id: OrderId) => leftOut.has(gidOf(id, "Order"));
  const page: Reconciled = { checked: listed.length + alsoRead.length, differingIds: askedIds.filter((id) => !isLeftOut(id)), unreadableIds: askedIds.filter(isLeftOut) };
  found.checked += page.checked;
  found.differingIds.push(...page.differingIds);
  found.unreadableIds.push(...page.unreadableIds);
  return page;
}

async function refreshPeople({ shop, open, isTurnOver }: Comparing, query: string): Promise<boolean> {
  const hash = await getShopHash(pool, shop);
  for (let after = open.pageCursor; ; ) {
    const { customers } = await runAdmin(shop, customersUpdatedSince, { query, after });
    const { read, unreadable } = readEach(customers.nodes, (one) => customerFactOf(one, hash));
    await takeInReadParts(shop, { facts: [], missingIds: [], customers: read, unreadable });
    after = customers.pageInfo.hasNextPage ? customers.pageInfo.endCursor : null;
    await notePage(pool, shop.id, { id: open.id, checked: 0, differingIds: [], unreadableIds: [], next: { listing: "customers", pageCursor: after, afterOrderId: "0" } });
    if (after === null) return true;
    if (isTurnOver()) return false;
  }
}
