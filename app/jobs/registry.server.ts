import { EventEmitter } from "node:events";
import { run, WorkerPreset, type Runner, type TaskList, type WorkerEvents } from "graphile-worker";
import { z } from "zod";
import { onDeliveriesCommitted } from "#app/inbox/accept.server.ts";
import { now } from "#app/platform/clock.server.ts";
import { pool } from "#app/platform/db.server.ts";
import { env, EnvError } from "#app/platform/env.server.ts";
import { graphileLogger } from "#app/platform/graphile-logger.server.ts";
import { logger } from "#app/platform/logger.server.ts";
import { isEffectWaitedFor } from "#app/effects/outbox.server.ts";
import { findFailedOrderReadAt } from "#app/store/backfills.server.ts";
import { findShop, type Shop } from "#app/store/shops.server.ts";
import {
  advanceBackfillOf, advanceLiabilityOf, enqueueJob, enqueueOnceMore, inItsTurn, jobOf, prepareExportsOf, reconcileIdsOf, reconcileUpdatedOf, settleDueOf, SHOP_JOBS, type ShopJobName,
} from "#app/store/jobs.server.ts";
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
import { settleDue, settleInTurn } from "./settle-due.server.ts";
import { startReminders } from "./start-reminders.server.ts";
import { lookForSummaries, startSummaries } from "./start-summaries.server.ts";
import { sweep, startReconciliations } from "./sweep.server.ts";
import { tidy } from "./tidy.server.ts";
import { beginTurn, TURN_MS, type JobRun } from "./turn.ts";
import { withShopifyTrouble, type WorkOutcome } from "./with-shopify-trouble.server.ts";
import { keepAlive, type EndLife } from "./worker-life.server.ts";

const LOOK_AGAIN_MS = 2_000;
// What came in while history was read has arrived by then. After a read that failed it would read the history itself, order by order.
const FIRST_COMPARISON_MS = 10 * 60_000;

/** A job that a shop can be served with, and whether it rests while the shop waits to be opened. */
interface JobOfShop {
  needs: "shopify" | "nothing";
  work: (shop: Shop, run: JobRun) => Promise<void>;
}

// What is worked off in turns asks for itself again where its turn ends.
const WORK: Record<Exclude<ShopJobName, "erase-gone-shop">, JobOfShop["work"]> = {
  "settle-due": async ({ id }, run) => {
    if (await settleInTurn(id, run)) await enqueueJob(pool, inItsTurn(settleDueOf(id)));
  },
  "end-redemptions": async ({ id }, { clock }) => void (await endRedemptions(id, clock())),
  "refresh-figures": async ({ id }, { clock }) => void (await refreshFigures(id, clock())),
  "advance-liability": async ({ id }, { isTurnOver }) => {
    if (await advanceLiability(id, { isOver: isTurnOver })) await enqueueJob(pool, inItsTurn(advanceLiabilityOf(id)));
  },
  "check-points": async ({ id }, { clock }) => void (await checkPoints(id, clock())),
  "run-import": async ({ id }, { clock, isTurnOver }) => runImports(id, clock(), isTurnOver),
  "prepare-exports": async (shop, { clock, isTurnOver }) => {
    if (await prepareExports(shop, clock(), isTurnOver)) await enqueueJob(pool, inItsTurn(prepareExportsOf(shop.id)));
  },
  "perform-effects": async (shop, { clock }) => void (await performEffects(shop, clock)),
  "advance-backfill": async (shop) => {
    const { isWaiting } = await advanceBackfill(shop);
    if (isWaiting) await enqueueJob(pool, advanceBackfillOf(shop.id, new Date(now().getTime() + LOOK_AGAIN_MS)));
    else if (!(await findFailedOrderReadAt(pool, shop.id))) await enqueueJob(pool, reconcileIdsOf(shop.id, new Date(now().getTime() + FIRST_COMPARISON_MS)));
  },
  "read-rule-facts": async (shop) => void (await readRuleFacts(shop)),
  "reread-orders": async (shop, { isTurnOver }) => void (await rereadOrders(shop, isTurnOver)),
  "reconcile-updated": async (shop, { clock, isTurnOver }) => {
    if (!(await reconcileUpdated(shop, clock(), isTurnOver))) await enqueueJob(pool, inItsTurn(reconcileUpdatedOf(shop.id)));
  },
  "reconcile-ids": async (shop, { clock, isTurnOver }) => {
    if (!(await reconcileIds(shop, clock(), isTurnOver))) await enqueueJob(pool, inItsTurn(reconcileIdsOf(shop.id)));
  },
  "push-summaries": async (shop, { clock }) => void (await pushSummaries(shop, clock)),
  "fill-code-pool": async (shop, { clock }) => void (await fillCodePool(shop, clock)),
  remind: async (shop, { clock }) => void (await remind(shop, clock())),
  "send-messages": async (shop, { clock }) => void (await sendMessages(shop, clock)),
};

// To look for everybody who waits costs a large shop too much to do it every two seconds.
const SETTLE_TURN_MS = 10_000;

