import { describe, expect, it } from "vitest";
import { pool, inTransaction } from "#app/platform/db.server.ts";
import { publishProgram, saveDraft } from "#app/usecases/publish-program.server.ts";
import { settleDue } from "#app/jobs/settle-due.server.ts";
import { takeInReadOrders } from "#app/usecases/take-in-read-orders.server.ts";
import { installShop } from "#app/usecases/install-shop.server.ts";
import type { OrderFact } from "#app/domain/orders/order-fact.ts";

const day = (n: number) => new Date(Date.UTC(2026, 0, 1, 12) + n * 86_400_000);

function order(id: number, placed: number, totalMinor: number, more: Partial<OrderFact> = {}): OrderFact {
  const at = day(placed).toISOString();
  return {
    orderId: String(id), name: `#${id}`, customer: { customerId: "7", email: null, firstName: null, lastName: null, emailHash: null, accountState: null, createdAt: at, updatedAt: at },
    emailHash: null, createdAt: at, processedAt: at, updatedAt: at, readAt: null, versionHash: `${id}`, cancelledAt: null, financialStatus: "paid", isPaidSeen: true, refundedSeenAt: null,
    isTest: false, sourceName: "web", tags: [], currency: "GBP", isTaxIncluded: true, totalMinor, originalTotalMinor: totalMinor, subtotalMinor: totalMinor, discountMinor: 0, taxMinor: 0, shippingMinor: 0, discountCodes: [],
    checkoutTokenHash: null, fulfillmentStatus: null, fulfillments: [], transactions: [], refunds: [],
    lines: [{ lineId: "1", productId: null, variantId: null, title: "x", quantity: 1, priceMinor: totalMinor, discountMinor: 0, taxMinor: 0, isGiftCard: false }],
    ...more,
  };
}

const entries = async (shopId: number) =>
  (await pool.query<{ kind: string; p: string; s: string; w: string; order_id: string; at: Date }>(
    "SELECT kind, pending_points p, settled_points s, waived_points w, order_id, occurred_at at FROM ledger_entries WHERE shop_id = $1 ORDER BY id", [shopId],
  )).rows.map((row) => [row.order_id, row.kind, Number(row.p), Number(row.s), Number(row.w)]);

describe("points through the database", () => {
  it("are earned, released, doubled on the second order and taken back, each with one entry", async () => {
    const shop = await installShop({ domain: "points.myshopify.com", scopes: ["read_all_orders", "read_orders"], shop: { shopifyId: "1", name: "P", currency: "GBP", timeZone: "Europe/London" } }, day(-40));
    await pool.query("UPDATE backfills SET state = 'done'");
    expect((await saveDraft(shop.id, { earnRules: [{ id: "spend", kind: "amount", points: 1, perMinor: 100 }], nthOrderMultipliers: [1, 2, 3] }, { by: "test", now: day(-39) })).outcome).toBe("saved");
    expect(await publishProgram(shop.id, { by: "test", now: day(-38) })).toEqual({ outcome: "published", version: 1 });
    await takeInReadOrders(shop, { facts: [order(1, 0, 4000)], missingIds: [], now: day(1) });
    expect(await entries(shop.id)).toEqual([["1", "earn_pending", 40, 0, 0]]);
    await takeInReadOrders(shop, { facts: [order(2, 2, 1000)], missingIds: [], now: day(2) });
    await settleDue(shop.id, day(16));
    await settleDue(shop.id, day(30));
    await takeInReadOrders(shop, { facts: [order(1, 0, 4000, { updatedAt: day(31).toISOString(), versionHash: "1b", financialStatus: "partially_refunded",
      refunds: [{ orderId: "1", refundId: "9", createdAt: day(31).toISOString(), amountMinor: 1000, transactionIds: [], isPaidBack: true, lines: [], adjustments: [] }] })], missingIds: [], now: day(31) });
    expect(await entries(shop.id)).toEqual([
      ["1", "earn_pending", 40, 0, 0],
      ["2", "earn_pending", 20, 0, 0],
      ["1", "earn_released", -40, 40, 0],
      ["2", "earn_released", -20, 20, 0],
      ["1", "reverse", 0, -10, 0],
    ]);
    const [member] = (await pool.query("SELECT pending_points, settled_points FROM member_points WHERE shop_id = $1", [shop.id])).rows;
    expect(member).toEqual({ pending_points: "0", settled_points: "50" });
    await expect(inTransaction((tx) => tx.query("UPDATE ledger_entries SET settled_points = 1000"))).rejects.toThrow("append-only");
  });
});
