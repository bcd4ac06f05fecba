import type { OrderId } from "#app/domain/ids.ts";
import { inTransaction } from "#app/platform/db.server.ts";
import { enqueueJob, rereadOrdersOf } from "#app/store/jobs.server.ts";
import { askForReread as mark } from "#app/store/reconciliations.server.ts";

/** Asks that orders be read from Shopify again; Shopify's answer is kept. */
export async function askForReread(shopId: number, orderIds: OrderId[], now: Date): Promise<void> {
  await inTransaction(async (tx) => {
    await mark(tx, shopId, { orderIds, now });
    await enqueueJob(tx, rereadOrdersOf(shopId));
  });
}
