import { afterAll, beforeAll, expect, it } from "vitest";
import { startPointsChecks } from "#app/jobs/check-points.server.ts";
import { TASKS } from "#app/jobs/registry.server.ts";
import { runJobByHand } from "#app/jobs/run-by-hand.server.ts";
import { sweep } from "#app/jobs/sweep.server.ts";
import { pool } from "#app/platform/db.server.ts";
import { SHOP_JOBS } from "#app/store/jobs.server.ts";
import { openLab, type Lab, type LabShop } from "#tests/factories/shop-lab.ts";

let lab: Lab;
let gifts: LabShop;
let shopId: number;

beforeAll(async () => {
  lab = await openLab();
  gifts = lab.shop("gifts.myshopify.com");
  await gifts.install();
  await gifts.readHistory();
  shopId = (await gifts.row()).id;
  await pool.query("UPDATE shops SET reopen_needed_at = now() WHERE id = $1", [shopId]);
});
afterAll(() => lab.stop());

const figuresAt = async () => (await pool.query<{ computed_at: Date | null }>("SELECT computed_at FROM shop_figures WHERE shop_id = $1", [shopId])).rows[0]?.computed_at ?? null;
const waiting = async () => (await pool.query<{ task_identifier: string }>("SELECT task_identifier FROM graphile_worker.jobs WHERE key = task_identifier || ':' || $1", [String(shopId)])).rows.map((row) => row.task_identifier);

it("the figures of a shop that waits to be opened follow what comes in", async () => {
  await pool.query("INSERT INTO shop_figures (shop_id, change_count) VALUES ($1, 1) ON CONFLICT (shop_id) DO UPDATE SET change_count = shop_figures.change_count + 1", [shopId]);
  const before = await figuresAt();
  await TASKS["refresh-figures"]!({ shopId }, {} as never);
  expect(await figuresAt()).not.toEqual(before);
});

it("its points are checked by calendar as ever, and by hand it is settled", async () => {
  await pool.query("DELETE FROM points_checks WHERE shop_id = $1", [shopId]);
  await startPointsChecks(new Date());
  expect(await waiting()).toContain("check-points");
  expect(await runJobByHand({ name: "settle-due", shopDomain: gifts.domain, at: undefined })).toEqual({ outcome: "done" });
});

it("what needs Shopify rests: nothing asks for it, and by hand that is said", async () => {
  await pool.query("DELETE FROM graphile_worker._private_jobs");
  await pool.query("INSERT INTO effects (shop_id, key, effect, lane, state, run_at, created_at) VALUES ($1, 'x', '{\"kind\": \"unreadable\"}', 'shopify', 'open', now(), now())", [shopId]);
  await sweep(new Date());
  const asked = await waiting();
  expect(asked.filter((name) => SHOP_JOBS[name as keyof typeof SHOP_JOBS].needs === "shopify")).toEqual([]);
  expect(await runJobByHand({ name: "perform-effects", shopDomain: gifts.domain, at: undefined })).toEqual({ outcome: "reopen_needed" });
  await pool.query("UPDATE shops SET reopen_needed_at = NULL WHERE id = $1", [shopId]);
  await sweep(new Date());
  expect(await waiting()).toContain("perform-effects");
});

it("a job of a shop that was erased meanwhile ends quietly", async () => {
  await TASKS["reconcile-ids"]!({ shopId: shopId + 1_000 }, {} as never);
});
