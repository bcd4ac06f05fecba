import { nextEffectAt } from "#app/effects/outbox.server.ts";
import { pool } from "#app/platform/db.server.ts";
import { env } from "#app/platform/env.server.ts";
import { isHistoryOpen } from "#app/store/backfills.server.ts";
import { listShopsWithPending, replayOurFaults } from "#app/store/inbox.server.ts";
import {
  advanceBackfillOf, drainOf, endRedemptionsOf, enqueueJob, performEffectsOf, reconcileIdsOf, reconcileUpdatedOf, rereadOrdersOf, sendMessagesOf, settleDueOf,
} from "#app/store/jobs.server.ts";
import { isMarkingOpen } from "#app/store/marked-members.server.ts";
import { isRereadNeeded } from "#app/store/reconciliations.server.ts";
import { listEnded } from "#app/store/redemptions.server.ts";
import { listInstalledShops, listWorkingShops } from "#app/store/shops.server.ts";
import { findUnsettled } from "#app/store/write-stages.server.ts";

const DAY_MS = 86_400_000;

/**
 * Every minute: asks for whatever is due and has no job, so that nothing waits for a nudge that was lost. Of a shop that waits to
 * be opened only what asks Shopify nothing: what counts from now on by the clock alone.
 */
export async function sweep(now: Date): Promise<void> {
  await replayOurFaults(pool, new Date(now.getTime() - DAY_MS));
  for (const shopDomain of await listShopsWithPending(pool)) await enqueueJob(pool, drainOf(shopDomain));
  for (const { id: shopId, reopenNeededAt } of await listInstalledShops(pool)) {
    const isHistory = await isHistoryOpen(pool, shopId);
    if (!isHistory && ((await isMarkingOpen(pool, shopId)) || (await findUnsettled(pool, shopId, { now, limit: 1 })).length > 0)) await enqueueJob(pool, settleDueOf(shopId));
    if (reopenNeededAt) continue;
    if (isHistory) await enqueueJob(pool, advanceBackfillOf(shopId));
    if (await isRereadNeeded(pool, shopId)) await enqueueJob(pool, rereadOrdersOf(shopId));
    if ((await listEnded(pool, shopId, { now, limit: 1 })).length > 0) await enqueueJob(pool, endRedemptionsOf(shopId));
    if (((await nextEffectAt(pool, shopId)) ?? Infinity) <= now) await enqueueJob(pool, performEffectsOf(shopId));
    if (env.mail && ((await nextEffectAt(pool, shopId, "mail")) ?? Infinity) <= now) await enqueueJob(pool, sendMessagesOf(shopId));
  }
}

/** By calendar: a comparison with Shopify for every shop that can be asked, spread over ten minutes. */
export async function startReconciliations(kind: "updated" | "ids", now: Date): Promise<void> {
  for (const { id: shopId } of await listWorkingShops(pool)) {
    const runAt = new Date(now.getTime() + (shopId % 600) * 1_000);
    await enqueueJob(pool, kind === "ids" ? reconcileIdsOf(shopId, runAt) : reconcileUpdatedOf(shopId, runAt));
  }
}
