import { expect, it } from "vitest";
import { pool } from "#app/platform/db.server.ts";
import { savePointsCheck } from "#app/store/points-checks.server.ts";
import { storeShop } from "#tests/factories/stored-facts.ts";
import { checkPoints, startPointsChecks } from "./check-points.server.ts";

const CHECKED_AT = new Date("2026-06-01T00:47:00Z");
const hoursLater = (hours: number) => new Date(CHECKED_AT.getTime() + hours * 3_600_000);
const NOTHING = { balance: 0, lots: 0, lot: 0, booking: 0 };

const askedFor = async () => (await pool.query<{ key: string }>("SELECT key FROM graphile_worker.jobs WHERE task_identifier = 'check-points' ORDER BY key")).rows.map(({ key }) => key);

it("points are compared with the ledger every hour, and a ledger that takes long after a thousand times as long", async () => {
  const small = await storeShop(pool);
  const large = await storeShop(pool, { domain: "large.myshopify.com" });
  await savePointsCheck(pool, small, { checkedAt: CHECKED_AT, differing: NOTHING, membersDiffering: 0, tookMs: 300 });
  await savePointsCheck(pool, large, { checkedAt: CHECKED_AT, differing: NOTHING, membersDiffering: 0, tookMs: 37_000 });
  await startPointsChecks(hoursLater(1));
  expect(await askedFor()).toEqual([`check-points:${small}`]);
  await startPointsChecks(hoursLater(11));
  expect(await askedFor()).toEqual([`check-points:${small}`, `check-points:${large}`].toSorted());
});

it("how long a comparison took is noted", async () => {
  const shopId = await storeShop(pool, { domain: "noted.myshopify.com" });
  expect(await checkPoints(shopId, CHECKED_AT)).toBe(0);
  expect((await pool.query("SELECT checked_at, took_ms BETWEEN 0 AND 30000 AS is_noted FROM points_checks WHERE shop_id = $1", [shopId])).rows).toEqual([{ checked_at: CHECKED_AT, is_noted: true }]);
});
