import { expect, it } from "vitest";
import type { OrderFact } from "#app/domain/orders/order-fact.ts";
import { day, placedOrder, programShop } from "#tests/factories/program-shop.ts";

const parcel = (id: string, on: number) => ({ fulfillmentId: id, status: "success", createdAt: day(on).toISOString() });

const orderAt = (id: number, placed: number, { changed, ...more }: Partial<OrderFact> & { changed: number }): OrderFact => ({
  ...placedOrder(id, placed, 10_000),
  updatedAt: day(changed).toISOString(),
  versionHash: `${id}/${changed}`,
  ...more,
});

it("leaves what has settled as it was when a parcel of another order is cancelled later", async () => {
  const it0 = await programShop("cancelled-parcel.myshopify.com");
  const earnRules = [{ id: "gift", kind: "order", points: 36, conditions: [{ kind: "limit", timesMax: 1, per: "ever" }] }];
  await it0.publish({ pendingFrom: "fulfillment", pendingDays: 14, earnRules }, -10);
  await it0.take(0, orderAt(1, 0, { changed: 0 }));
  await it0.take(1, orderAt(2, 1, { changed: 1, fulfillments: [parcel("21", 1)] }));
  await it0.take(10, orderAt(3, 2, { changed: 10, fulfillments: [parcel("31", 10)] }));
  await it0.take(14, orderAt(2, 1, { changed: 14, fulfillments: [parcel("21", 1), parcel("22", 14)] }));
  await it0.take(20, orderAt(1, 0, { changed: 20, cancelledAt: day(20).toISOString() }));
  await it0.settle(26);
  const before = await it0.earned();
  expect(before).toEqual([["1", 0], ["2", 36]]);

  const cancelled = { ...parcel("22", 14), status: "cancelled", cancelledAt: day(27).toISOString() };
  await it0.take(27, orderAt(2, 1, { changed: 27, fulfillments: [parcel("21", 1), cancelled] }));
  await it0.settle(60);
  expect(await it0.earned()).toEqual(before);
});
