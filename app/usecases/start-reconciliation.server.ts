import { pool } from "#app/platform/db.server.ts";
import { enqueueJob } from "#app/store/jobs.server.ts";

/** Compares every order with Shopify, now; what differs is repaired. Asking twice is asking once. */
export async function startReconciliation(shopId: number): Promise<void> {
  await enqueueJob(pool, { name: "reconcile-ids", payload: { shopId }, key: `reconcile:${shopId}`, queue: `reconcile:${shopId}` });
}
