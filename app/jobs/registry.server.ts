import { EventEmitter } from "node:events";
import { run, WorkerPreset, type Runner, type TaskList, type WorkerEvents } from "graphile-worker";
import { z } from "zod";
import { onDeliveriesCommitted } from "#app/inbox/accept.server.ts";
import { now as clock } from "#app/platform/clock.server.ts";
import { pool } from "#app/platform/db.server.ts";
import { graphileLogger } from "#app/platform/graphile-logger.server.ts";
import { logger } from "#app/platform/logger.server.ts";
import { getShop, type Shop } from "#app/store/shops.server.ts";
import { advanceBackfillOf, advanceLiabilityOf, enqueueJob, inItsTurn, reconcileIdsOf } from "#app/store/jobs.server.ts";
import { remind } from "#app/usecases/remind.server.ts";
import { endRedemptions } from "#app/usecases/end-redemptions.server.ts";
import { rebuildPoints } from "#app/usecases/rebuild-points.server.ts";
import { advanceBackfill } from "./advance-backfill.server.ts";
import { advanceLiability, startLiability } from "./advance-liability.server.ts";
import { checkPoints, startPointsChecks } from "./check-points.server.ts";
import { fillCodePool, startCodePools } from "./fill-code-pool.server.ts";
import { eraseGoneShop } from "./erase-gone-shop.server.ts";
import { drainInbox } from "./drain-inbox.server.ts";
import { keepWorking, type RunningWorker } from "./keep-working.server.ts";
import { nudgeDrains } from "./nudge-drains.server.ts";
import { reconcileIds, reconcileUpdated } from "./reconcile.server.ts";
import { performEffects } from "./perform-effects.server.ts";
import { prepareExports } from "./prepare-exports.server.ts";
import { readRuleFacts } from "./read-rule-facts.server.ts";
import { pushSummaries } from "./push-summaries.server.ts";
import { refreshFigures } from "./refresh-figures.server.ts";
import { releaseOnce } from "./release-once.server.ts";
import { rereadOrders } from "./reread-orders.server.ts";
import { runImports } from "./run-imports.server.ts";
import { sendMessages } from "./send-messages.server.ts";
import { settleDue } from "./settle-due.server.ts";
import { startReminders } from "./start-reminders.server.ts";
import { lookForSummaries, startSummaries } from "./start-summaries.server.ts";
import { sweep, startReconciliations } from "./sweep.server.ts";
import { tidy } from "./tidy.server.ts";
import { beginTurn } from "./turn.ts";
import { withShopifyTrouble, type WorkOutcome } from "./with-shopify-trouble.server.ts";
import { keepAlive, type EndLife } from "./worker-life.server.ts";

const LOOK_AGAIN_MS = 2_000;
// What came in while history was read has arrived by then.
const FIRST_COMPARISON_MS = 10 * 60_000;

/** Jobs of one shop. `asOf` stands in for the clock when a job of the calendar is run by hand. */
export const BY_HAND: Record<string, (shop: Shop, asOf?: Date) => Promise<void>> = {
  "drain-inbox": async ({ domain }) => void (await drainInbox(domain)),
  "advance-backfill": async (shop) => {
    const { isWaiting } = await advanceBackfill(shop);
    if (isWaiting) await enqueueJob(pool, advanceBackfillOf(shop.id, new Date(clock().getTime() + LOOK_AGAIN_MS)));
    else await enqueueJob(pool, reconcileIdsOf(shop.id, new Date(clock().getTime() + FIRST_COMPARISON_MS)));
  },
  "settle-due": async ({ id }, asOf = clock()) => void (await settleDue(id, asOf)),
  "run-import": async ({ id }, asOf) => (asOf ? runImports(id, asOf) : runImports(id, clock(), beginTurn(clock))),
  "prepare-exports": async (shop, asOf = clock()) => prepareExports(shop, asOf),
  "reread-orders": async (shop, asOf) => void (await rereadOrders(shop, asOf ? undefined : beginTurn(clock))),
  reconcile: async (shop, asOf = clock()) => {
    await reconcileUpdated(shop, asOf);
    await reconcileIds(shop, asOf);
  },
  "reconcile-updated": async (shop, asOf = clock()) => void (await reconcileUpdated(shop, asOf)),
  "reconcile-ids": async (shop, asOf = clock()) => void (await reconcileIds(shop, asOf)),
  "read-rule-facts": async (shop) => void (await readRuleFacts(shop)),
  "perform-effects": async (shop, asOf) => void (await performEffects(shop, asOf ? () => asOf : clock)),
  "fill-code-pool": async (shop, asOf) => void (await fillCodePool(shop, asOf ? () => asOf : clock)),
  remind: async (shop, asOf = clock()) => void (await remind(shop, asOf)),
  "send-messages": async (shop, asOf) => void (await sendMessages(shop, asOf ? () => asOf : clock)),
  "push-summaries": async (shop, asOf) => void (await pushSummaries(shop, asOf ? () => asOf : clock)),
  "end-redemptions": async ({ id }, asOf = clock()) => void (await endRedemptions(id, asOf)),
  "check-points": async ({ id }, asOf = clock()) => void (await checkPoints(id, asOf)),
  "rebuild-points": async ({ id }, asOf = clock()) => {
    await rebuildPoints(id, asOf);
    await settleDue(id, asOf);
    await checkPoints(id, asOf);
  },
  "advance-liability": async ({ id }, asOf) => {
    const isLeft = await advanceLiability(id, asOf ? {} : { isOver: beginTurn(clock) });
    if (isLeft) await enqueueJob(pool, inItsTurn(advanceLiabilityOf(id)));
  },
  "refresh-figures": async ({ id }, asOf = clock()) => void (await refreshFigures(id, asOf)),
};

