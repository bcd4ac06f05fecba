import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { whyFormats } from "#app/domain/points/why-formats.ts";
import { whySentence, type ExplainedEntry } from "#app/domain/points/why-sentence.ts";
import { MOVED_POINTS } from "#app/ledger/read.server.ts";
import { inTransaction, pool } from "#app/platform/db.server.ts";
import { lockShopFacts } from "#app/store/lock-shop-facts.server.ts";
import { adjustPoints } from "#app/usecases/adjust-points.server.ts";
import { settleDeliveries } from "#app/usecases/settle-deliveries.server.ts";
import { noFacts } from "#app/usecases/take-in-facts.server.ts";
import { checkPoints } from "#tests/factories/check-points.ts";
import { day, placedOrder, programShop, type ProgramShop } from "#tests/factories/program-shop.ts";

const PROGRAM = {
  earnRules: [{ id: "spend", kind: "amount", points: 1, perMinor: 100 }, { id: "each", kind: "order", points: 10 }, { id: "second", kind: "nth_order", n: 2, points: 5 }],
  nthOrderMultipliers: [1, 2, 3], pendingDays: 0,
};
const formats = whyFormats({ locale: "en-GB", timeZone: "Europe/London" });

let shops = 0;

async function openShop(program: object = {}): Promise<ProgramShop> {
  const shop = await programShop(`deleted-orders-${(shops += 1)}.myshopify.com`);
  await shop.publish({ ...PROGRAM, ...program }, -10);
  return shop;
}

/** The news that an order was deleted, which has no time of its own; told twice, as Shopify may, in one batch. */
async function hearOfDeletion({ shop }: ProgramShop, on: number, orderId: number): Promise<void> {
  await inTransaction(async (client) => {
    const tx = await lockShopFacts(client, shop.id);
    await settleDeliveries(tx, shop, { read: { facts: { ...noFacts(), deletedOrderIds: [String(orderId), String(orderId)] }, events: [] }, now: day(on) });
  });
}

/** What was booked for an order, in turn: [kind, points, the sentence for the merchant]. */
async function bookedFor({ shop }: ProgramShop, orderId: number): Promise<[string, number, string][]> {
  const { rows } = await pool.query<ExplainedEntry>(
    `SELECT kind, ${MOVED_POINTS} AS points, order_name AS "orderName", program_version AS "programVersion", why FROM ledger_entries e WHERE shop_id = $1 AND order_id = $2 ORDER BY id`,
    [shop.id, orderId],
  );
  return rows.map((row) => [row.kind, row.points, whySentence(row, formats)]);
}

