import pg from "pg";
import { pool } from "#app/platform/db.server.ts";
import { env } from "#app/platform/env.server.ts";
import { logger } from "#app/platform/logger.server.ts";

// The class of our advisory locks that say "this worker lives"; another class than the locks on shops' facts.
const WORKER_LIFE = 7_484;
const LOOK_EVERY_MS = 10_000;
const RECONNECT_MS = 1_000;

/** Stops saying that the worker lives. */
export type EndLife = () => Promise<void>;

/**
 * Says that a worker lives, and frees what dead ones left behind.
 *
 * graphile-worker holds the jobs of a killed process for four hours. A living worker holds an advisory lock on a connection of
 * its own, which the database lets go of the moment the process is gone; whoever can take that lock knows that its owner is
 * dead and unlocks its jobs. A worker that only lost its connection may so see a job run twice, which every job allows.
 * Needs a direct connection or session pooling.
 */
export function keepAlive(workerId: string): EndLife {
  let client: pg.Client | undefined;
  let isEnding = false;
  let reconnect: NodeJS.Timeout | undefined;

  const connect = async () => {
    const next = new pg.Client({ connectionString: env.databaseUrl, application_name: "thrice worker life", keepAlive: true });
    next.on("error", () => undefined);
    next.on("end", () => {
      if (!isEnding) reconnect = setTimeout(() => void connect(), RECONNECT_MS);
    });
    try {
      await next.connect();
      await next.query("SELECT pg_advisory_lock_shared($1, hashtext($2))", [WORKER_LIFE, workerId]);
      client = next;
    } catch (error) {
      logger.warn({ err: error }, "the worker's sign of life is interrupted");
      await next.end().catch(() => undefined);
    }
  };

  const connected = connect();
  void connected.then(releaseDead);
  const looking = setInterval(() => void releaseDead(), LOOK_EVERY_MS);
  return async () => {
    isEnding = true;
    clearInterval(looking);
    clearTimeout(reconnect);
    await connected;
    await client?.end().catch(() => undefined);
  };
}

/** Frees the jobs and queues of workers that are gone. */
export async function releaseDead(): Promise<void> {
  try {
    const dead = await pool.query<{ worker_id: string }>(
      `SELECT DISTINCT locked_by AS worker_id FROM (
         SELECT locked_by FROM graphile_worker._private_jobs WHERE locked_by IS NOT NULL
         UNION SELECT locked_by FROM graphile_worker._private_job_queues WHERE locked_by IS NOT NULL
       ) held
       WHERE NOT EXISTS (
         SELECT 1 FROM pg_locks l WHERE l.locktype = 'advisory' AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
           AND l.classid::bigint = $1 AND l.objid::bigint = hashtext(held.locked_by)::bigint & 4294967295 AND l.objsubid = 2 AND l.granted)`,
      [WORKER_LIFE],
    );
    if (dead.rows.length === 0) return;
    const ids = dead.rows.map((row) => row.worker_id);
    // A drain that is asked for while one runs replaces it: the running one loses its key and its tries, and is nobody's when its worker dies.
    await pool.query("DELETE FROM graphile_worker._private_jobs WHERE locked_by = ANY ($1::text[]) AND key IS NULL AND attempts >= max_attempts", [ids]);
    await pool.query("SELECT graphile_worker.force_unlock_workers($1::text[])", [ids]);
    logger.warn({ workers: ids.length }, "jobs of workers that are gone were freed");
  } catch (error) {
    logger.warn({ err: error }, "could not look for workers that are gone");
  }
}
