import { expect, it } from "vitest";
import { pool } from "#app/platform/db.server.ts";
import { storeCustomers, storeOrders, storeShop } from "#tests/factories/stored-facts.ts";
import { countUnpaidOrders } from "./unpaid-orders.server.ts";

const now = new Date("2026-06-01T12:00:00Z");

it("orders that were not paid within a week are counted; the young, the cancelled, tests and other times are left out", async () => {
  const shopId = await storeShop(pool);
  await storeCustomers(pool, shopId, [{ id: 1, createdAt: "2026-01-01T00:00:00Z" }]);
  const placed = (id: number, day: string, change: object = {}) => ({ id, name: `#${id}`, customerId: 1, processedAt: `${day}T12:00:00Z`, totalMinor: 1000, ...change });
  await storeOrders(pool, shopId, [
    placed(1, "2026-05-01"),
    placed(2, "2026-05-01", { paidAt: null }),
    placed(3, "2026-05-01", { paidAt: "2026-05-09T12:00:00Z" }),
    placed(4, "2026-05-30", { paidAt: null }),
    placed(5, "2026-05-01", { paidAt: null, cancelledAt: "2026-05-02T12:00:00Z" }),
    placed(6, "2026-05-01", { paidAt: null, isTest: true }),
    placed(7, "2026-01-01", { paidAt: null }),
  ]);
  expect(await countUnpaidOrders(shopId, now)).toEqual({ orders: 3, unpaid: 2, windowDays: 90 });
});