const OF_QUEUE: Record<string, JobOfShop> = Object.fromEntries(
  Object.entries(WORK).map(([name, work]) => [name, { needs: SHOP_JOBS[name as keyof typeof WORK].needs, work }]),
);

/** Whatever can be run by hand for a shop: all of the queue, and what only a person asks for. */
export const BY_HAND: Record<string, JobOfShop> = {
  ...OF_QUEUE,
  "drain-inbox": { needs: "nothing", work: async ({ domain }) => void (await drainInbox(domain)) },
  reconcile: {
    needs: "shopify",
    work: async (shop, { clock }) => {
      await reconcileUpdated(shop, clock());
      await reconcileIds(shop, clock());
    },
  },
  "rebuild-points": {
    needs: "nothing",
    work: async ({ id }, { clock }) => {
      await rebuildPoints(id, clock());
      await settleDue(id, clock());
      await checkPoints(id, clock());
    },
  },
};

/** Every job of the queue: a shop's own, and what the calendar starts. */
export const TASKS: TaskList = {
  ...Object.fromEntries(Object.keys(WORK).map((name) => [name, (payload: unknown) => workInQueue(name as keyof typeof WORK, payload)])),
  // Deliveries come before their shop is installed, and after it was uninstalled.
  "drain-inbox": async (payload) => void (await drainInbox(z.object({ shopDomain: z.string() }).parse(payload).shopDomain, beginTurn(now))),
  "erase-gone-shop": async (payload) => eraseGoneShop(shopIdOf(payload)),
  sweep: () => sweep(now()),
  "start-reconciliations": (payload) => startReconciliations(z.object({ kind: z.enum(["updated", "ids"]) }).parse(payload).kind, now()),
  "start-reminders": startReminders,
  "start-code-pools": () => startCodePools(),
  "start-points-checks": () => startPointsChecks(now()),
  "start-liability": startLiability,
  "start-summaries": startSummaries,
  "look-for-summaries": lookForSummaries,
  tidy: () => tidy(now()),
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

const shopIdOf = (payload: unknown): number => z.object({ shopId: z.number().int() }).parse(payload).shopId;

/** What Shopify puts off gives its place to others, and is asked for again; whoever clicked meanwhile is not put off or behind others by that. A shop that was erased meanwhile needs nothing. */
async function workInQueue(name: keyof typeof WORK, payload: unknown): Promise<void> {
  const shop = await findShop(pool, shopIdOf(payload));
  if (!shop) return;
  const worked = await runForShop(OF_QUEUE[name]!, shop, { clock: now, isTurnOver: beginTurn(now, name === "settle-due" ? SETTLE_TURN_MS : TURN_MS) });
  if (worked.outcome !== "throttled") return;
  const again = jobOf(name)(shop.id, new Date(now().getTime() + worked.waitMs));
  await enqueueOnceMore(pool, inItsTurn(again));
  if (SHOP_JOBS[name].priority === "click" && (await isEffectWaitedFor(pool, shop.id, again.runAt ?? now()))) await enqueueOnceMore(pool, again);
}

/**
 * Does a job for a shop. One that is gone is left alone, and so is one that waits to be opened where the job needs Shopify: the work
 * is taken up when it comes back. Answers which it was.
 */
export async function runForShop({ needs, work }: JobOfShop, shop: Shop, run: JobRun): Promise<WorkOutcome> {
  if (shop.uninstalledAt) return { outcome: "shop_gone" };
  if (shop.reopenNeededAt && needs === "shopify") return { outcome: "reopen_needed" };
  return withShopifyTrouble(shop, () => work(shop, run));
}

// A delay of 0 makes the queue report a job's end that could not be written down, instead of leaving a rejection to nobody.
const PRESET = {
  extends: [WorkerPreset],
  worker: { pollInterval: 1_000, gracefulShutdownAbortTimeout: 8_000, completeJobBatchDelay: 0, failJobBatchDelay: 0 },
};

const only = (name: string): TaskList => ({ [name]: TASKS[name] });

/**
 * Where jobs run: so many at a time of these. One place is for deliveries alone and one for what a click waits for, however long
 * three shops, a mail server or Shopify keep all others busy.
 */
const PLACES = [
  { concurrentJobs: 3, taskList: TASKS, crontab: CRONTAB },
  { concurrentJobs: 1, taskList: only("drain-inbox"), crontab: "" },
  { concurrentJobs: 1, taskList: only("perform-effects"), crontab: "" },
];

// Of the pool's connections each runner listens on one for as long as it lives, and each job takes one.
const CONNECTIONS_MIN = PLACES.reduce((sum, { concurrentJobs }) => sum + 1 + concurrentJobs, 0);

/** Starts working in this process; `stop` finishes what is under way. Throws `EnvError` where the pool is too small for it: it would listen, and do nothing. */
export async function startWorker(): Promise<{ stop(): Promise<void> }> {
  if (env.databasePoolMax < CONNECTIONS_MIN) throw new EnvError([`  DATABASE_POOL_MAX must be at least ${CONNECTIONS_MIN} where the worker runs`]);
  return keepWorking(runWorker);
}

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
