import type { Tx } from "#app/platform/db.server.ts";

/** A job to be done after the transaction that asks for it: it exists if and only if that commits. */
export interface JobRequest {
  name: string;
  /** Ids only: a job reads what it needs when it runs. */
  payload: Record<string, string | number>;
  /** One job of this key waits at a time; asking again replaces it. */
  key: string;
  /** Jobs of one queue run one after another. */
  queue?: string;
  runAt?: Date;
  /** "ordinary" when left out. */
  priority?: number;
}

/** Of the jobs that are due the lowest number begins first, and of the same number what came due first. */
const PRIORITY = { delivery: -2, click: -1, ordinary: 0, long: 1 };

const addAs = (mode: string) => `SELECT graphile_worker.add_job($1, payload => $2::json, job_key => $3, queue_name => $4, run_at => $5, priority => $6, job_key_mode => ${mode})`;
const ADD = addAs("$7");

const argumentsOf = ({ name, payload, key, queue, runAt, priority }: JobRequest, mode: "replace" | "preserve_run_at" = "replace"): unknown[] => [
  name, JSON.stringify(payload), key, queue ?? null, runAt ?? null, priority ?? PRIORITY.ordinary, mode,
];

/** Asks for a job, at once or at its `runAt`. Asked for again before it began, it is still one. */
export async function enqueueJob(tx: Tx, request: JobRequest): Promise<void> {
  await tx.query(ADD, argumentsOf(request));
}

/** The same for a job that asks for itself: whoever asked for it while it ran is not put off. */
export async function enqueueOnceMore(tx: Tx, request: JobRequest): Promise<void> {
  await tx.query(ADD, argumentsOf(request, "preserve_run_at"));
}

/**
 * The same, unless it stands in line after its turn. Any other is asked for again, though it waits already: asking wakes a worker that
 * looked a moment too early and would look again only a second later. What is due keeps its place, however often it is asked for.
 */
export async function enqueueUnlessInLine(tx: Tx, request: JobRequest): Promise<void> {
  await tx.query(
    `WITH due AS (SELECT priority FROM graphile_worker._private_jobs WHERE key = $3 AND locked_at IS NULL AND run_at <= now() AND attempts < max_attempts)
     ${addAs("CASE WHEN EXISTS (SELECT FROM due) THEN 'preserve_run_at' ELSE $7 END")} WHERE NOT EXISTS (SELECT FROM due WHERE priority = ${PRIORITY.long})`,
    argumentsOf(request),
  );
}

/**
 * The same for whoever asks `everyMs`, whether anybody else did or not: unless it runs, begins before it would be asked for again, or
 * failed less than `pauseMsMax` ago and waits since. graphile-worker's pauses grow by a factor of e from try to try, to six hours;
 * asking ends them, and they begin anew.
 */
export async function enqueueUnlessUnderWay(tx: Tx, request: JobRequest, { everyMs, pauseMsMax }: { everyMs: number; pauseMsMax: number }): Promise<void> {
  await tx.query(
    `${ADD} WHERE NOT EXISTS (
       SELECT FROM graphile_worker._private_jobs
       WHERE key = $3 AND attempts < max_attempts AND (
         run_at <= now() + $8 * interval '1 millisecond'
         OR attempts > 0 AND run_at - exp(least(attempts, 10)) * interval '1 second' > now() - $9 * interval '1 millisecond'))`,
    [...argumentsOf(request), everyMs, pauseMsMax],
  );
}

/**
 * A kind of job of a shop: the queue that it shares with others of the shop, which take turns; when it begins among others; and what
 * it needs: "shopify" rests while a shop waits to be opened, "nothing" goes on.
 */
interface ShopJob {
  queue: string;
  priority: keyof typeof PRIORITY;
  needs: "shopify" | "nothing";
}

