import { expect, it } from "vitest";
import { pool } from "#app/platform/db.server.ts";
import { adjustPoints } from "#app/usecases/adjust-points.server.ts";
import { installShop } from "#app/usecases/install-shop.server.ts";
import { recordEvent } from "#app/usecases/record-event.server.ts";
import { noFacts, takeInFacts } from "#app/usecases/take-in-facts.server.ts";
import { holdingShopFacts } from "#tests/factories/holding-shop-facts.ts";
import { storeCustomers, storeOrders } from "#tests/factories/stored-facts.ts";

const NOW = new Date("2026-04-01T12:00:00Z");
const AT = new Date("2026-01-01T00:00:00Z");

/** A shop whose history is being read, as after any installation. */
const install = (domain: string) =>
  installShop({ domain, scopes: ["read_orders", "read_all_orders"], shop: { shopifyId: "7001", name: "Gifts", currency: "GBP", timeZone: "Europe/London" } }, AT);

const fivePoints = (shopId: number, customerId: string) => adjustPoints(shopId, { customerId, points: 5, reason: "sorry", by: "Joe", idempotencyKey: "sorry-1" }, NOW);
const review = (shopId: number, customerId: string) => recordEvent(shopId, { customerId, event: "review", occurredAt: AT, idempotencyKey: "review-1" }, NOW);

it.each([
  ["points are given by hand", fivePoints],
  ["an event is told of", review],
])("while the history is being read, an old order that came in is no news, also when %s", async (what, act) => {
  const { id: shopId } = await install(`${what.replaceAll(" ", "-")}.myshopify.com`);
  await storeCustomers(pool, shopId, [{ id: 1 }]);
  await storeOrders(pool, shopId, [1, 2, 3].map((id) => ({ id, customerId: 1, processedAt: `2025-0${id}-01T00:00:00Z` })));
  // As a piece of history marks everybody whom it touched.
  await pool.query("UPDATE customers SET dirty_since = $2 WHERE shop_id = $1", [shopId, NOW]);
  await act(shopId, "1");
  const { rows } = await pool.query("SELECT stage, (SELECT count(*)::integer FROM stage_transitions t WHERE t.shop_id = $1) AS changes FROM customers WHERE shop_id = $1", [shopId]);
  expect(rows).toEqual([{ stage: "loyal", changes: 0 }]);
});

it.each([
  ["given", fivePoints, { outcome: "adjusted", settledPoints: 5 }],
  ["told", review, { outcome: "recorded", points: 0 }],
])("what was %s before two customers became one is known as the same when it is sent again, for either of them", async (what, act, answer) => {
  const { id: shopId } = await install(`${what}-again.myshopify.com`);
  await storeCustomers(pool, shopId, [{ id: 1 }, { id: 2 }, { id: 3 }]);
  expect(await act(shopId, "1")).toMatchObject({ ...answer, isRepeated: false });
  await holdingShopFacts(shopId, (tx) => takeInFacts(tx, shopId, { facts: { ...noFacts(), merges: [{ keptId: "2", removedId: "1", at: NOW }] }, now: NOW }));
  expect(await act(shopId, "1")).toMatchObject({ ...answer, isRepeated: true });
  expect(await act(shopId, "2")).toMatchObject({ ...answer, isRepeated: true });
  expect(await act(shopId, "3")).toEqual({ outcome: "key_taken" });
});
