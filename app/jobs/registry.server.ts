import { EventEmitter } from "node:events";
import { run, WorkerPreset, type Runner, type TaskList, type WorkerEvents } from "graphile-worker";
import { z } from "zod";
import { onDeliveriesCommitted } from "#app/inbox/accept.server.ts";
import { now as clock } from "#app/platform/clock.server.ts";
import { pool } from "#app/platform/db.server.ts";
import { graphileLogger } from "#app/platform/graphile-logger.server.ts";
import { getShop, type Shop } from "#app/store/shops.server.ts";
import { enqueueJob } from "#app/store/jobs.server.ts";
import { advanceBackfill } from "./advance-backfill.server.ts";
import { drainInbox } from "./drain-inbox.server.ts";
import { nudgeDrains } from "./nudge-drains.server.ts";
import { reconcileIds, reconcileUpdated } from "./reconcile.server.ts";
import { refreshFigures } from "./refresh-figures.server.ts";
import { rereadOrders } from "./reread-orders.server.ts";
import { settleDue } from "./settle-due.server.ts";
import { sweep, startReconciliations } from "./sweep.server.ts";
import { tidy } from "./tidy.server.ts";
import { withShopifyTrouble } from "./with-shopify-trouble.server.ts";
import { keepAlive } from "./worker-life.server.ts";

const LOOK_AGAIN_MS = 2_000;

const ofShop = z.object({ shopId: z.number().int() });
const ofCalendar = z.object({ shopId: z.number().int(), asOf: z.iso.datetime({ offset: true }).optional() });
const asOf = (payload: z.output<typeof ofCalendar>) => (payload.asOf ? new Date(payload.asOf) : clock());

/** Every job: its name, what it takes, what it does. Jobs of the calendar take `asOf` when they are run by hand. */
export const TASKS: TaskList = {
  "drain-inbox": async (payload) => void (await drainInbox(z.object({ shopDomain: z.string() }).parse(payload).shopDomain)),
  "advance-backfill": (payload) =>
    forShop(ofShop.parse(payload), async (shop) => {
      const { isWaiting } = await advanceBackfill(shop);
      if (isWaiting) await lookAgain(shop.id);
      else await enqueueJob(pool, { name: "reconcile-ids", payload: { shopId: shop.id }, key: `reconcile:${shop.id}`, queue: `reconcile:${shop.id}` });
    }),
  "settle-due": async (payload) => {
    const parsed = ofCalendar.parse(payload);
    await settleDue(parsed.shopId, asOf(parsed));
  },
  "reread-orders": (payload) => forShop(ofShop.parse(payload), async (shop) => void (await rereadOrders(shop))),
  "reconcile-updated": (payload) => {
    const parsed = ofCalendar.parse(payload);
    return forShop(parsed, async (shop) => void (await reconcileUpdated(shop, asOf(parsed))));
  },
  "reconcile-ids": (payload) => {
    const parsed = ofCalendar.parse(payload);
    return forShop(parsed, async (shop) => void (await reconcileIds(shop, asOf(parsed))));
  },
  "refresh-figures": async (payload) => void (await refreshFigures(ofShop.parse(payload).shopId, clock())),
  sweep: () => sweep(clock()),
  "start-reconciliations": (payload) => startReconciliations(z.object({ kind: z.enum(["updated", "ids"]) }).parse(payload).kind),
  tidy: () => tidy(clock()),
};

/** The calendar, in UTC: a sweep for anything that a nudge missed, comparisons with Shopify, and forgetting. */
const CRONTAB = `
* * * * * sweep ?jobKey=sweep
17 * * * * start-reconciliations ?id=reconcile-updated&jobKey=reconcile-updated {"kind":"updated"}
41 3 * * 0 start-reconciliations ?id=reconcile-ids&jobKey=reconcile-ids {"kind":"ids"}
23 2 * * * tidy ?jobKey=tidy
`;

async function forShop({ shopId }: { shopId: number }, work: (shop: Shop) => Promise<void>): Promise<void> {
  const shop = await getShop(pool, shopId);
  // A shop that is gone, or waits to be opened, is not asked anything; its work is taken up again when it comes back.
  if (shop.uninstalledAt || shop.reopenNeededAt) return;
  await withShopifyTrouble(shop, () => work(shop));
}

const lookAgain = (shopId: number) =>
  enqueueJob(pool, {
    name: "advance-backfill",
    payload: { shopId },
    key: `advance-backfill:${shopId}`,
    queue: `backfill:${shopId}`,
    runAt: new Date(clock().getTime() + LOOK_AGAIN_MS),
  });

/** Starts working in this process; `stop` finishes what is under way. */
export async function startWorker(): Promise<{ stop(): Promise<void> }> {
  const events: WorkerEvents = new EventEmitter();
  let endLife: (() => Promise<void>) | undefined;
  events.on("pool:create", ({ workerPool }) => {
    endLife = keepAlive(workerPool.id);
  });
  const runner: Runner = await run({
    preset: { extends: [WorkerPreset], worker: { concurrentJobs: 4, pollInterval: 1_000, gracefulShutdownAbortTimeout: 8_000 } },
    pgPool: pool,
    taskList: TASKS,
    crontab: CRONTAB,
    noHandleSignals: true,
    logger: graphileLogger,
    events,
  });
  return {
    async stop() {
      await runner.stop();
      await endLife?.();
    },
  };
}

onDeliveriesCommitted(nudgeDrains);
