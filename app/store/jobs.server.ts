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
}

export async function enqueueJob(tx: Tx, { name, payload, key, queue, runAt }: JobRequest): Promise<void> {
  await tx.query("SELECT graphile_worker.add_job($1, payload => $2::json, job_key => $3, queue_name => $4, run_at => $5)", [
    name,
    JSON.stringify(payload),
    key,
    queue ?? null,
    runAt ?? null,
  ]);
}
