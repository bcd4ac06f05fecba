import { expect, it } from "vitest";
import { pool } from "#app/platform/db.server.ts";
import { storeCustomers, storeShop } from "#tests/factories/stored-facts.ts";
import { findUnsettled } from "./write-stages.server.ts";

const NOW = new Date("2026-06-01T00:00:00Z");

it("a batch of members to be settled is no larger than asked for, whatever they wait for, and in the order of their ids", async () => {
  const shopId = await storeShop(pool);
  await storeCustomers(pool, shopId, Array.from({ length: 20 }, (_, at) => ({ id: at + 1 })));
  await pool.query("UPDATE customers SET dirty_since = $2 WHERE shop_id = $1 AND customer_id % 4 = 0", [shopId, NOW]);
  await pool.query("UPDATE customers SET next_due_at = $2::timestamptz - make_interval(days => customer_id::integer) WHERE shop_id = $1 AND customer_id % 4 = 1", [shopId, NOW]);
  await pool.query("INSERT INTO member_points (shop_id, customer_id, next_due_at) SELECT shop_id, customer_id, $2 FROM customers WHERE shop_id = $1 AND customer_id % 4 = 2", [shopId, NOW]);
  await pool.query("INSERT INTO member_tiers (shop_id, customer_id, tier_id, since, next_due_at) SELECT shop_id, customer_id, 'gold', $2, $2 FROM customers WHERE shop_id = $1 AND customer_id % 4 = 3", [shopId, NOW]);
  const found = await findUnsettled(pool, shopId, { now: NOW, limit: 4 });
  expect(found).toHaveLength(4);
  expect(found.map(Number)).toEqual(found.map(Number).toSorted((a, b) => a - b));
  expect((await findUnsettled(pool, shopId, { now: NOW, limit: 100 })).map(Number)).toEqual(Array.from({ length: 20 }, (_, at) => at + 1));
});
