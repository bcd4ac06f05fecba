import { expect, it } from "vitest";
import { financialStatus } from "#standin/shop/order-sums.ts";
import { Shop } from "#standin/shop/shop.ts";
import { loadOrdersFile, type HistoryOrder } from "./load-orders-file.ts";

const NOW = "2026-06-15T12:00:00Z";
const newShop = () => new Shop({ domain: "a.myshopify.com", name: "A", currency: "GBP", timeZone: "Europe/London", plan: "Basic", customerAccounts: "CLASSIC", grantableScopes: null, startsAtMs: Date.parse(NOW) }, 1);
const order = (given: Partial<HistoryOrder> = {}): HistoryOrder => ({
  orderId: "5001", name: "#1001", email: "ann@example.com", buyer: "Ann van Example", createdAt: "2026-01-02T10:00:00.000Z", paidAt: "2026-01-02T10:05:00.000Z", cancelledAt: null, fulfilledAt: null,
  refundedAt: "2026-01-02T10:05:00.000Z", financialStatus: "paid", currency: "GBP", isTaxIncluded: true, totalMinor: 1000, shippingMinor: 0, discountMinor: 0, refundedMinor: 0, discountCode: null, tags: [],
  sourceName: "web", lines: [{ title: "Tea", sku: "", quantity: 1, priceMinor: 1000, discountMinor: 0, taxMinor: 0 }], ...given,
});

it("places orders at their own times, for customers told apart by address", () => {
  const shop = newShop();
  loadOrdersFile(shop, [order(), order({ orderId: "5002", name: "#1002" })]);
  loadOrdersFile(shop, [order({ orderId: "5003", name: "EN-1003", email: "bob@example.com" }), order()]);
  expect([...shop.orders.values()].map(({ id, number, processedAtMs }) => [id, number, processedAtMs])).toEqual([["5001", 1001, Date.parse("2026-01-02T10:00:00Z")], ["5002", 1002, Date.parse("2026-01-02T10:00:00Z")], ["5003", 1003, Date.parse("2026-01-02T10:00:00Z")]]);
  expect([...shop.customers.values()].map(({ email, firstName, lastName, state, orders }) => [email, firstName, lastName, state, orders.length])).toEqual([
    ["ann@example.com", "Ann", "van Example", "ENABLED", 2], ["bob@example.com", "Ann", "van Example", "DISABLED", 1],
  ]);
});

it("tells what was paid, refunded, cancelled and never paid", () => {
  const shop = newShop();
  loadOrdersFile(shop, [
    order({ orderId: "1" }), order({ orderId: "2", financialStatus: "partially_refunded", refundedMinor: 400 }), order({ orderId: "3", financialStatus: "refunded" }),
    order({ orderId: "4", financialStatus: "pending", paidAt: null }), order({ orderId: "5", financialStatus: "voided", paidAt: null, cancelledAt: "2026-01-03T00:00:00Z" }),
  ]);
  expect([...shop.orders.values()].map(financialStatus)).toEqual(["PAID", "PARTIALLY_REFUNDED", "REFUNDED", "PENDING", "VOIDED"]);
});

it("keeps the orders of the last seven days to be played live, also when they came in two parts", () => {
  const shop = newShop();
  loadOrdersFile(shop, [order({ orderId: "1", createdAt: "2026-06-14T00:00:00Z" })]);
  loadOrdersFile(shop, [order({ orderId: "2", createdAt: "2026-06-10T00:00:00Z" }), order({ orderId: "1", createdAt: "2026-06-14T00:00:00Z" })]);
  expect(shop.heldBack.map(({ id }) => id)).toEqual(["2", "1"]);
  expect(shop.customers.size).toBe(0);
  expect(shop.heldBack[0]?.customer).toBe(shop.heldBack[1]?.customer);
});

it("leaves an order without an address to nobody", () => {
  const shop = newShop();
  loadOrdersFile(shop, [order({ email: null })]);
  expect(shop.orders.get("5001")?.customer).toBeNull();
});
