import { beforeAll, describe, expect, it } from "vitest";
import type { TimelineEntry } from "#app/contract/timeline.ts";
import { pool } from "#app/platform/db.server.ts";
import { storeCustomers, storeOrders, storePolicy, storeShop } from "#tests/factories/stored-facts.ts";
import { findCustomerTimeline } from "./customer-timeline.server.ts";
import { CursorError } from "./cursor.ts";

const END = new Date("2026-12-31T00:00:00Z");
let shopId: number;

beforeAll(async () => {
  shopId = await storeShop(pool, { historyHorizonAt: "2026-01-15T00:00:00Z" });
  await storePolicy(pool, shopId, { minimumOrderMinor: 100, excludedTags: ["wholesale"], excludedSources: ["pos"], loyalAt: 2, championAt: 3 });
  await storeCustomers(pool, shopId, [
    { id: 1, createdAt: "2026-01-01T00:00:00Z" },
    { id: 2, mergedIntoId: 1, mergedAt: "2026-06-01T00:00:00Z" },
    { id: 3, createdAt: "2026-01-01T00:00:00Z", deletedAt: "2026-06-01T00:00:00Z" },
    { id: 4, createdAt: "2026-01-01T00:00:00Z", openingCount: 3 },
  ]);
  const at = "2026-03-01T00:00:00Z";
  await storeOrders(pool, shopId, [
    { id: 1, name: "#1001", customerId: 1, processedAt: "2026-02-01T00:00:00Z" },
    { id: 2, customerId: 1, processedAt: at, paidAt: null },
    { id: 3, customerId: 1, processedAt: at, isTest: true },
    { id: 4, customerId: 1, processedAt: at, cancelledAt: "2026-03-02T00:00:00Z" },
    { id: 5, customerId: 1, processedAt: at, fullyRefundedAt: "2026-03-03T00:00:00Z" },
    { id: 6, customerId: 1, processedAt: at, totalMinor: 0 },
    { id: 7, customerId: 1, processedAt: at, totalMinor: 99 },
    { id: 8, customerId: 1, processedAt: at, tags: ["wholesale"] },
    { id: 9, customerId: 1, processedAt: at, sourceName: "Pos" },
    { id: 10, customerId: 1, processedAt: "2026-01-10T00:00:00Z" },
    { id: 11, customerId: 1, processedAt: at, deletedAt: "2026-03-04T00:00:00Z" },
    { id: 12, customerId: 1, processedAt: "2026-04-01T00:00:00Z" },
    { id: 13, customerId: 4, processedAt: "2026-04-01T00:00:00Z" },
    { id: 14, customerId: 1, processedAt: "2027-01-01T00:00:00Z" },
  ]);
  await pool.query("INSERT INTO refunds (shop_id, order_id, refund_id, created_at, amount_minor) VALUES ($1, 5, 51, '2026-03-02T00:00:00Z', 400), ($1, 5, 52, '2026-03-03T00:00:00Z', 600)", [shopId]);
  await pool.query("INSERT INTO refunds (shop_id, order_id, refund_id, created_at, amount_minor, transaction_ids) VALUES ($1, 1, 11, '2026-03-04T00:00:00Z', 0, '{900}')", [shopId]);
});

async function entries(customerId: string, asOf = END, limit = 250): Promise<TimelineEntry[]> {
  const all: TimelineEntry[] = [];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page = await findCustomerTimeline(shopId, customerId, { asOf, limit, ...(cursor !== undefined && { cursor }) });
    all.push(...(page?.items ?? []));
    cursor = page?.nextCursor ?? null;
  }
  return all;
}

const ordersOf = (timeline: TimelineEntry[]) => timeline.flatMap((entry) => (entry.kind === "order" ? [entry] : []));

