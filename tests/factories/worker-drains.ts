import { run, WorkerPreset } from "graphile-worker";
import { accept } from "#app/inbox/accept.server.ts";
import { TASKS } from "#app/jobs/registry.server.ts";
import { releaseOnce } from "#app/jobs/release-once.server.ts";
import { pool } from "#app/platform/db.server.ts";
import { graphileLogger } from "#app/platform/graphile-logger.server.ts";
import { waitFor } from "#tests/setup/wait-for.ts";
import { inBatches } from "./live-through.ts";
import type { Told } from "./shop-lab.ts";

const WORKERS = 2;
const PRESET = { extends: [WorkerPreset], worker: { concurrentJobs: 4, pollInterval: 1_000 } };

/** Everything that shops tell, in the order in which it comes. */
export type ToldByShop = { domain: string; told: Told };

/**
 * Two workers with the product's own job for draining and no other, asked by the inbox as in production. `drain` takes
 * deliveries in and waits until none is pending.
 */
export async function startDrains() {
  const runners = await Promise.all(
    Array.from({ length: WORKERS }, () =>
      run({ preset: PRESET, pgPool: releaseOnce(pool), taskList: { "drain-inbox": TASKS["drain-inbox"]! }, crontab: "", noHandleSignals: true, logger: graphileLogger })),
  );
  return {
    drain: async (all: ToldByShop[], random: () => number): Promise<void> => {
      for (const batch of inBatches(all, random)) {
        await Promise.all(batch.map(({ domain, told: { webhookId, topic, body, triggeredAt } }) =>
          accept({ shopDomain: domain, webhookId, eventId: null, topic, apiVersion: null, triggeredAt, body: Buffer.from(body) })));
      }
      await waitFor("the workers to empty the inbox", async () => (await pool.query("SELECT FROM inbox_events WHERE state = 'pending' LIMIT 1")).rowCount === 0, 60_000);
    },
    stop: async () => void (await Promise.all(runners.map((runner) => runner.stop()))),
  };
}

export type Drains = Awaited<ReturnType<typeof startDrains>>;
