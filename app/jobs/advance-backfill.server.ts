import { now as clock } from "#app/platform/clock.server.ts";
import { pool } from "#app/platform/db.server.ts";
import { logger } from "#app/platform/logger.server.ts";
import { bulkOperation } from "#app/shopify/documents/bulk-operation.ts";
import { bulkCustomersQuery } from "#app/shopify/documents/bulk-customers.ts";
import { bulkOrdersQuery } from "#app/shopify/documents/bulk-orders.ts";
import { grantedScopes } from "#app/shopify/documents/granted-scopes.ts";
import { runBulkQuery } from "#app/shopify/documents/run-bulk-query.ts";
import { BulkFileGone } from "#app/shopify/fetch-bulk-file.server.ts";
import { runAdmin } from "#app/shopify/run-admin.server.ts";
import { changeBackfill, listOpenBackfills, type Backfill, type BackfillChange } from "#app/store/backfills.server.ts";
import type { Shop } from "#app/store/shops.server.ts";
import { refreshStatistics } from "#app/store/statistics.server.ts";
import { finishHistory, openHistory } from "#app/usecases/load-history.server.ts";
import { recordGrantedScopes } from "#app/usecases/update-scopes.server.ts";
import { loadBulkFile, TooManyLeftOut } from "./load-bulk-file.server.ts";
import { CutOffFile } from "./read-jsonl.ts";
import { settleDue } from "./settle-due.server.ts";

const TRIES_MAX = 5;
const MINUTE_MS = 60_000;
// Trouble at Shopify may last: the second try follows at once, the others leave it time.
const WAITS_MS = [0, 0, 2 * MINUTE_MS, 15 * MINUTE_MS, 90 * MINUTE_MS];

/**
 * Takes a shop's open reads of history as far as they go now: asks Shopify for a bulk operation, waits for it, merges its
 * file, settles the members. Answers whether something is still under way at Shopify, so that it should be looked at again.
 *
 * Every step is recorded before the next one, so that after a crash the same call goes on where the last one stood.
 */
export async function advanceBackfill(shop: Shop): Promise<{ isWaiting: boolean }> {
  for (;;) {
    let runs = await listOpenBackfills(pool, shop.id);
    if (runs.length === 0) return { isWaiting: false };
    if (runs.every((run) => run.state === "settling")) {
      if (runs.some(isOfEverything)) await askWhatIsGranted(shop);
      await openHistory(shop.id, clock());
      await refreshStatistics("facts");
      await settleDue(shop.id, clock());
      await finishHistory(shop.id, clock());
      return { isWaiting: false };
    }
    if (runs.some((run) => run.state === "asked" && isOfEverything(run))) {
      await askWhatIsGranted(shop);
      runs = await listOpenBackfills(pool, shop.id);
    }
    let hasMoved = false;
    for (const run of runs) hasMoved = (await advance(shop, run)) || hasMoved;
    if (!hasMoved) return { isWaiting: true };
  }
}

const isOfEverything = (run: Backfill): boolean => run.horizonAt === null;

// Shopify answers a read of everything with the last 60 days where read_all_orders is not granted, without a word. The news
// that it was taken back may be late or lost.
const askWhatIsGranted = async (shop: Shop) => recordGrantedScopes(shop.id, { scopes: await runAdmin(shop, grantedScopes, {}), now: clock() });

async function advance(shop: Shop, run: Backfill): Promise<boolean> {
  switch (run.state) {
    case "asked":
      return clock().getTime() >= run.updatedAt.getTime() + (WAITS_MS[run.tries] ?? 0) ? ask(shop, run) : false;
    case "running":
      return look(shop, run);
    case "loading":
      return load(shop, run);
    case "settling":
    case "done":
    case "failed":
      return false;
  }
}

// Shopify does not say which of the two it is: https://shopify.dev/docs/apps/launch/protected-customer-data
const NOT_ALLOWED =
  "Shopify ended the read, because this app may not read everything that it asks for (ACCESS_DENIED). Either Shopify has not approved the app for the names and e-mail addresses of customers yet, which whoever runs Thrice for you has to ask for, or a permission is missing, which opening the app again asks you for. Reading again helps once that is done.";

const change = (shop: Shop, run: Backfill, what: BackfillChange) => changeBackfill(pool, shop.id, { id: run.id, change: what, now: clock() });

async function ask(shop: Shop, run: Backfill): Promise<boolean> {
  const since = run.horizonAt?.toISOString();
  const query = run.subject === "customers" ? bulkCustomersQuery({ withOrders: run.horizonAt !== null }) : bulkOrdersQuery(since ? `created_at:>='${since}'` : undefined);
  const { bulkOperationRunQuery } = await runAdmin(shop, runBulkQuery, { query, isGrouped: true });
  await change(shop, run, { state: "running", operationGid: bulkOperationRunQuery.bulkOperation.id, bytesDone: 0, objectsDone: 0, fileUrl: null });
  return true;
}

async function look(shop: Shop, run: Backfill): Promise<boolean> {
  const { bulkOperation: operation } = await runAdmin(shop, bulkOperation, { id: run.operationGid ?? "" });
  if (!operation) return again(shop, run, { failure: "Shopify no longer knows the read." });
  const objectsTotal = Number(operation.rootObjectCount);
  switch (operation.status) {
    case "COMPLETED":
      // An empty shop has no file.
      if (operation.url === null) await change(shop, run, { state: "settling", objectsTotal, failure: null });
      else await change(shop, run, { state: "loading", objectsTotal, fileUrl: operation.url, fileBytes: operation.fileSize === null ? null : Number(operation.fileSize) });
      return true;
    case "CREATED":
    case "RUNNING":
    case "CANCELING":
      await change(shop, run, { objectsTotal });
      return false;
    case "FAILED":
    case "CANCELED":
    case "EXPIRED":
      if (operation.errorCode === "ACCESS_DENIED") return again(shop, run, { failure: NOT_ALLOWED, isFinal: true });
      return again(shop, run, { failure: `Shopify ended the read: ${operation.errorCode ?? operation.status}.` });
  }
}

async function load(shop: Shop, run: Backfill): Promise<boolean> {
  try {
    const failure = await loadBulkFile(shop, run);
    await change(shop, run, { state: "settling", failure });
    return true;
  } catch (error) {
    if (error instanceof TooManyLeftOut) return again(shop, run, { failure: error.message, isFinal: true });
    if (error instanceof BulkFileGone || error instanceof CutOffFile || error instanceof SyntaxError) {
      logger.warn({ err: error, shopId: shop.id }, "a bulk file could not be read to its end");
      return again(shop, run, { failure: "Shopify's file could not be read to its end." });
    }
    throw error;
  }
}

// Reading again from the start is harmless: what is merged already does not change. After five tries the merchant is asked.
// What is forbidden stays so, however often it is asked.
async function again(shop: Shop, run: Backfill, { failure, isFinal = false }: { failure: string; isFinal?: boolean }): Promise<boolean> {
  const tries = run.tries + 1;
  if (isFinal || tries >= TRIES_MAX) {
    // While the read is open, what it merged before is settled as history; afterwards it would be news of today.
    await settleDue(shop.id, clock());
    await change(shop, run, { state: "failed", tries, failure, finishedAt: clock() });
  } else await change(shop, run, { state: "asked", tries, failure, operationGid: null, fileUrl: null, bytesDone: 0, objectsDone: 0 });
  return true;
}
