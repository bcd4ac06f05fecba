import { expect, it } from "vitest";
import { pool } from "#app/platform/db.server.ts";
import { inHeavyRead } from "#app/platform/heavy-reads.server.ts";
import { getLiability } from "#app/queries/liability.server.ts";
import { storeCustomers, storeShop } from "#tests/factories/stored-facts.ts";
import { advanceLiability, startLiability } from "./advance-liability.server.ts";

const askedFor = async () => (await pool.query<{ key: string }>("SELECT key FROM graphile_worker.jobs WHERE task_identifier = 'advance-liability' ORDER BY key")).rows.map(({ key }) => key);

const adjust = (shopId: number, key: string, { points, on }: { points: number; on: string }) =>
  pool.query(
    `INSERT INTO ledger_entries (shop_id, customer_id, key, kind, pending_points, settled_points, waived_points, occurred_at, recorded_at, why)
     VALUES ($1, 1, $2, 'adjust', 0, $3, 0, $4, now(), '{"kind":"adjusted","reason":"test","by":"test"}')`,
    [shopId, key, points, `${on}T12:00:00Z`],
  );

it("days are brought forward where something was recorded since, also for a day that was stored long ago", async () => {
  const [shopId] = [await storeShop(pool), await storeShop(pool, { domain: "without-points.myshopify.com" })];
  await storeCustomers(pool, shopId, [{ id: 1 }]);
  await adjust(shopId, "a", { points: 50, on: "2026-06-10" });
  await startLiability();
  expect(await askedFor()).toEqual([`advance-liability:${shopId}`]);
  expect(await advanceLiability(shopId)).toBe(false);
  await pool.query("SELECT graphile_worker.remove_job($1)", [`advance-liability:${shopId}`]);
  await startLiability();
  expect(await askedFor()).toEqual([]);
  await adjust(shopId, "b", { points: -20, on: "2026-06-09" });
  const figures = async () => (await getLiability(shopId, { from: "2026-06-09", to: "2026-06-10" })).items.map(({ closing, unclaimed }) => [closing, unclaimed]);
  const told = [[-20, 0], [30, 30]];
  expect(await figures()).toEqual(told);
  await startLiability();
  expect(await askedFor()).toEqual([`advance-liability:${shopId}`]);
  await advanceLiability(shopId);
  expect(await figures()).toEqual(told);
  const stored = await pool.query("SELECT day, points::integer FROM liability_days WHERE shop_id = $1 AND kind = 'adjust' ORDER BY day", [shopId]);
  expect(stored.rows).toEqual([{ day: "2026-06-09", points: -20 }, { day: "2026-06-10", points: 50 }]);
});

it("stored days are read at once while others look through whole ledgers, and what was never stored waits for its turn among them", async () => {
  const [near, far] = [await storeShop(pool, { domain: "near.myshopify.com" }), await storeShop(pool, { domain: "far.myshopify.com" })];
  await storeCustomers(pool, near, [{ id: 1 }]);
  await adjust(near, "a", { points: 50, on: "2026-06-10" });
  await pool.query(
    `INSERT INTO ledger_entries (shop_id, customer_id, key, kind, pending_points, settled_points, waived_points, occurred_at, recorded_at, why)
     SELECT $1, 1, 'k' || n, 'adjust', 0, 1, 0, '2026-06-10T12:00:00Z', now(), '{"kind":"adjusted","reason":"test","by":"test"}' FROM generate_series(1, 10001) n`,
    [far],
  );
  const closing = async (shopId: number) => (await getLiability(shopId, { from: "2026-06-10", to: "2026-06-10" })).items[0]?.closing;
  const held = Promise.withResolvers<void>();
  const others = [-1, -2].map((shopId) => inHeavyRead(shopId, () => held.promise));
  const waiting = closing(far);
  for (let reads = 0; reads < 5; reads += 1) expect(await Promise.race([closing(near), waiting])).toBe(50);
  held.resolve();
  await Promise.all(others);
  expect(await waiting).toBe(10_001);
  await advanceLiability(far, { limit: 20_000 });
  expect(await closing(far)).toBe(10_001);
});