describe("the timeline of a customer", () => {
  it("says of every order its number, or by which rule it does not count", async () => {
    const told = Object.fromEntries(ordersOf(await entries("1")).map(({ orderId, rank, notCountedReason }) => [orderId, rank ?? notCountedReason]));
    expect(told).toEqual({
      "1": 1, "12": 2, "2": "unpaid", "3": "test", "4": "cancelled", "5": "fully_refunded", "6": "zero_total", "7": "below_minimum", "8": "excluded_tag", "9": "excluded_source",
      "10": "inside_opening_count", "11": "deleted",
    });
  });

  it("gives an order either a number or a reason, whatever the policy and the instant", async () => {
    for (const mergeSameDay of [true, false]) {
      await storePolicy(pool, shopId, { mergeSameDay, minimumOrderMinor: 100, excludedTags: ["wholesale"], excludedSources: ["pos"], loyalAt: 2, championAt: 3 });
      for (const day of ["2026-01-20", "2026-03-01", "2026-03-03", "2026-06-01"]) {
        for (const order of ordersOf(await entries("1", new Date(`${day}T00:00:00Z`)))) expect([order.orderId, (order.rank === null) !== (order.notCountedReason === null)]).toEqual([order.orderId, true]);
      }
    }
  });

  it("tells the newest first, an order before the stage that it reached", async () => {
    const timeline = await entries("1");
    expect(timeline.map(({ at }) => at)).toEqual(timeline.map(({ at }) => at).toSorted().toReversed());
    expect(timeline.slice(0, 3).map(({ id }) => id)).toEqual(["merge:2", "stage:3", "order:12"]);
    expect(timeline.at(-1)).toMatchObject({ kind: "created", at: "2026-01-01T00:00:00.000Z" });
    expect(timeline.find(({ id }) => id === "stage:3")).toMatchObject({ stage: "loyal", orderId: "12", orderName: "#12" });
    // With loyal from the second order there is no second stage to reach.
    expect(timeline.filter(({ kind }) => kind === "stage").map(({ id }) => id)).toEqual(["stage:3", "stage:1"]);
  });

  it("marks the refund that completed the others, and the one whose money has not gone back", async () => {
    const refunds = (await entries("1")).flatMap((entry) => (entry.kind === "refund" ? [[entry.refundId, entry.amountMinor, entry.isComplete, entry.awaitsMoney]] : []));
    expect(refunds).toEqual([["11", 0, false, true], ["52", 600, true, false], ["51", 400, false, false]]);
  });

  it("is the same in pages of any size", async () => {
    const whole = await entries("1");
    for (const limit of [1, 2, 5]) expect(await entries("1", END, limit)).toEqual(whole);
  });

  it("ends at the instant that is asked for", async () => {
    const timeline = await entries("1", new Date("2026-03-02T00:00:00Z"));
    expect(timeline.map(({ id }) => id)).toContain("cancellation:4");
    expect(timeline.map(({ id }) => id)).not.toContain("refund:52");
    expect(ordersOf(timeline).find(({ orderId }) => orderId === "5")).toMatchObject({ rank: 2, notCountedReason: null });
  });

  it("can show only some kinds", async () => {
    const page = await findCustomerTimeline(shopId, "1", { asOf: END, kinds: ["merge", "created"] });
    expect(page?.items.map(({ kind }) => kind)).toEqual(["merge", "created"]);
  });

  it("of a former id is the survivor's; of somebody deleted or unknown there is none", async () => {
    expect(await entries("2")).toEqual(await entries("1"));
    for (const id of ["3", "99", "x"]) expect(await findCustomerTimeline(shopId, id, { asOf: END })).toBeUndefined();
  });

  it("numbers orders after those that we could not see", async () => {
    expect(ordersOf(await entries("4"))).toEqual([expect.objectContaining({ orderId: "13", rank: 4, isAbout: true })]);
  });

  it("shows points with what they belong to and why, page by page as in one", async () => {
    await pool.query(
      `INSERT INTO ledger_entries (shop_id, customer_id, key, kind, pending_points, settled_points, waived_points, occurred_at, recorded_at, order_id, program_version, why) VALUES
         ($1, 4, 'a', 'earn_pending', 40, 0, 0, '2026-04-01T00:00:00Z', $2, 13, 1, '{"kind": "earned"}'), ($1, 4, 'b', 'earn_released', -40, 40, 0, '2026-04-16T00:00:00Z', $2, 13, 1, '{"kind": "released"}'),
         ($1, 4, 'c', 'reverse', 0, -30, 0, '2026-05-01T00:00:00Z', $2, 13, 1, '{"kind": "earned"}'), ($1, 4, 'd', 'reverse_waived', 0, 0, 10, '2026-05-01T00:00:00Z', $2, 13, 1, '{"kind": "earns_nothing"}')`,
      [shopId, END],
    );
    const points = (timeline: TimelineEntry[]) => timeline.flatMap((entry) => (entry.kind === "points" ? [[entry.entryKind, entry.points, entry.orderName, entry.why["kind"]]] : []));
    const whole = await entries("4");
    expect(points(whole)).toEqual([["reverse_waived", 10, "#13", "earns_nothing"], ["reverse", -30, "#13", "earned"], ["earn_released", 40, "#13", "released"], ["earn_pending", 40, "#13", "earned"]]);
    for (const limit of [1, 2, 3]) expect(await entries("4", END, limit)).toEqual(whole);
    expect(points(await entries("4", new Date("2026-04-10T00:00:00Z")))).toEqual([["earn_pending", 40, "#13", "earned"]]);
    const page = await findCustomerTimeline(shopId, "4", { asOf: END, kinds: ["points"] });
    expect(page?.items.map(({ kind }) => kind)).toEqual(["points", "points", "points", "points"]);
  });

  it("refuses a cursor that it did not give out", async () => {
    await expect(findCustomerTimeline(shopId, "1", { asOf: END, cursor: "WyIxIiwiMTMiLCIxIl0" })).rejects.toThrow(CursorError);
  });
});
