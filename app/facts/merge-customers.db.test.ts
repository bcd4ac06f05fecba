import { expect, it } from "vitest";
import { pool } from "#app/platform/db.server.ts";
import { holdingShopFacts } from "#tests/factories/holding-shop-facts.ts";
import { storeCustomers, storeOrders, storeShop } from "#tests/factories/stored-facts.ts";
import { mergeCustomers } from "./merge-customers.server.ts";

const AT = new Date("2026-04-01T00:00:00Z");

it("orders that come to somebody who was erased keep no address and no visit, those that come to others do", async () => {
  const shopId = await storeShop(pool);
  await storeCustomers(pool, shopId, [{ id: 1, redactedAt: "2026-03-01T00:00:00Z" }, { id: 2 }, { id: 3 }, { id: 4 }]);
  await storeOrders(pool, shopId, [{ id: 20, customerId: 2, processedAt: "2026-02-01T00:00:00Z" }, { id: 40, customerId: 4, processedAt: "2026-02-01T00:00:00Z" }]);
  await pool.query("UPDATE orders SET email_hash = 'address', checkout_token_hash = 'visit' WHERE shop_id = $1", [shopId]);
  await holdingShopFacts(shopId, (tx) => mergeCustomers(tx, shopId, { keptId: "1", removedId: "2", at: AT, now: AT }));
  await holdingShopFacts(shopId, (tx) => mergeCustomers(tx, shopId, { keptId: "3", removedId: "4", at: AT, now: AT }));
  const { rows } = await pool.query("SELECT customer_id AS holder, encode(email_hash, 'escape') AS address, checkout_token_hash AS visit FROM orders WHERE shop_id = $1 ORDER BY order_id", [shopId]);
  expect(rows).toEqual([{ holder: "1", address: "", visit: "" }, { holder: "3", address: "address", visit: "visit" }]);
});
