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

/** Asks for a job, at once or at its `runAt`. Asked for again before it began, it is still one. */
export async function enqueueJob(tx: Tx, { name, payload, key, queue, runAt, priority }: JobRequest): Promise<void> {
  await tx.query("SELECT graphile_worker.add_job($1, payload => $2::json, job_key => $3, queue_name => $4, run_at => $5, priority => $6)", [
    name,
    JSON.stringify(payload),
    key,
    queue ?? null,
    runAt ?? null,
    priority ?? PRIORITY.ordinary,
  ]);
}

/** The jobs of a shop: of each, one runs and one waits at most. Those that share a queue take turns. */
const jobOf =
  (name: string, queue: string, priority = PRIORITY.ordinary) =>
  (shopId: number, runAt?: Date): JobRequest => ({ name, payload: { shopId }, key: `${name}:${shopId}`, queue: `${queue}:${shopId}`, priority, ...(runAt && { runAt }) });

export const settleDueOf = jobOf("settle-due", "settle");
export const endRedemptionsOf = jobOf("end-redemptions", "settle");
export const advanceBackfillOf = jobOf("advance-backfill", "backfill");
export const rereadOrdersOf = jobOf("reread-orders", "reread", PRIORITY.long);
export const reconcileUpdatedOf = jobOf("reconcile-updated", "reconcile", PRIORITY.long);
export const reconcileIdsOf = jobOf("reconcile-ids", "reconcile", PRIORITY.long);
export const readRuleFactsOf = jobOf("read-rule-facts", "rule-facts");
export const pushSummariesOf = jobOf("push-summaries", "summaries", PRIORITY.long);
export const fillCodePoolOf = jobOf("fill-code-pool", "code-pool", PRIORITY.long);
export const runImportOf = jobOf("run-import", "import", PRIORITY.long);
export const prepareExportsOf = jobOf("prepare-exports", "export", PRIORITY.long);
export const refreshFiguresOf = jobOf("refresh-figures", "figures");
export const checkPointsOf = jobOf("check-points", "check-points", PRIORITY.long);
export const advanceLiabilityOf = jobOf("advance-liability", "liability", PRIORITY.long);
export const remindOf = jobOf("remind", "remind", PRIORITY.long);
export const eraseGoneShopOf = jobOf("erase-gone-shop", "erase", PRIORITY.long);
export const performEffectsOf = jobOf("perform-effects", "effects", PRIORITY.click);
/** In a queue of its own, so that a slow mail server holds up nothing else. */
export const sendMessagesOf = jobOf("send-messages", "mail", PRIORITY.long);

/** The same job once more for what its turn did not reach: not before what others wait for. */
export const inItsTurn = (request: JobRequest): JobRequest => ({ ...request, priority: Math.max(request.priority ?? PRIORITY.ordinary, PRIORITY.ordinary) });

/** Drains the deliveries of a shop, which is known by its domain before it is installed and after it is gone. */
export const drainOf = (shopDomain: string): JobRequest => ({ name: "drain-inbox", payload: { shopDomain }, key: `drain-inbox:${shopDomain}`, queue: `drain-inbox:${shopDomain}`, priority: PRIORITY.delivery });
