import { beforeEach, describe, expect, it } from "vitest";
import { pool } from "#app/platform/db.server.ts";
import { getNthOrder, getSummary } from "#app/queries/metrics.server.ts";
import { type StoredOrder, type StoredShop, storeCustomers, storeOrders, storePolicy, storeShop } from "#tests/factories/stored-facts.ts";

const END = new Date("2026-12-31T00:00:00Z");
let shops = 0;
let nextOrderId: number;

beforeEach(() => {
  nextOrderId = 1;
});

const openShop = (shop: StoredShop = {}) => storeShop(pool, { domain: `shop-${++shops}.myshopify.com`, ...shop });
const order = (customerId: number | null, processedAt: string, more: Partial<StoredOrder> = {}): StoredOrder => ({ id: nextOrderId++, customerId, processedAt, ...more });

async function shopWith(orders: StoredOrder[], shop: StoredShop = {}) {
  const shopId = await openShop(shop);
  const customerIds = [...new Set(orders.flatMap(({ customerId }) => customerId ?? []))];
  await storeCustomers(pool, shopId, customerIds.map((id) => ({ id, createdAt: "2026-01-01T00:00:00Z" })));
  await storeOrders(pool, shopId, orders);
  return shopId;
}

describe("which orders the figures count", () => {
  it("leaves out what is unpaid, a test, cancelled, fully refunded, deleted, free or without a customer", async () => {
    const at = "2026-03-01T10:00:00Z";
    const later = "2026-03-02T10:00:00Z";
    const shopId = await shopWith([
      order(1, at),
      order(2, at, { paidAt: null }),
      order(3, at, { isTest: true }),
      order(4, at, { cancelledAt: later }),
      order(5, at, { fullyRefundedAt: later }),
      order(6, at, { deletedAt: later }),
      order(7, at, { totalMinor: 0 }),
      order(null, at),
    ]);
    expect(await getSummary(shopId, END)).toMatchObject({ orders: 1, customers: 1, stages: { prospect: 6, first: 1 } });
    // Before the second day nothing had been cancelled, refunded or deleted yet.
    expect(await getSummary(shopId, new Date("2026-03-01T12:00:00Z"))).toMatchObject({ orders: 4, customers: 4, stages: { prospect: 3, first: 4 } });
  });

  it("does not know at an instant what was paid or placed after it", async () => {
    const shopId = await shopWith([order(1, "2026-03-01T10:00:00Z"), order(1, "2026-03-02T10:00:00Z", { paidAt: "2026-03-05T10:00:00Z" }), order(1, "2026-03-09T10:00:00Z")]);
    const ordersAt = async (instant: string) => (await getSummary(shopId, new Date(instant))).orders;
    expect(await ordersAt("2026-03-04T00:00:00Z")).toBe(1);
    expect(await ordersAt("2026-03-05T10:00:00Z")).toBe(2);
    expect(await ordersAt("2026-03-05T09:59:59Z")).toBe(1);
    expect(await ordersAt("2026-03-09T10:00:00Z")).toBe(3);
    const { steps } = await getNthOrder(shopId, { asOf: new Date("2026-03-04T00:00:00Z"), withinDays: null });
    expect(steps).toEqual([expect.objectContaining({ from: 1, eligible: 1, converted: 0 })]);
  });

  it("puts only orders in the shop's currency into the money", async () => {
    const shopId = await shopWith([order(1, "2026-03-01T10:00:00Z", { totalMinor: 1_001 }), order(1, "2026-03-02T10:00:00Z", { totalMinor: 1_000 }), order(1, "2026-03-03T10:00:00Z", { totalMinor: 99_999, currency: "USD" })]);
    expect(await getSummary(shopId, END)).toMatchObject({ orders: 3, averageOrderValueMinor: 1_001, currency: "GBP" });
  });

  it("has no average where every order is in another currency", async () => {
    const shopId = await shopWith([order(1, "2026-03-01T10:00:00Z", { currency: "USD" })]);
    expect(await getSummary(shopId, END)).toMatchObject({ orders: 1, averageOrderValueMinor: null });
  });

  it("counts prospects from the day they came to be, without those who are gone", async () => {
    const shopId = await openShop();
    await storeCustomers(pool, shopId, [
      { id: 1, createdAt: "2026-03-01T00:00:00Z" },
      { id: 2, createdAt: "2026-03-05T00:00:00Z" },
      { id: 3, createdAt: "2026-03-01T00:00:00Z", deletedAt: "2026-03-04T00:00:00Z" },
      { id: 4, createdAt: "2026-03-01T00:00:00Z", mergedIntoId: 1, mergedAt: "2026-03-04T00:00:00Z" },
      { id: 5, createdAt: "2026-03-01T00:00:00Z", redactedAt: "2026-03-04T00:00:00Z" },
    ]);
    const prospectsAt = async (instant: string) => (await getSummary(shopId, new Date(instant))).stages.prospect;
    expect(await prospectsAt("2026-03-04T12:00:00Z")).toBe(1);
    expect(await prospectsAt("2026-03-05T00:00:00Z")).toBe(2);
    expect(await prospectsAt("2026-02-28T00:00:00Z")).toBe(0);
  });
});

