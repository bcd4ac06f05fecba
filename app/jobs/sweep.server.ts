import { quietUntil } from "#app/domain/messages/quiet-hours.ts";
import { nextEffectAt } from "#app/effects/outbox.server.ts";
import { pool } from "#app/platform/db.server.ts";
import { env } from "#app/platform/env.server.ts";
import { isHistoryOpen } from "#app/store/backfills.server.ts";
import { listShopsWithPending, replayOurFaults } from "#app/store/inbox.server.ts";
import { drainOf, enqueueJob, enqueueUnlessUnderWay, enqueueUnlessInLine, jobOf, SHOP_JOBS, type ShopJobName } from "#app/store/jobs.server.ts";
import { isMarkingOpen } from "#app/store/marked-members.server.ts";
import { loadMailSettings } from "#app/store/message-settings.server.ts";
import { isRereadNeeded } from "#app/store/reconciliations.server.ts";
import { listEnded } from "#app/store/redemptions.server.ts";
import { getShop, listInstalledShops } from "#app/store/shops.server.ts";
import { findUnsettled } from "#app/store/write-stages.server.ts";
import { listShopsServed } from "./list-shops-served.server.ts";

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
// As long as deliveries rest at most: whatever was mended is noticed by then.
const PAUSE_MS_MAX = 10 * MINUTE_MS;

/** By which jobs a sweep looks whether a shop has work for them. */
const HAS_WORK: Partial<Record<ShopJobName, (shopId: number, now: Date) => Promise<boolean>>> = {
  "settle-due": async (shopId, now) => !(await isHistoryOpen(pool, shopId)) && ((await isMarkingOpen(pool, shopId)) || (await findUnsettled(pool, shopId, { now, limit: 1 })).length > 0),
  "end-redemptions": async (shopId, now) => (await listEnded(pool, shopId, { now, limit: 1 })).length > 0,
  "advance-backfill": (shopId) => isHistoryOpen(pool, shopId),
  "reread-orders": (shopId) => isRereadNeeded(pool, shopId),
  "perform-effects": async (shopId, now) => ((await nextEffectAt(pool, shopId)) ?? Infinity) <= now,
  "send-messages": async (shopId, now) => env.mail !== undefined && ((await nextEffectAt(pool, shopId, "mail")) ?? Infinity) <= now && !(await isQuiet(shopId, now)),
};

// What waits for the end of the shop's quiet hours has its job at that hour.
async function isQuiet(shopId: number, now: Date): Promise<boolean> {
  const [{ quiet }, { timeZone }] = [await loadMailSettings(pool, shopId), await getShop(pool, shopId)];
  return quietUntil(now, quiet, timeZone) !== undefined;
}

/**
 * Every minute: asks for whatever is due and has no job, so that nothing waits for a nudge that was lost. What waits because it
 * failed, or because Shopify asked it to, goes on waiting, for ten minutes at most and where somebody clicked for one. Of a shop that
 * waits to be opened only what asks Shopify nothing: what counts from now on by the clock alone.
 */
export async function sweep(now: Date): Promise<void> {
  await replayOurFaults(pool, new Date(now.getTime() - DAY_MS));
  for (const shopDomain of await listShopsWithPending(pool)) await enqueueUnlessInLine(pool, drainOf(shopDomain));
  for (const { id, reopenNeededAt } of await listInstalledShops(pool)) {
    for (const [name, hasWork] of Object.entries(HAS_WORK) as [ShopJobName, (shopId: number, now: Date) => Promise<boolean>][]) {
      if (reopenNeededAt && SHOP_JOBS[name].needs === "shopify") continue;
      if (!(await hasWork(id, now))) continue;
      await enqueueUnlessUnderWay(pool, jobOf(name)(id), { everyMs: MINUTE_MS, pauseMsMax: SHOP_JOBS[name].priority === "click" ? MINUTE_MS : PAUSE_MS_MAX });
    }
  }
}

/** By calendar: a comparison with Shopify for every shop that can be asked, spread over ten minutes. */
export async function startReconciliations(kind: "updated" | "ids", now: Date): Promise<void> {
  for (const { id: shopId } of await listShopsServed(`reconcile-${kind}`)) {
    const runAt = new Date(now.getTime() + (shopId % 600) * 1_000);
    await enqueueJob(pool, jobOf(`reconcile-${kind}`)(shopId, runAt));
  }
}
