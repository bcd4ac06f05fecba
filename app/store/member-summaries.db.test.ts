import { expect, it } from "vitest";
import { pool } from "#app/platform/db.server.ts";
import { holdingShopFacts } from "#tests/factories/holding-shop-facts.ts";
import { storeCustomers, storeShop } from "#tests/factories/stored-facts.ts";
import { markNextSummaries } from "./member-summaries.server.ts";
import { changeSummaryPush, loadSummaryPush } from "./summary-pushes.server.ts";

const NOW = new Date("2026-04-01T00:00:00Z");

it("everybody is marked in pieces, and what Shopify held of them is forgotten on the way where it may be gone", async () => {
  const shopId = await storeShop(pool);
  await storeCustomers(pool, shopId, [{ id: 1 }, { id: 2 }, { id: 3, deletedAt: "2026-01-01T00:00:00Z" }, { id: 4 }]);
  await pool.query("DELETE FROM member_summaries WHERE shop_id = $1", [shopId]);
  await pool.query("INSERT INTO member_summaries (shop_id, customer_id, pushed_hash) SELECT shop_id, customer_id, 'told' FROM customers WHERE shop_id = $1 AND customer_id <> 4", [shopId]);
  const piece = (limit: number) => holdingShopFacts(shopId, (tx) => markNextSummaries(tx, shopId, { limit, now: NOW }));
  const rows = async () => (await pool.query("SELECT customer_id, dirty_since IS NOT NULL AS waits, pushed_hash AS told FROM member_summaries WHERE shop_id = $1 ORDER BY 1", [shopId])).rows.map(Object.values);
  expect(await piece(2)).toBe(false);
  await changeSummaryPush(pool, shopId, { markedThroughId: "0", isForgetting: true });
  expect(await piece(2)).toBe(true);
  expect(await rows()).toEqual([["1", true, null], ["2", true, null], ["3", false, "told"]]);
  expect(await piece(5)).toBe(false);
  expect(await rows()).toEqual([["1", true, null], ["2", true, null], ["3", false, null], ["4", true, null]]);
  expect(await loadSummaryPush(pool, shopId)).toMatchObject({ markedThroughId: null, isForgetting: false });
});
