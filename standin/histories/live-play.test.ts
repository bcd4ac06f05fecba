import { afterAll, beforeAll, expect, it } from "vitest";
import { placeOrder } from "#standin/shop/place-order.ts";
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