/** Every job that is asked for by shop; of each, one runs and one waits at most. The queue, the calendar and the command by hand go by this table. */
export const SHOP_JOBS = {
  "settle-due": { queue: "settle", priority: "ordinary", needs: "nothing" },
  "end-redemptions": { queue: "settle", priority: "ordinary", needs: "nothing" },
  "refresh-figures": { queue: "figures", priority: "ordinary", needs: "nothing" },
  "advance-liability": { queue: "liability", priority: "long", needs: "nothing" },
  "check-points": { queue: "check-points", priority: "long", needs: "nothing" },
  "run-import": { queue: "import", priority: "long", needs: "nothing" },
  "prepare-exports": { queue: "export", priority: "long", needs: "nothing" },
  // Finds out by itself whether Shopify still takes our tokens.
  "erase-gone-shop": { queue: "erase", priority: "long", needs: "nothing" },
  "perform-effects": { queue: "effects", priority: "click", needs: "shopify" },
  "advance-backfill": { queue: "backfill", priority: "ordinary", needs: "shopify" },
  "read-rule-facts": { queue: "rule-facts", priority: "ordinary", needs: "shopify" },
  "reread-orders": { queue: "reread", priority: "long", needs: "shopify" },
  "reconcile-updated": { queue: "reconcile", priority: "long", needs: "shopify" },
  "reconcile-ids": { queue: "reconcile", priority: "long", needs: "shopify" },
  "push-summaries": { queue: "summaries", priority: "long", needs: "shopify" },
  "fill-code-pool": { queue: "code-pool", priority: "long", needs: "shopify" },
  // A message is written with what Shopify says of its reader at that moment, so none is asked for before it could be sent.
  remind: { queue: "remind", priority: "long", needs: "shopify" },
  // In a queue of its own, so that a slow mail server holds up nothing else of the shop.
  "send-messages": { queue: "mail", priority: "long", needs: "shopify" },
} as const satisfies Record<string, ShopJob>;

export type ShopJobName = keyof typeof SHOP_JOBS;

/** How a job is asked for: at once, or at its `runAt`. */
export const jobOf =
  (name: ShopJobName) =>
  (shopId: number, runAt?: Date): JobRequest => {
    const { queue, priority } = SHOP_JOBS[name];
    return { name, payload: { shopId }, key: `${name}:${shopId}`, queue: `${queue}:${shopId}`, priority: PRIORITY[priority], ...(runAt && { runAt }) };
  };

export const settleDueOf = jobOf("settle-due");
export const advanceBackfillOf = jobOf("advance-backfill");
export const rereadOrdersOf = jobOf("reread-orders");
export const reconcileUpdatedOf = jobOf("reconcile-updated");
export const reconcileIdsOf = jobOf("reconcile-ids");
export const readRuleFactsOf = jobOf("read-rule-facts");
export const pushSummariesOf = jobOf("push-summaries");
export const fillCodePoolOf = jobOf("fill-code-pool");
export const runImportOf = jobOf("run-import");
export const prepareExportsOf = jobOf("prepare-exports");
export const refreshFiguresOf = jobOf("refresh-figures");
export const checkPointsOf = jobOf("check-points");
export const advanceLiabilityOf = jobOf("advance-liability");
export const remindOf = jobOf("remind");
export const eraseGoneShopOf = jobOf("erase-gone-shop");
export const performEffectsOf = jobOf("perform-effects");
export const sendMessagesOf = jobOf("send-messages");

/** The same job once more for what its turn did not reach: behind whatever is due by then, so that nobody is kept out by those who always have more. */
export const inItsTurn = (request: JobRequest): JobRequest => ({ ...request, priority: PRIORITY.long });

/** Drains the deliveries of a shop, which is known by its domain before it is installed and after it is gone. */
export const drainOf = (shopDomain: string): JobRequest => ({ name: "drain-inbox", payload: { shopDomain }, key: `drain-inbox:${shopDomain}`, queue: `drain-inbox:${shopDomain}`, priority: PRIORITY.delivery });
