import { runOnce } from "graphile-worker";
import { beforeEach, expect, it } from "vitest";
import { addEffects } from "#app/effects/outbox.server.ts";
import { graphileLogger } from "#app/platform/graphile-logger.server.ts";
import { pool } from "#app/platform/db.server.ts";
import { enqueueJob, jobOf, performEffectsOf, settleDueOf, type ShopJobName } from "#app/store/jobs.server.ts";
import { storeCustomers, storeShop } from "#tests/factories/stored-facts.ts";
import { waitFor } from "#tests/setup/wait-for.ts";
import { sweep } from "./sweep.server.ts";

const MINUTE_MS = 60_000;

let shopId: number;
let shops = 0;

/** A shop that has work for settle-due and for perform-effects. */
beforeEach(async () => {
  shopId = await storeShop(pool, { domain: `swept-${(shops += 1)}.myshopify.com` });
  await storeCustomers(pool, shopId, [{ id: 1 }]);
  await pool.query("UPDATE customers SET dirty_since = now() WHERE shop_id = $1", [shopId]);
  await addEffects(pool, shopId, { effects: [{ key: "one", effect: { kind: "release_discount_code", redemptionId: "1", code: "X" } }], now: new Date(0) });
});

const ASKED_ANEW = { attempts: 0, isHeld: false, isDue: true };

/** The job as it stands: how often it was tried, and whether it runs or could. */
async function standing(name: ShopJobName): Promise<{ attempts: number; isHeld: boolean; isDue: boolean }[]> {
  const { rows } = await pool.query<{ attempts: number; isHeld: boolean; isDue: boolean }>(
    `SELECT attempts, locked_at IS NOT NULL AS "isHeld", run_at <= now() AS "isDue" FROM graphile_worker.jobs WHERE key = $1`,
    [jobOf(name)(shopId).key],
  );
  return rows;
}

/** Has the job of the shop fail in the queue, so many minutes ago, the tries before it counted. */
async function fail(name: ShopJobName, { tries, minutesAgo }: { tries: number; minutesAgo: number }): Promise<void> {
  const { key } = jobOf(name)(shopId);
  await enqueueJob(pool, jobOf(name)(shopId));
  await pool.query("UPDATE graphile_worker._private_jobs SET attempts = $2 WHERE key = $1", [key, tries - 1]);
  const broken = () => {
    throw new Error("as a fault of ours");
  };
  await runOnce({ pgPool: pool, taskList: { [name]: broken }, noHandleSignals: true, logger: graphileLogger });
  await waitFor("the failure to be written down", async () => (await standing(name))[0]?.isHeld === false);
  await pool.query("UPDATE graphile_worker._private_jobs SET run_at = run_at - $2 * interval '1 millisecond' WHERE key = $1", [key, minutesAgo * MINUTE_MS]);
}

it("what failed waits on, in pauses that grow, and not for longer than ten minutes", async () => {
  await fail("settle-due", { tries: 6, minutesAgo: 1 });
  await sweep(new Date());
  expect(await standing("settle-due")).toEqual([{ attempts: 6, isHeld: false, isDue: false }]);
  await fail("settle-due", { tries: 9, minutesAgo: 9 });
  await sweep(new Date());
  expect(await standing("settle-due")).toEqual([{ attempts: 9, isHeld: false, isDue: false }]);
  await fail("settle-due", { tries: 9, minutesAgo: 11 });
  await sweep(new Date());
  expect(await standing("settle-due")).toEqual([ASKED_ANEW]);
});

it("what a click waits for is tried again within a minute or two, and at once when somebody clicks", async () => {
  await fail("perform-effects", { tries: 6, minutesAgo: 0.5 });
  await sweep(new Date());
  expect(await standing("perform-effects")).toEqual([{ attempts: 6, isHeld: false, isDue: false }]);
  await enqueueJob(pool, performEffectsOf(shopId));
  expect(await standing("perform-effects")).toEqual([ASKED_ANEW]);
  await fail("perform-effects", { tries: 6, minutesAgo: 1.5 });
  await sweep(new Date());
  expect(await standing("perform-effects")).toEqual([ASKED_ANEW]);
});

it("a wait that Shopify asked for is kept; an hour of its own keeps nothing waiting that is due before", async () => {
  await enqueueJob(pool, performEffectsOf(shopId, new Date(Date.now() + 30_000)));
  await enqueueJob(pool, settleDueOf(shopId, new Date(Date.now() + 60 * MINUTE_MS)));
  await sweep(new Date());
  expect(await standing("perform-effects")).toEqual([{ attempts: 0, isHeld: false, isDue: false }]);
  expect(await standing("settle-due")).toEqual([ASKED_ANEW]);
});

it("what runs is not asked for beside itself, and what failed for good is asked for anew", async () => {
  await enqueueJob(pool, performEffectsOf(shopId));
  await pool.query("UPDATE graphile_worker._private_jobs SET attempts = 1, locked_at = now(), locked_by = 'a worker' WHERE key = $1", [performEffectsOf(shopId).key]);
  await enqueueJob(pool, settleDueOf(shopId));
  await pool.query("UPDATE graphile_worker._private_jobs SET attempts = max_attempts WHERE key = $1", [settleDueOf(shopId).key]);
  await sweep(new Date());
  expect(await standing("perform-effects")).toMatchObject([{ attempts: 1, isHeld: true }]);
  expect(await standing("settle-due")).toEqual([ASKED_ANEW]);
});