describe("orders of one day as one", () => {
  const orders = () => [
    order(1, "2026-06-01T22:30:00Z", { totalMinor: 1_000 }),
    // Already the second of June in London, like the next one.
    order(1, "2026-06-01T23:30:00Z", { totalMinor: 2_000 }),
    order(1, "2026-06-02T12:00:00Z", { totalMinor: 4_000 }),
  ];

  it("is off by default", async () => {
    expect(await getSummary(await shopWith(orders()), END)).toMatchObject({ orders: 3, averageOrderValueMinor: 2_333 });
  });

  it("goes by the shop's calendar, adds the money and keeps the first one's time", async () => {
    const shopId = await shopWith(orders(), { policy: { mergeSameDay: true } });
    expect(await getSummary(shopId, END)).toMatchObject({ orders: 2, customersWithAtLeast: { "2": 1, "3": 0 }, averageOrderValueMinor: 3_500, medianGapDays: { "1": 1 / 24 } });
  });

  it("counts a day whose first order is in another currency once in the money", async () => {
    const shopId = await shopWith(
      [order(1, "2026-06-02T10:00:00Z", { currency: "USD" }), order(1, "2026-06-02T11:00:00Z", { totalMinor: 500 }), order(1, "2026-06-02T12:00:00Z", { totalMinor: 700 })],
      { policy: { mergeSameDay: true } },
    );
    expect(await getSummary(shopId, END)).toMatchObject({ orders: 1, averageOrderValueMinor: 1_200 });
  });
});

describe("customers whose history begins before we could see", () => {
  it("stand at their stage, and are left out of conversion and gaps below their first seen order", async () => {
    const shopId = await openShop({ historyHorizonAt: "2026-02-01T00:00:00Z" });
    await storeCustomers(pool, shopId, [
      { id: 1, createdAt: "2026-01-01T00:00:00Z", openingCount: 2 },
      { id: 2, createdAt: "2026-01-01T00:00:00Z" },
      { id: 3, createdAt: "2026-01-01T00:00:00Z", openingCount: 7 },
    ]);
    await storeOrders(pool, shopId, [
      // Inside the opening count: neither adds nor counts.
      order(1, "2026-01-20T00:00:00Z"),
      order(1, "2026-03-01T00:00:00Z"),
      order(1, "2026-03-03T00:00:00Z"),
      order(2, "2026-03-01T00:00:00Z"),
    ]);
    const summary = await getSummary(shopId, END);
    expect(summary).toMatchObject({ orders: 3, customers: 3, customersWithAtLeast: { "2": 2, "3": 2, "4": 2 }, medianGapDays: { "3": 2 }, stages: { prospect: 0, first: 1, second: 0, loyal: 1, champion: 1 } });
    const { steps } = await getNthOrder(shopId, { asOf: END, withinDays: null });
    expect(steps.map(({ eligible, converted }) => [eligible, converted])).toEqual([[1, 0], [0, 0], [1, 1], [1, 0], [0, 0], [0, 0], [0, 0]]);
  });

  it("bring the opening counts of those who were merged into them", async () => {
    const shopId = await openShop();
    await storeCustomers(pool, shopId, [{ id: 1, openingCount: 1 }, { id: 2, openingCount: 2, mergedIntoId: 1, mergedAt: "2026-02-01T00:00:00Z" }]);
    await storeOrders(pool, shopId, [order(1, "2026-03-01T00:00:00Z")]);
    expect(await getSummary(shopId, END)).toMatchObject({ customers: 1, customersWithAtLeast: { "2": 1, "3": 1, "4": 1 }, stages: { loyal: 1 } });
  });
});

