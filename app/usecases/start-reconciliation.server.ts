import type { Tx } from "#app/platform/db.server.ts";
import { enqueueJob, reconcileIdsOf } from "#app/store/jobs.server.ts";

/** Compares every order with Shopify, now; what differs is repaired. Asking twice is asking once. */
export async function startReconciliation(tx: Tx, shopId: number): Promise<void> {
  await enqueueJob(tx, reconcileIdsOf(shopId));
}
