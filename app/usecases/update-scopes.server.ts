import { ALL_ORDERS_SCOPE, horizonFor } from "#app/domain/history-horizon.ts";
import { inTransaction, type Tx } from "#app/platform/db.server.ts";
import { narrowAskedBackfills, openBackfill } from "#app/store/backfills.server.ts";
import { advanceBackfillOf, enqueueJob } from "#app/store/jobs.server.ts";
import { setGrantedScopes, type Grant } from "#app/store/shops.server.ts";

/**
 * Keeps what a shop has granted; older news that come late change nothing. Where older orders can be read from now on, the
 * history is read anew; where they can't any more, a read that has not begun is of the last 60 days.
 */
export async function updateScopes(tx: Tx, shopId: number, { grant, now }: { grant: Grant; now: Date }): Promise<void> {
  const before = await setGrantedScopes(tx, shopId, grant);
  if (!before) return;
  const readableSince = horizonFor(grant.scopes, now);
  if (readableSince) return narrowAskedBackfills(tx, shopId, readableSince);
  if (before.includes(ALL_ORDERS_SCOPE)) return;
  await openBackfill(tx, shopId, { reason: "read_all_orders was granted", horizonAt: null, now });
  await enqueueJob(tx, advanceBackfillOf(shopId));
}

/** The same from Shopify's own answer, before the delivery that tells of it; a second time it changes nothing more. */
export async function recordGrantedScopes(shopId: number, { scopes, now }: { scopes: string[]; now: Date }): Promise<void> {
  await inTransaction((tx) => updateScopes(tx, shopId, { grant: { scopes, at: now, isAnswer: true }, now }));
}
