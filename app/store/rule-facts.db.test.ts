import { beforeEach, expect, it } from "vitest";
import { pool } from "#app/platform/db.server.ts";
import { holdingShopFacts } from "#tests/factories/holding-shop-facts.ts";
import { storeCustomers, storeOrders, storeShop } from "#tests/factories/stored-facts.ts";
import { askForProducts, listAnsweredProducts, listOpenRuleFacts, reopenAskingOrders, writeProductFacts } from "./rule-facts.server.ts";

const NOW = new Date("2026-04-01T00:00:00Z");
const PLACED = new Date("2026-03-01T00:00:00Z");
const PRODUCT = "8001";
let shopId: number;
let shops = 0;

beforeEach(async () => {
  shopId = await storeShop(pool, { domain: `asking-${(shops += 1)}.myshopify.com` });
  await storeCustomers(pool, shopId, [1, 2, 3].map((id) => ({ id })));
  await storeOrders(pool, shopId, [11, 12, 13].map((id) => ({ id, customerId: id - 10, processedAt: "2026-03-01T00:00:00Z" })));
  await pool.query(
    `INSERT INTO order_bookings (shop_id, customer_id, order_id, pending_points, credited_points, reversed_points, waived_points, compensated_points, entries, order_revision, booked_through)
     SELECT shop_id, customer_id, order_id, 0, 10, 0, 0, 0, 1, 1, $2 FROM orders WHERE shop_id = $1`,
    [shopId, NOW],
  );
});

const reopened = async () => (await pool.query("SELECT order_id FROM order_bookings WHERE shop_id = $1 AND order_revision = 0 ORDER BY 1", [shopId])).rows.map((row) => row.order_id);
const waiting = async () => (await pool.query("SELECT customer_id FROM customers WHERE shop_id = $1 AND dirty_since IS NOT NULL ORDER BY 1", [shopId])).rows.map((row) => row.customer_id);
const read = () => holdingShopFacts(shopId, (tx) => writeProductFacts(tx, shopId, { facts: [{ productId: PRODUCT, tags: ["tea"], collectionIds: [] }], readAt: NOW }));
const reopen = (limit: number) => holdingShopFacts(shopId, (tx) => reopenAskingOrders(tx, shopId, { productIds: [PRODUCT], limit, now: NOW }));

it("a product that was read has those orders judged again that asked for it, and no others", async () => {
  const question = (orderId: string) => ({ productId: PRODUCT, orderId, at: PLACED });
  expect(await holdingShopFacts(shopId, (tx) => askForProducts(tx, shopId, [question("11"), question("11"), question("12")]))).toBe(true);
  expect(await holdingShopFacts(shopId, (tx) => askForProducts(tx, shopId, [question("12")]))).toBe(false);
  await read();
  expect(await reopen(10)).toBe(false);
  expect(await reopened()).toEqual(["11", "12"]);
  expect(await waiting()).toEqual(["1", "2"]);
});

it("orders that were left waiting when their product was read are found by whoever comes next", async () => {
  await holdingShopFacts(shopId, (tx) => askForProducts(tx, shopId, ["11", "12", "13"].map((orderId) => ({ productId: PRODUCT, orderId, at: PLACED }))));
  await holdingShopFacts(shopId, (tx) => askForProducts(tx, shopId, [{ productId: "8002", orderId: "13", at: PLACED }]));
  await read();
  expect(await reopen(2)).toBe(true);
  expect(await reopened()).toHaveLength(2);
  expect(await listOpenRuleFacts(pool, shopId, 10)).toEqual({ productIds: ["8002"], customerIds: [] });
  expect(await listAnsweredProducts(pool, shopId)).toEqual([PRODUCT]);
  expect(await reopen(2)).toBe(false);
  expect(await reopened()).toEqual(["11", "12", "13"]);
  expect(await listAnsweredProducts(pool, shopId)).toEqual([]);
});
