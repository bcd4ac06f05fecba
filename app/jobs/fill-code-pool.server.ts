import { printWeek } from "#app/domain/confirmation/code-pool.ts";
import { pool } from "#app/platform/db.server.ts";
import { REDEEM_CODES_PER_CALL } from "#app/shopify/documents/redeem-codes.ts";
import { findCodePool } from "#app/store/confirmation-settings.server.ts";
import { enqueueJob, fillCodePoolOf } from "#app/store/jobs.server.ts";
import { listEndingDiscounts, nextPrintBatch } from "#app/store/print-codes.server.ts";
import type { Shop } from "#app/store/shops.server.ts";
import { planPrintCodes } from "#app/usecases/plan-print-codes.server.ts";
import { listShopsServed } from "./list-shops-served.server.ts";
import { extendPrintDiscount, makePrintCodes } from "./make-print-codes.server.ts";
import { beginTurn } from "./turn.ts";

const LOOK_AGAIN_MS = 5_000;

/**
 * Keeps the codes of coming orders ready: writes down what is missing, makes it in Shopify batch by batch, lowest numbers
 * first, and goes on until nothing is missing; after its turn it comes back for the rest. What a dead worker left is taken up
 * where it stood.
 */
export async function fillCodePool(shop: Shop, clock: () => Date): Promise<void> {
  for (const isTurnOver = beginTurn(clock); !isTurnOver(); ) {
    const reached = await planPrintCodes(shop.id, clock());
    if (reached === undefined) return;
    const { endsAt } = printWeek(clock(), shop.timeZone);
    for (const discount of await listEndingDiscounts(pool, shop.id, { reached, endsBefore: endsAt })) await extendPrintDiscount(pool, shop, { discount, endsAt });
    const batch = await nextPrintBatch(pool, shop.id, REDEEM_CODES_PER_CALL);
    if (!batch) return;
    const { isWaiting } = await makePrintCodes(pool, shop, batch);
    if (isWaiting) return enqueueJob(pool, fillCodePoolOf(shop.id, new Date(clock().getTime() + LOOK_AGAIN_MS)));
  }
  await enqueueJob(pool, fillCodePoolOf(shop.id));
}

/** By calendar: looks after every pool, for weeks that begin and codes that wait. */
export async function startCodePools(): Promise<void> {
  for (const { id } of await listShopsServed("fill-code-pool")) if (await findCodePool(pool, id)) await enqueueJob(pool, fillCodePoolOf(id));
}
