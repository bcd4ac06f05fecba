import { horizonFor } from "#app/domain/history-horizon.ts";
import type { Tx } from "#app/platform/db.server.ts";
import { dropOpenBackfills, openBackfill } from "#app/store/backfills.server.ts";
import { advanceBackfillOf, enqueueJob } from "#app/store/jobs.server.ts";
import { forgetSummaryPush } from "#app/store/summary-pushes.server.ts";

/**
 * Makes up for a time in which the shop may have been without the app: its history is read again, because Shopify tells an
 * app nothing that is not installed, and Shopify is told anew what the shop shows of points. A read that is open was asked for
 * before that time, so it is given up: what it would bring says nothing of it.
 */
export async function catchUp(tx: Tx, shopId: number, { scopes, reason, now }: { scopes: string[]; reason: string; now: Date }): Promise<void> {
  await forgetSummaryPush(tx, shopId);
  await dropOpenBackfills(tx, shopId);
  await openBackfill(tx, shopId, { reason, horizonAt: horizonFor(scopes, now), now });
  await enqueueJob(tx, advanceBackfillOf(shopId));
}
