import { expect, it } from "vitest";
import { TASKS } from "#app/jobs/registry.server.ts";
import { drainOf, type JobRequest } from "#app/store/jobs.server.ts";
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
