import { beforeAll, describe, expect, it } from "vitest";
import { Shop } from "#standin/shop/shop.ts";
import { loadOnlineRetail } from "./load-online-retail.ts";

const NOW = "2026-11-21T20:00:00Z";
const DAY_MS = 86_400_000;

function emptyShop(): Shop {
  return new Shop({
    domain: "gifts.myshopify.com", name: "Gifts", currency: "GBP", timeZone: "Europe/London", plan: "Basic", grantableScopes: null,
    customerAccounts: "NEW_CUSTOMER_ACCOUNTS", startsAtMs: Date.parse(NOW),
  }, 1);
}

describe("the history of the gift shop", () => {
  const shop = emptyShop();
  beforeAll(() => loadOnlineRetail(shop, { holdBackFromMs: Infinity }));
  const orders = () => [...shop.orders.values()];

  it("has 18,532 orders of 4,338 customers, worth 8,911,407.90 pounds", () => {
    expect([shop.orders.size, shop.customers.size]).toEqual([18_532, 4_338]);
    expect(orders().reduce((sum, order) => sum + order.totalMinor, 0)).toBe(891_140_790);
  });

  it("ends within the seven days before now, moved by whole weeks", () => {
    const last = Math.max(...orders().map((order) => order.processedAtMs));
    expect(shop.dataShiftDays % 7).toBe(0);
    expect(last).toBeLessThanOrEqual(Date.parse(NOW));
    expect(last).toBeGreaterThan(Date.parse(NOW) - 7 * DAY_MS);
  });

  it("has ids and numbers that rise with time", () => {
    const inOrder = orders();
    const [first] = inOrder;
    expect(first).toMatchObject({ number: 1001, customer: { email: "c17850@example.com" } });
    expect(first?.processedAtMs).toBe(Date.parse("2010-12-01T08:26:00Z") + shop.dataShiftDays * DAY_MS);
    const outOfOrder = inOrder.filter((order, index) => {
      const before = inOrder[index - 1];
      return before && (before.processedAtMs > order.processedAtMs || before.id >= order.id || before.number >= order.number);
    });
    expect(outOfOrder).toEqual([]);
  });

  it("has customers who begin with their first order", () => {
    for (const customer of shop.customers.values()) expect(customer.createdAtMs).toBe(customer.orders[0]?.processedAtMs);
  });

  it("holds the last seven days back, with customers who appear only then", async () => {
    const other = emptyShop();
    await loadOnlineRetail(other, {});
    expect(other.orders.size + other.heldBack.length).toBe(18_532);
    expect(other.heldBack.length).toBeGreaterThan(0);
    expect(other.heldBack.every((order) => order.processedAtMs >= Date.parse(NOW) - 7 * DAY_MS)).toBe(true);
    expect(other.customers.size).toBeLessThan(4_338);
  });
});
