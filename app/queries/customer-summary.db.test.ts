import { beforeAll, describe, expect, it } from "vitest";
import { pool } from "#app/platform/db.server.ts";
import { storeCustomers, storeOrders, storeShop } from "#tests/factories/stored-facts.ts";
import { findCustomerSummary } from "./customer-summary.server.ts";

const END = new Date("2026-12-31T00:00:00Z");
let shopId: number;

beforeAll(async () => {
  shopId = await storeShop(pool, { historyHorizonAt: "2026-01-01T00:00:00Z", timeZone: "Pacific/Auckland" });
  await storeCustomers(pool, shopId, [
    { id: 1, email: "ann@example.com", firstName: "Ann", createdAt: "2026-01-01T00:00:00Z" },
    { id: 2, createdAt: "2026-01-01T00:00:00Z", mergedIntoId: 1, mergedAt: "2026-06-01T00:00:00Z" },
    { id: 3, createdAt: "2026-01-01T00:00:00Z", openingCount: 4 },
    { id: 4, createdAt: "2026-01-01T00:00:00Z", deletedAt: "2026-06-01T00:00:00Z" },
    { id: 5, createdAt: "2026-01-01T00:00:00Z", redactedAt: "2026-06-01T00:00:00Z" },
    { id: 6, createdAt: "2026-05-01T00:00:00Z" },
  ]);
  await storeOrders(pool, shopId, [
    { id: 11, name: "#1001", customerId: 1, processedAt: "2026-03-01T12:00:00Z", totalMinor: 1_000 },
    { id: 12, name: "#1002", customerId: 1, processedAt: "2026-04-01T12:00:00Z", totalMinor: 500, cancelledAt: "2026-05-01T00:00:00Z" },
    { id: 13, name: "#1003", customerId: 1, processedAt: "2026-06-01T12:00:00Z", totalMinor: 700, currency: "USD" },
    { id: 14, name: "#1004", customerId: 3, processedAt: "2026-06-01T12:00:00Z" },
    { id: 15, name: "#1005", customerId: 5, processedAt: "2026-03-01T12:00:00Z" },
  ]);
});

describe("one customer", () => {
  it("stands where the orders that count put them, since the order that holds the rank", async () => {
    expect(await findCustomerSummary(shopId, "1", END)).toEqual({
      id: "1", email: "ann@example.com", firstName: "Ann", lastName: null, asOf: END.toISOString(), countedOrders: 2, openingCount: 0, rank: 2, isAbout: false,
      stage: "second", stageSince: "2026-06-01T12:00:00.000Z", stageOrderId: "13", stageOrderName: "#1003", stageReason: { kind: "reached", stage: "second", rank: 2, orderId: "13" },
      // Already the second of June in Auckland.
      stageSentence: "Second since 2 Jun 2026, when order #1003 became the second counted order.",
      firstOrderAt: "2026-03-01T12:00:00.000Z", lastOrderAt: "2026-06-01T12:00:00.000Z", spentMinor: 1_000, currency: "GBP",
      createdAt: "2026-01-01T00:00:00.000Z", accountState: null, redactedAt: null, mergedIds: ["2"],
    });
  });

  it("stood elsewhere at an earlier instant", async () => {
    expect(await findCustomerSummary(shopId, "1", new Date("2026-04-15T00:00:00Z"))).toMatchObject({ stage: "second", stageOrderId: "12", countedOrders: 2 });
    expect(await findCustomerSummary(shopId, "1", new Date("2026-05-15T00:00:00Z"))).toMatchObject({ stage: "first", stageOrderId: "11", countedOrders: 1 });
    expect(await findCustomerSummary(shopId, "1", new Date("2026-02-01T00:00:00Z"))).toMatchObject({ stage: "prospect", stageSince: null, stageSentence: "No counted order yet." });
  });

  it("is found under the id that was merged into theirs", async () => {
    expect(await findCustomerSummary(shopId, "2", END)).toMatchObject({ id: "1", rank: 2 });
  });

  it("with orders from before we could see is “about”, and has no date for what lies there", async () => {
    expect(await findCustomerSummary(shopId, "3", END)).toMatchObject({
      countedOrders: 1, openingCount: 4, rank: 5, isAbout: true, stage: "loyal", stageSince: null, stageOrderId: null, stageReason: { kind: "before_we_could_see", stage: "loyal", rank: 3 },
    });
  });

  it("is nobody when unknown, deleted or not yet there", async () => {
    for (const id of ["99", "4", "abc", "", "99999999999999999999"]) expect(await findCustomerSummary(shopId, id, END)).toBeUndefined();
    expect(await findCustomerSummary(shopId, "6", new Date("2026-04-30T00:00:00Z"))).toBeUndefined();
    expect(await findCustomerSummary(shopId, "6", new Date("2026-05-01T00:00:00Z"))).toMatchObject({ stage: "prospect" });
  });

  it("keeps the sums after an erasure, and nothing personal", async () => {
    expect(await findCustomerSummary(shopId, "5", END)).toMatchObject({ email: null, firstName: null, redactedAt: "2026-06-01T00:00:00.000Z", countedOrders: 1, stage: "first" });
  });
});
