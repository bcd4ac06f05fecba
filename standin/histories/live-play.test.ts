import { afterAll, beforeAll, expect, it } from "vitest";
import { createCustomer, mergeCustomers } from "#standin/shop/change-customer.ts";
import { setMetafield } from "#standin/shop/metafields.ts";
import { placeOrder } from "#standin/shop/place-order.ts";
import { Shop } from "#standin/shop/shop.ts";
import { refundOrder } from "#standin/shop/refund-order.ts";
import { openTestShop, type TestShop } from "#standin/testing/open-test-shop.ts";

let shop: TestShop;
beforeAll(async () => {
  shop = await openTestShop();
});
afterAll(() => shop.stop());

it("refunds one piece of as many orders as were asked for, only where something is kept", async () => {
  const { house } = shop;
  const placed = [1, 2, 3, 4].map((lines) =>
    placeOrder(house.shop, { lines: Array.from({ length: lines }, (_, index) => ({ title: `Tea ${index}`, unitPriceMinor: 500, quantity: 1 })) }),
  );
  for (const order of placed) house.shop.orders.delete(order.id);
  house.shop.heldBack = placed;
  expect(house.livePlay.start({ partialRefunds: 2 })).toMatchObject({ total: 4 });
  await expect.poll(() => house.livePlay.progress).toMatchObject({ running: false, played: 4 });
  const refunded = placed.filter(({ refunds }) => refunds.length > 0);
  expect(refunded.map(({ lines, refunds }) => [lines.length, refunds.length, refunds[0]?.totalMinor])).toEqual([[2, 1, 500], [3, 1, 500]]);
  expect(placed.filter(({ refunds, totalMinor }) => refunds.reduce((sum, refund) => sum + refund.totalMinor, 0) >= totalMinor)).toEqual([]);
});

it("gives what happens to orders the same ids in a shop that is laid out anew, whatever an app makes meanwhile", () => {
  const refundIn = (made: number): unknown => {
    const again = new Shop({ ...shop.house.shop.settings }, 7);
    const order = placeOrder(again, { lines: [{ title: "Tea", unitPriceMinor: 500, quantity: 2 }] });
    for (let n = 0; n < made; n++) setMetafield(again, { ownerGid: `gid://shopify/Customer/${n}`, namespace: "loyalty", key: "points", type: "number_integer", value: "1" });
    const { id, lines, transactions } = refundOrder(again, order, { lines: [{ lineId: order.lines[0]!.id, quantity: 1 }], atMs: again.nowMs() });
    return [id, lines[0]?.id, transactions[0]?.id];
  };
  expect(refundIn(3)).toEqual(refundIn(0));
});

it("plays an order of a customer who was merged away meanwhile as the survivor's", async () => {
  const { house } = shop;
  const [keep, remove] = [createCustomer(house.shop, {}), createCustomer(house.shop, {})];
  const order = placeOrder(house.shop, { customer: { id: remove.id } });
  house.shop.orders.delete(order.id);
  remove.orders = [];
  house.shop.heldBack = [order];
  mergeCustomers(house.shop, { keep, remove, status: "completed" });
  house.livePlay.start({});
  await expect.poll(() => house.livePlay.progress).toMatchObject({ running: false, played: 1 });
  expect([order.customer?.id, house.shop.customers.has(remove.id), keep.orders.map(({ id }) => id)]).toEqual([keep.id, false, [order.id]]);
});
