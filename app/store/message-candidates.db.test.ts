import { expect, it } from "vitest";
import { inTransaction, pool } from "#app/platform/db.server.ts";
import { storeCustomers, storeShop } from "#tests/factories/stored-facts.ts";
import { listEnding } from "./message-candidates.server.ts";

const IDLE_SINCE = "2025-01-01T00:00:00Z";

it("whose points ended long ago is not looked through for points that end, however long they stay idle", async () => {
  const shopId = await storeShop(pool);
  await storeCustomers(pool, shopId, [{ id: 1 }, { id: 2 }, { id: 3 }]);
  await pool.query("INSERT INTO member_points (shop_id, customer_id, settled_points, active_at) VALUES ($1, 1, 0, $2), ($1, 2, 0, $2), ($1, 3, 50, $2)", [shopId, IDLE_SINCE]);
  await pool.query(
    "INSERT INTO lots (shop_id, customer_id, key, points, left_points, redeemed_points, expired_points, credited_at) VALUES ($1, 3, 'adjust:1', 50, 50, 0, 0, $2)",
    [shopId, IDLE_SINCE],
  );
  const idle = { throughDay: "2026-06-30", idleBefore: new Date("2026-06-01T00:00:00Z"), waitingBefore: null, afterId: "0", limit: 2 };
  expect(await inTransaction((tx) => listEnding(tx, shopId, idle))).toMatchObject([{ customerId: "3", lots: [{ left: 50 }] }]);
});
