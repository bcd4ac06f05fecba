import { expect, it } from "vitest";
import { TASKS } from "#app/jobs/registry.server.ts";
import { pool } from "#app/platform/db.server.ts";
import { drainOf, enqueueJob, enqueueOnceMore, enqueueUnlessInLine, inItsTurn, performEffectsOf, sendMessagesOf, settleDueOf, type JobRequest } from "#app/store/jobs.server.ts";
import * as jobs from "#app/store/jobs.server.ts";

const ofAShop = Object.entries(jobs).filter(([name]) => name.endsWith("Of") && name !== "drainOf" && name !== "jobOf") as [string, (shopId: number, runAt?: Date) => JobRequest][];

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

const keysInOrder = async (jobs: JobRequest[]) =>
  (await pool.query<{ key: string }>("SELECT key FROM graphile_worker.jobs WHERE key = ANY ($1) ORDER BY priority, run_at", [jobs.map(({ key }) => key)])).rows.map(({ key }) => key);

it("deliveries begin before what a click waits for, that before the ordinary, and that before what may take long or had its turn", async () => {
  const jobs = [sendMessagesOf(7), settleDueOf(7), inItsTurn(performEffectsOf(8)), performEffectsOf(7), drainOf("shop.myshopify.com")];
  for (const job of jobs) await enqueueJob(pool, job);
  expect(await keysInOrder(jobs)).toEqual(["drain-inbox:shop.myshopify.com", "perform-effects:7", "settle-due:7", "send-messages:7", "perform-effects:8"]);
});

it("a shop to which deliveries go on coming keeps nobody waiting: its next turn is behind what is due, however often it is asked for", async () => {
  const drain = drainOf("busy.myshopify.com");
  const jobs = [inItsTurn(drain), settleDueOf(9), sendMessagesOf(9)];
  await enqueueJob(pool, inItsTurn(drain));
  await enqueueUnlessInLine(pool, drain);
  for (const job of jobs.slice(1)) await enqueueUnlessInLine(pool, job);
  expect(await keysInOrder(jobs)).toEqual(["settle-due:9", drain.key, "send-messages:9"]);
});

it("a drain that waits to begin keeps its place, however often it is asked for", async () => {
  const [early, late] = [drainOf("early.myshopify.com"), drainOf("late.myshopify.com")];
  for (const drain of [early, late, early]) await enqueueUnlessInLine(pool, drain);
  expect(await keysInOrder([early, late])).toEqual([early.key, late.key]);
});

it("a drain that only waits to begin is asked for again, and so wakes a worker that has just looked", async () => {
  const drain = drainOf("quiet.myshopify.com");
  const woken = async (): Promise<number> => Number((await pool.query<{ revision: number }>("SELECT revision FROM graphile_worker.jobs WHERE key = $1", [drain.key])).rows[0]?.revision);
  await enqueueUnlessInLine(pool, drain);
  const before = await woken();
  await enqueueUnlessInLine(pool, drain);
  expect(await woken()).toBe(before + 1);
});

it("what a job asks for itself puts nobody off who asked while it ran", async () => {
  const hourMs = 3_600_000;
  await enqueueJob(pool, performEffectsOf(13));
  for (const shopId of [13, 14]) await enqueueOnceMore(pool, performEffectsOf(shopId, new Date(Date.now() + hourMs)));
  const { rows } = await pool.query("SELECT run_at <= now() AS begins FROM graphile_worker.jobs WHERE key = ANY ($1) ORDER BY key", [[13, 14].map((shopId) => performEffectsOf(shopId).key)]);
  expect(rows).toEqual([{ begins: true }, { begins: false }]);
});

it("what waits for an hour of its own, or has failed for good, is asked for all the same", async () => {
  const [later, failed] = [settleDueOf(11, new Date(Date.now() + 3_600_000)), settleDueOf(12)];
  for (const job of [later, failed]) await enqueueJob(pool, job);
  await pool.query("UPDATE graphile_worker._private_jobs SET attempts = max_attempts WHERE key = $1", [failed.key]);
  for (const shopId of [11, 12]) await enqueueUnlessInLine(pool, settleDueOf(shopId));
  const { rows } = await pool.query("SELECT run_at <= now() AND attempts < max_attempts AS begins FROM graphile_worker.jobs WHERE key = ANY ($1)", [[later.key, failed.key]]);
  expect(rows).toEqual([{ begins: true }, { begins: true }]);
});
