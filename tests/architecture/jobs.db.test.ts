import { expect, it } from "vitest";
import { TASKS } from "#app/jobs/registry.server.ts";
import { pool } from "#app/platform/db.server.ts";
import { drainOf, enqueueJob, inItsTurn, performEffectsOf, sendMessagesOf, settleDueOf, type JobRequest } from "#app/store/jobs.server.ts";
import * as jobs from "#app/store/jobs.server.ts";

const ofAShop = Object.entries(jobs).filter(([name]) => name.endsWith("Of") && name !== "drainOf") as [string, (shopId: number, runAt?: Date) => JobRequest][];

it("every job that can be asked for is one that the worker does", () => {
  const names = [drainOf("shop.myshopify.com"), ...ofAShop.map(([, jobOf]) => jobOf(7))].map(({ name }) => name);
  expect(names.length).toBeGreaterThan(10);
  expect(names.filter((name) => !(name in TASKS))).toEqual([]);
});

it.each(ofAShop)("%s asks for one job of one shop, in a queue of that shop", (_name, jobOf) => {
  const runAt = new Date("2026-11-01T00:00:00Z");
  const job = jobOf(7, runAt);
  expect(job).toMatchObject({ payload: { shopId: 7 }, key: `${job.name}:7`, queue: expect.stringMatching(/^[a-z-]+:7$/), runAt });
  expect(jobOf(8).key).not.toBe(job.key);
});

it("deliveries begin before what a click waits for, that before the ordinary, and that before what may take long", async () => {
  const jobs = [sendMessagesOf(7), settleDueOf(7), inItsTurn(performEffectsOf(8)), performEffectsOf(7), drainOf("shop.myshopify.com")];
  for (const job of jobs) await enqueueJob(pool, job);
  const { rows } = await pool.query<{ key: string }>("SELECT key FROM graphile_worker.jobs WHERE key = ANY ($1) ORDER BY priority, run_at", [jobs.map(({ key }) => key)]);
  expect(rows.map(({ key }) => key)).toEqual(["drain-inbox:shop.myshopify.com", "perform-effects:7", "settle-due:7", "perform-effects:8", "send-messages:7"]);
});
