import type { OrderFact } from "#app/domain/orders/order-fact.ts";
import { settleDue } from "#app/jobs/settle-due.server.ts";
import { pool } from "#app/platform/db.server.ts";
import type { Shop } from "#app/store/shops.server.ts";
import { installShop } from "#app/usecases/install-shop.server.ts";
import { publishProgram, saveDraft } from "#app/usecases/publish-program.server.ts";
import { takeInReadOrders } from "#app/usecases/take-in-read-orders.server.ts";

/** Noon of the nth day of 2026, counted from 0, in UTC. */
export const day = (n: number): Date => new Date(Date.UTC(2026, 0, 1, 12) + n * 86_400_000);

/** What an order of the tests may say beside its id, day and amount. */
export interface OrderWords {
  customerId?: string;
  productId?: string;
  sourceName?: string;
  refundedMinor?: number;
  refundedOn?: number;
  /** Rises with each version of one order. */
  revision?: number;
}

/** A paid order of one line. */
export function placedOrder(id: number, on: number, totalMinor: number, { customerId = "7", productId, sourceName = "web", refundedMinor, refundedOn = on, revision = 0 }: OrderWords = {}): OrderFact {
  const at = day(on).toISOString();
  const updatedAt = new Date(day(refundedOn).getTime() + revision * 1_000).toISOString();
  return {
    orderId: String(id), name: `#${id}`, customer: { customerId, email: null, firstName: null, lastName: null, emailHash: null, accountState: null, createdAt: at, updatedAt: at },
    emailHash: null, createdAt: at, processedAt: at, updatedAt, readAt: null, versionHash: `${id}-${revision}`, cancelledAt: null,
    financialStatus: refundedMinor ? "partially_refunded" : "paid", isPaidSeen: true, refundedSeenAt: null, isTest: false, sourceName, tags: [], currency: "GBP", isTaxIncluded: true,
    totalMinor, originalTotalMinor: totalMinor, subtotalMinor: totalMinor, discountMinor: 0, taxMinor: 0, shippingMinor: 0, discountCodes: [], checkoutTokenHash: null, fulfillmentStatus: null, fulfillments: [], transactions: [],
    refunds: refundedMinor ? [{ orderId: String(id), refundId: `${id}9`, createdAt: day(refundedOn).toISOString(), amountMinor: refundedMinor, transactionIds: [], isPaidBack: true, lines: [], adjustments: [] }] : [],
    lines: [{ lineId: "1", productId: productId ?? null, variantId: null, title: "Tea", quantity: 1, priceMinor: totalMinor, discountMinor: 0, taxMinor: 0, isGiftCard: false }],
  };
}

/** A delivery of a version from long after the placing would have Shopify asked first when the order was paid. */
const isOfLater = ({ processedAt, updatedAt }: OrderFact): boolean => updatedAt > processedAt;

/** A shop whose history is read, with what its merchant and its shoppers do. */
export interface ProgramShop {
  shop: Shop;
  publish: (program: unknown, on: number, startsOn?: number) => Promise<number>;
  take: (on: number, ...orders: OrderFact[]) => Promise<void>;
  settle: (on: number) => Promise<void>;
  /** What was ever earned for each order, and what was taken back: [order id, points]. */
  earned: () => Promise<[string, number][]>;
  balance: (customerId?: string) => Promise<{ pending: number; settled: number }>;
}

export async function programShop(domain: string): Promise<ProgramShop> {
  const shop = await installShop({ domain, scopes: ["read_all_orders", "read_orders"], shop: { shopifyId: String(Math.floor(day(0).getTime() / 1_000)), name: "P", currency: "GBP", timeZone: "Europe/London" } }, day(-400));
  await pool.query("UPDATE backfills SET state = 'done' WHERE shop_id = $1", [shop.id]);
  return {
    shop,
    async publish(program, on, startsOn) {
      const saved = await saveDraft(shop.id, program, { by: "test", now: day(on) });
      if (saved.outcome !== "saved") throw new Error(JSON.stringify(saved.fields));
      const published = await publishProgram(shop.id, { ...(startsOn !== undefined && { startsAt: day(startsOn) }), by: "test", now: day(on) });
      if (published.outcome !== "published") throw new Error(published.outcome);
      await settleDue(shop.id, day(on));
      return published.version;
    },
    take: (on, ...orders) => takeInReadOrders(shop, { facts: orders.map((order) => (isOfLater(order) ? { ...order, readAt: order.readAt ?? day(on).toISOString() } : order)), missingIds: [], now: day(on) }).then(() => undefined),
    settle: async (on) => void (await settleDue(shop.id, day(on))),
    async earned() {
      const { rows } = await pool.query<{ order_id: string; points: number }>(
        "SELECT order_id, sum(pending_points + settled_points)::float8 AS points FROM ledger_entries WHERE shop_id = $1 AND order_id IS NOT NULL GROUP BY 1 ORDER BY order_id::bigint",
        [shop.id],
      );
      return rows.map((row) => [row.order_id, row.points]);
    },
    async balance(customerId = "7") {
      const { rows } = await pool.query<{ pending: number; settled: number }>(
        "SELECT pending_points::float8 AS pending, settled_points::float8 AS settled FROM member_points WHERE shop_id = $1 AND customer_id = $2",
        [shop.id, customerId],
      );
      return rows[0] ?? { pending: 0, settled: 0 };
    },
  };
}
