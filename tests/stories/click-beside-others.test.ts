// First: the app reads its environment once.
import "#tests/setup/mail-env.ts";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startWorker } from "#app/jobs/registry.server.ts";
import { pool } from "#app/platform/db.server.ts";
import { enqueueJob, reconcileIdsOf } from "#app/store/jobs.server.ts";
import { findRedemption } from "#app/store/redemptions.server.ts";
import { redeemReward } from "#app/usecases/redeem-reward.server.ts";
import { openMailingShop, openMailLab, type MailingShop } from "#tests/factories/mailing-shop.ts";
import { redeemedId } from "#tests/factories/redeeming-shop.ts";
import type { Lab } from "#tests/factories/shop-lab.ts";
import { waitFor } from "#tests/setup/wait-for.ts";

// As many as the worker does jobs of any kind at a time.
const BUSY_SHOPS = 3;
const REWARDS = [{ id: "five", kind: "fixed_amount", name: "5 off", costPoints: 100, amountMinor: 500 }];

let all: Lab;
let shops: MailingShop[];
let worker: { stop(): Promise<void> };

beforeAll(async () => {
  all = await openMailLab();
  shops = [];
  for (let n = 0; n <= BUSY_SHOPS; n += 1) shops.push(await openMailingShop(all, { expiry: { kind: "fixed", months: 1 }, rewards: REWARDS }));
  worker = await startWorker();
  await waitFor("the worker to have nothing else to do", async () => (await pool.query("SELECT FROM graphile_worker.jobs WHERE run_at <= now()")).rowCount === 0, 60_000);
}, 120_000);
afterAll(async () => {
  await worker.stop();
  await all.stop();
}, 60_000);

const running = async (name: string) => (await pool.query("SELECT FROM graphile_worker.jobs WHERE task_identifier = $1 AND locked_at IS NOT NULL", [name])).rowCount;

it("whoever redeems has the code in seconds while comparisons of three other shops hang at Shopify", async () => {
  for (const { shop, lab } of shops.slice(0, BUSY_SHOPS)) {
    lab.house.faults.admin.failNext.push({ operation: "OrderIdsPage", kind: "timeout" });
    await enqueueJob(pool, reconcileIdsOf(shop.id));
  }
  await waitFor("all of them to hang", async () => (await running("reconcile-ids")) === BUSY_SHOPS, 20_000);
  const quiet = shops[BUSY_SHOPS]!;
  const customer = await quiet.customer({ isSignedIn: true });
  await quiet.order(customer, 9);
  const redeemed = await redeemReward(quiet.shop.id, { customerId: customer.id, rewardId: "five", points: undefined, idempotencyKey: "a click", by: { kind: "customer" }, now: new Date() });
  const id = redeemedId(redeemed);
  await waitFor("the code", async () => (await findRedemption(pool, quiet.shop.id, id))?.state === "issued", 8_000);
  expect(await running("reconcile-ids")).toBe(BUSY_SHOPS);
}, 120_000);
