import { expect, it, vi } from "vitest";
import { storeShop } from "#tests/factories/stored-facts.ts";
import { waitFor } from "#tests/setup/wait-for.ts";

/** The worker as it is in a process with so many connections. The app reads its environment once, so it is loaded anew. */
async function loadApp(connections: number) {
  vi.resetModules();
  vi.stubEnv("DATABASE_POOL_MAX", String(connections));
  const [{ startWorker }, { pool }, { enqueueJob, refreshFiguresOf }] = await Promise.all([
    import("#app/jobs/registry.server.ts"), import("#app/platform/db.server.ts"), import("#app/store/jobs.server.ts"),
  ]);
  return { startWorker, pool, enqueueJob, refreshFiguresOf };
}

it("a worker with too few connections to do anything does not start, and says which setting", async () => {
  const { startWorker } = await loadApp(7);
  await expect(startWorker()).rejects.toThrow(/DATABASE_POOL_MAX must be at least 8/);
});

it("one with just enough works", async () => {
  const { startWorker, pool, enqueueJob, refreshFiguresOf } = await loadApp(8);
  const shopId = await storeShop(pool);
  await enqueueJob(pool, refreshFiguresOf(shopId));
  const worker = await startWorker();
  try {
    await waitFor("the job to be done", async () => (await pool.query("SELECT FROM graphile_worker.jobs WHERE key = $1", [refreshFiguresOf(shopId).key])).rowCount === 0, 20_000);
  } finally {
    await worker.stop();
  }
});
