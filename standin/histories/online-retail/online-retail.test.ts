import { beforeAll, describe, expect, it } from "vitest";
import type { OrderRecord } from "#standin/shop/records.ts";
import { Shop } from "#standin/shop/shop.ts";
import { loadOnlineRetail } from "./load-online-retail.ts";

const NOW = "2026-11-21T20:00:00Z";
const DAY_MS = 86_400_000;

/** Reading 540,000 lines is a second's work, but not on a busy machine. */
const LOADING_MS = 60_000;

describe("the history of the gift shop", () => {
  const shop = new Shop({
    domain: "gifts.myshopify.com", name: "Gifts", currency: "GBP", timeZone: "Europe/London", plan: "Basic", grantableScopes: null,
    customerAccounts: "NEW_CUSTOMER_ACCOUNTS", startsAtMs: Date.parse(NOW),
  }, 1);
  let orders: OrderRecord[] = [];
  beforeAll(() => {
    loadOnlineRetail(shop, {});
    orders = [...shop.orders.values(), ...shop.heldBack];
  }, LOADING_MS);

  it("has 18,532 orders of 4,338 customers, worth 8,911,407.90 pounds", () => {
    expect([orders.length, new Set(orders.map(({ customer }) => customer?.id)).size]).toEqual([18_532, 4_338]);
    expect(orders.reduce((sum, order) => sum + order.totalMinor, 0)).toBe(891_140_790);
  });

  it("ends within the seven days before now, moved by whole weeks", () => {
    const last = Math.max(...orders.map((order) => order.processedAtMs));
    expect(shop.dataShiftDays % 7).toBe(0);
    expect(last).toBeLessThanOrEqual(Date.parse(NOW));
    expect(last).toBeGreaterThan(Date.parse(NOW) - 7 * DAY_MS);
  });

  it("has ids and numbers that rise with time", () => {
    const [first] = orders;
    expect(first).toMatchObject({ number: 1001, customer: { email: "c17850@example.com" } });
    expect(first?.processedAtMs).toBe(Date.parse("2010-12-01T08:26:00Z") + shop.dataShiftDays * DAY_MS);
    const outOfOrder = orders.filter((order, index) => {
      const before = orders[index - 1];
      return before && (before.processedAtMs > order.processedAtMs || before.id >= order.id || before.number >= order.number);
    });
    expect(outOfOrder).toEqual([]);
  });

  it("has customers who begin with their first order", () => {
    const late = [...shop.customers.values()].filter(({ createdAtMs, orders: [first] }) => createdAtMs !== first?.processedAtMs);
    expect(late).toEqual([]);
  });

  it("has accounts in use by those with two orders or more, and by nobody else", () => {
    const orderCounts = new Map<OrderRecord["customer"], number>();
    for (const { customer } of orders) orderCounts.set(customer, (orderCounts.get(customer) ?? 0) + 1);
    const enabled = [...orderCounts.keys()].filter((customer) => customer?.state === "ENABLED");
    expect(enabled).toEqual([...orderCounts].filter(([, count]) => count >= 2).map(([customer]) => customer));
    expect(enabled).toHaveLength(2_845);
  });

  it("holds the last seven days back, with customers who appear only then", () => {
    const splitMs = Date.parse(NOW) - 7 * DAY_MS;
    expect(shop.heldBack.length).toBeGreaterThan(0);
    expect(shop.heldBack.every((order) => order.processedAtMs >= splitMs)).toBe(true);
    expect([...shop.orders.values()].every((order) => order.processedAtMs < splitMs)).toBe(true);
    expect(shop.customers.size).toBeLessThan(4_338);
  });
});