/** Every job of the queue: a shop's own, and what the calendar starts. */
export const TASKS: TaskList = {
  ...Object.fromEntries(Object.entries(BY_HAND).map(([name, job]) => [name, async (payload: unknown) => void (await forShop(payload, job))])),
  // Deliveries come before their shop is installed, and after it was uninstalled.
  "drain-inbox": async (payload) => void (await drainInbox(z.object({ shopDomain: z.string() }).parse(payload).shopDomain, beginTurn(clock))),
  // Settling asks Shopify nothing: it goes on while a shop waits to be opened.
  "settle-due": async (payload) => {
    const { id, uninstalledAt } = await getShop(pool, z.object({ shopId: z.number().int() }).parse(payload).shopId);
    if (!uninstalledAt) await settleDue(id, clock());
  },
  // A shop that must be opened again is asked after all.
  "erase-gone-shop": async (payload) => eraseGoneShop(z.object({ shopId: z.number().int() }).parse(payload).shopId),
  sweep: () => sweep(clock()),
  "start-reconciliations": (payload) => startReconciliations(z.object({ kind: z.enum(["updated", "ids"]) }).parse(payload).kind, clock()),
  "start-reminders": startReminders,
  "start-code-pools": () => startCodePools(),
  "start-points-checks": () => startPointsChecks(clock()),
  "start-liability": startLiability,
  "start-summaries": startSummaries,
  "look-for-summaries": lookForSummaries,
  tidy: () => tidy(clock()),
};

/** The calendar, in UTC: a sweep for anything that a nudge missed, comparisons with Shopify, and forgetting. */
const CRONTAB = `
* * * * * sweep ?jobKey=sweep
* * * * * start-summaries ?jobKey=start-summaries
*/10 * * * * start-reminders ?jobKey=start-reminders
*/10 * * * * start-code-pools ?jobKey=start-code-pools
17 * * * * start-reconciliations ?id=reconcile-updated&jobKey=reconcile-updated {"kind":"updated"}
47 * * * * start-points-checks ?jobKey=start-points-checks
7 * * * * start-liability ?jobKey=start-liability
41 3 * * 0 start-reconciliations ?id=reconcile-ids&jobKey=reconcile-ids {"kind":"ids"}
23 2 * * * tidy ?jobKey=tidy
`;

const forShop = async (payload: unknown, job: (shop: Shop) => Promise<void>) =>
  forShopNow(await getShop(pool, z.object({ shopId: z.number().int() }).parse(payload).shopId), job);

/** Runs a job for a shop that can be asked. One that is gone, or waits to be opened, is left alone: its work is taken up when it comes back. Answers which it was. */
export async function forShopNow(shop: Shop, job: (shop: Shop) => Promise<void>): Promise<WorkOutcome> {
  if (shop.uninstalledAt) return "shop_gone";
  if (shop.reopenNeededAt) return "reopen_needed";
  return withShopifyTrouble(shop, () => job(shop));
}

// A delay of 0 makes the queue report a job's end that could not be written down, instead of leaving a rejection to nobody.
const PRESET = {
  extends: [WorkerPreset],
  worker: { pollInterval: 1_000, gracefulShutdownAbortTimeout: 8_000, completeJobBatchDelay: 0, failJobBatchDelay: 0 },
};

/** Where jobs run: so many at a time of these. One place is for deliveries alone, however long a mail server or Shopify leaves the others hanging. */
const PLACES = [
  { concurrentJobs: 3, taskList: TASKS, crontab: CRONTAB },
  { concurrentJobs: 1, taskList: { "drain-inbox": TASKS["drain-inbox"] } as TaskList, crontab: "" },
];

/** Starts working in this process; `stop` finishes what is under way. */
export const startWorker = (): Promise<{ stop(): Promise<void> }> => keepWorking(runWorker);

async function runWorker(): Promise<RunningWorker> {
  const running: RunningWorker[] = [];
  const stop = async () => void (await Promise.all(running.map((places) => places.stop())));
  try {
    for (const places of PLACES) running.push(await runPlaces(places));
  } catch (error) {
    await stop();
    throw error;
  }
  return { ended: Promise.race(running.map(({ ended }) => ended)).then(stop), stop };
}

async function runPlaces({ concurrentJobs, taskList, crontab }: (typeof PLACES)[number]): Promise<RunningWorker> {
  const events: WorkerEvents = new EventEmitter();
  let endLife: EndLife = async () => undefined;
  events.on("pool:create", ({ workerPool }) => {
    endLife = keepAlive(workerPool.id);
  });
  let runner: Runner;
  try {
    runner = await run({ preset: { ...PRESET, worker: { ...PRESET.worker, concurrentJobs } }, pgPool: releaseOnce(pool), taskList, crontab, noHandleSignals: true, logger: graphileLogger, events });
  } catch (error) {
    await endLife();
    throw error;
  }
  const ended = runner.promise.catch((error: unknown) => logger.warn({ err: error }, "the worker ended")).then(() => endLife());
  return {
    ended,
    async stop() {
      await runner.stop().catch(() => undefined);
      await ended;
    },
  };
}

onDeliveriesCommitted(nudgeDrains);