describe("an order that is deleted in Shopify", () => {
  it("earns nothing any more when it had settled, neither for its amount nor for being one, and others keep their ranks", async () => {
    const it0 = await openShop();
    await it0.take(0, placedOrder(1, 0, 2_000));
    await it0.take(1, placedOrder(2, 1, 5_000));
    await it0.take(2, placedOrder(3, 2, 1_000));
    expect(await it0.earned()).toEqual([["1", 30], ["2", 130], ["3", 60]]);
    await hearOfDeletion(it0, 3, 2);
    expect(await it0.earned()).toEqual([["1", 30], ["2", 0], ["3", 60]]);
    expect((await bookedFor(it0, 2)).at(-1)).toEqual(["reverse", -130, "Order #2 earns nothing: it was deleted in Shopify; 130 points had been booked before."]);
    await hearOfDeletion(it0, 4, 2);
    await it0.take(4, placedOrder(2, 1, 5_000, { revision: 9 }));
    expect(await it0.earned()).toEqual([["1", 30], ["2", 0], ["3", 60]]);
    await checkPoints(it0.shop.id);
  });

  it("earns nothing any more while its points are pending, and those that wait move up", async () => {
    const it0 = await openShop({ pendingDays: 14 });
    await it0.take(0, placedOrder(1, 0, 2_000));
    await it0.take(1, placedOrder(2, 1, 5_000));
    expect(await it0.earned()).toEqual([["1", 30], ["2", 130]]);
    await hearOfDeletion(it0, 3, 1);
    expect(await it0.earned()).toEqual([["1", 0], ["2", 60]]);
    expect((await bookedFor(it0, 1)).at(-1)).toEqual(["earn_cancelled", -30, "Order #1 earns nothing: it was deleted in Shopify; 30 points had been booked before."]);
    await it0.settle(40);
    expect(await it0.balance()).toEqual({ pending: 0, settled: 60 });
    await checkPoints(it0.shop.id);
  });

  it("had its points until then, also when their release is booked only with the news of it", async () => {
    const it0 = await openShop({ pendingDays: 14 });
    await it0.take(0, placedOrder(1, 0, 2_000));
    await hearOfDeletion(it0, 30, 1);
    expect((await bookedFor(it0, 1)).slice(1)).toEqual([
      ["earn_released", 30, "Order #1: the return window is over, and 30 points can be spent from 16 Jan 2026."],
      ["reverse", -30, "Order #1 earns nothing: it was deleted in Shopify; 30 points had been booked before."],
    ]);
    expect(await it0.balance()).toEqual({ pending: 0, settled: 0 });
    await checkPoints(it0.shop.id);
  });

  it("gives its share of a limited rule to no order that had settled without it", async () => {
    const it0 = await openShop({ earnRules: [{ id: "once", kind: "order", points: 10, conditions: [{ kind: "limit", timesMax: 1, per: "ever" }, { kind: "minimum_spend", amountMinor: 2_000 }] }] });
    await it0.take(0, placedOrder(1, 0, 5_000));
    await it0.take(1, placedOrder(2, 1, 5_000));
    await hearOfDeletion(it0, 5, 1);
    expect(await it0.earned()).toEqual([["1", 0]]);
    await checkPoints(it0.shop.id);
  });

  it("was refunded before, and what is left of its points is taken back", async () => {
    const it0 = await openShop();
    await it0.take(0, placedOrder(1, 0, 2_000));
    await it0.take(1, placedOrder(1, 0, 2_000, { refundedMinor: 500, refundedOn: 1 }));
    expect(await it0.earned()).toEqual([["1", 25]]);
    await hearOfDeletion(it0, 2, 1);
    expect((await bookedFor(it0, 1)).at(-1)).toEqual(["reverse", -25, "Order #1 earns nothing: it was deleted in Shopify; 25 points had been booked before."]);
    await checkPoints(it0.shop.id);
  });

  it("gives up what was spent of its points, and each entry says its own part of it", async () => {
    const it0 = await openShop();
    await it0.take(0, placedOrder(1, 0, 11_300));
    await adjustPoints(it0.shop.id, { customerId: "7", points: -20, reason: "spent at the till", by: "Ann", idempotencyKey: "till" }, day(1));
    await hearOfDeletion(it0, 2, 1);
    const sentence = "Order #1 earns nothing: it was deleted in Shopify; 123 points had been booked before; 20 points could not be taken back, already spent or expired.";
    expect((await bookedFor(it0, 1)).slice(1)).toEqual([["reverse", -103, sentence], ["reverse_waived", 20, sentence]]);
    expect(await it0.balance()).toEqual({ pending: 0, settled: 0 });
    await checkPoints(it0.shop.id);
  });

  it("gives back what it kept for being an order when it was deleted under an earlier release", async () => {
    const it0 = await openShop();
    await it0.take(0, placedOrder(1, 0, 2_000));
    // What an earlier release made of the deletion: no goods are left, ten points are, and the booking has seen it all.
    await pool.query("UPDATE orders SET deleted_at = $2, lines = '[]' WHERE shop_id = $1", [it0.shop.id, day(1)]);
    await pool.query("UPDATE order_bookings b SET order_revision = o.revision, booked_through = $2 FROM orders o WHERE o.shop_id = b.shop_id AND o.order_id = b.order_id AND b.shop_id = $1", [it0.shop.id, day(1)]);
    await it0.settle(2);
    expect(await it0.earned()).toEqual([["1", 30]]);
    await pool.query(await readFile(new URL("../../prisma/migrations/20261125720000_deleted_orders_settled_anew/migration.sql", import.meta.url), "utf8"));
    await it0.settle(3);
    expect(await it0.earned()).toEqual([["1", 0]]);
    await checkPoints(it0.shop.id);
  });
});