describe("conversion within a number of days", () => {
  const asOf = new Date("2026-04-30T12:00:00Z");

  it.each([
    ["2026-03-31T12:00:00Z", 1, "exactly 30 days before"],
    ["2026-03-31T12:00:01Z", 0, "one second later"],
  ])("a first order at %s makes %i eligible: %s", async (placedAt, eligible) => {
    const shopId = await shopWith([order(1, placedAt)]);
    const { steps } = await getNthOrder(shopId, { asOf, withinDays: 30 });
    expect(steps[0]).toMatchObject({ eligible, converted: 0, rate: eligible === 0 ? null : 0 });
  });

  it.each([
    ["2026-03-31T12:00:00Z", 1, "exactly 30 days after the first, over the change of the clocks"],
    ["2026-03-31T12:00:01Z", 0, "one second later"],
  ])("a second order at %s makes %i converted: %s", async (secondAt, converted) => {
    const shopId = await shopWith([order(1, "2026-03-01T12:00:00Z"), order(1, secondAt)]);
    const { steps } = await getNthOrder(shopId, { asOf, withinDays: 30 });
    expect(steps[0]).toMatchObject({ eligible: 1, converted });
  });

  it("does not count a next order that was placed after the instant", async () => {
    const shopId = await shopWith([order(1, "2026-03-31T11:00:00Z"), order(1, "2026-04-30T12:00:01Z")]);
    const { steps } = await getNthOrder(shopId, { asOf, withinDays: 30 });
    expect(steps).toEqual([expect.objectContaining({ from: 1, to: 2, eligible: 1, converted: 0 })]);
  });
});

describe("a change of the counting policy", () => {
  it("shows in the figures at once, by the newest version", async () => {
    const shopId = await shopWith([order(1, "2026-03-01T00:00:00Z", { tags: ["wholesale"] }), order(1, "2026-03-02T00:00:00Z", { sourceName: "Pos" }), order(1, "2026-03-03T00:00:00Z", { totalMinor: 99 }), order(1, "2026-03-04T00:00:00Z", { paidAt: null })]);
    const orders = async () => (await getSummary(shopId, END)).orders;
    expect(await orders()).toBe(3);
    await storePolicy(pool, shopId, { excludedTags: ["wholesale"] });
    expect(await orders()).toBe(2);
    await storePolicy(pool, shopId, { excludedTags: ["wholesale"], excludedSources: ["pos"] });
    expect(await orders()).toBe(1);
    await storePolicy(pool, shopId, { minimumOrderMinor: 100, countFrom: "creation" });
    expect(await orders()).toBe(3);
    await storePolicy(pool, shopId, { loyalAt: 2, championAt: 3, countFrom: "creation" });
    expect(await getSummary(shopId, END)).toMatchObject({ orders: 4, stages: { second: 0, loyal: 0, champion: 1 } });
  });
});
