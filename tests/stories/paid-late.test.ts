import { expect, it } from "vitest";
import type { OrderFact } from "#app/domain/orders/order-fact.ts";
import { inTransaction, pool } from "#app/platform/db.server.ts";
import { lockShopFacts } from "#app/store/lock-shop-facts.server.ts";
import { settleDeliveries } from "#app/usecases/settle-deliveries.server.ts";
import { noFacts, type FactBatch } from "#app/usecases/take-in-facts.server.ts";
import { takeInReadOrders } from "#app/usecases/take-in-read-orders.server.ts";
import { day, placedOrder, programShop, type ProgramShop } from "#tests/factories/program-shop.ts";

const PAID_ON = 70;
const unpaid: OrderFact = { ...placedOrder(1, 0, 6_000), financialStatus: "pending", isPaidSeen: false, versionHash: "1/1" };
const paid: OrderFact = { ...placedOrder(1, 0, 6_000), updatedAt: day(PAID_ON).toISOString(), versionHash: "1/2" };
const sale = { orderId: "1", transactionId: "11", kind: "sale", status: "success", amountMinor: 6_000, currency: "GBP", processedAt: day(PAID_ON).toISOString(), gateway: null, parentId: null };

const firstNews: Partial<FactBatch>[] = [{ orders: [unpaid] }];
const bothNews: Partial<FactBatch>[] = [{ orders: [paid] }, { transactions: [sale] }];

const hear = ({ shop }: ProgramShop, facts: Partial<FactBatch>) =>
  inTransaction(async (client) => settleDeliveries(await lockShopFacts(client, shop.id), shop, { read: { facts: { ...noFacts(), ...facts }, events: [] }, now: day(PAID_ON) }));

const isReread = async () => (await pool.query("SELECT 1 FROM orders WHERE reread_needed_at IS NOT NULL")).rows.length > 0;

const earnRules = [{ id: "spend", kind: "amount", points: 1, perMinor: 100 }];

it.each([
  ["not known before, with points that would have expired by now", { pendingDays: 0, expiry: { kind: "fixed", months: 1 } }, { news: [], balance: { settled: 60, pending: 0 } }],
  ["known before, with nothing sent", { pendingDays: 14, pendingFrom: "fulfillment" }, { news: firstNews, balance: { settled: 0, pending: 60 } }],
] as const)("comes to the same points whether a late payment or its transaction is heard of first: %s", async (_name, program, { news, balance }) => {
  for (const [at, told] of [bothNews, bothNews.toReversed()].entries()) {
    const it0 = await programShop(`paid-late-${program.pendingDays}-${at}.myshopify.com`);
    await it0.publish({ ...program, earnRules }, -10);
    for (const facts of [...news, ...told]) {
      await hear(it0, facts);
      await it0.settle(PAID_ON);
    }
    await takeInReadOrders(it0.shop, { facts: [{ ...paid, readAt: day(PAID_ON + 1).toISOString(), transactions: [sale] }], missingIds: [], now: day(PAID_ON) });
    expect(await it0.balance(), `told first: ${Object.keys(told[0]!).join()}`).toEqual(balance);
  }
});

it("asks Shopify when an order was paid that says so long after it was placed, and until then releases nothing", async () => {
  const it0 = await programShop("paid-unknown.myshopify.com");
  await it0.publish({ pendingDays: 0, earnRules }, -10);
  await hear(it0, { orders: [paid] });
  expect(await it0.balance()).toEqual({ settled: 0, pending: 60 });
  expect(await isReread()).toBe(true);
  await takeInReadOrders(it0.shop, { facts: [{ ...paid, readAt: day(PAID_ON + 1).toISOString() }], missingIds: [], now: day(PAID_ON + 1) });
  expect(await it0.balance()).toEqual({ settled: 60, pending: 0 });
  expect(await isReread()).toBe(false);
});

it("takes the time of the placing for that of the payment where Shopify cannot be asked any more", async () => {
  const it0 = await programShop("paid-unreadable.myshopify.com");
  await it0.publish({ pendingDays: 0, earnRules }, -10);
  await hear(it0, { orders: [paid] });
  await takeInReadOrders({ ...it0.shop, grantedScopes: ["read_orders"] }, { facts: [], missingIds: ["1"], now: day(100) });
  expect(await it0.balance()).toEqual({ settled: 60, pending: 0 });
});
