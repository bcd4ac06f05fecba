import type { ShopperFormats } from "#app/domain/confirmation/shopper-formats.ts";
import { nextOrderSentence } from "#app/domain/confirmation/shopper-sentences.ts";
import type { CustomerId, OrderId } from "#app/domain/ids.ts";
import { programAt } from "#app/domain/program/program.ts";
import { localDay } from "#app/domain/time.ts";
import { pool } from "#app/platform/db.server.ts";
import { getCountingPolicy } from "#app/store/counting-policies.server.ts";
import { findOrderCounting, type OrderCounting } from "#app/store/order-counting.server.ts";
import { listProgramVersions } from "#app/store/program-versions.server.ts";
import { isLeftOut } from "./left-out.server.ts";

interface Asked {
  customerId: CustomerId;
  formats: ShopperFormats;
  now: Date;
}

/** What a customer's next order earns by its rank; null where it earns like any, or nothing. */
export const nextOrderOf = (shop: { id: number; timeZone: string }, asked: Asked): Promise<string | null> => sentenceOf(shop, { ...asked, awaited: null });

/**
 * What the order after this one earns by its rank. One that counts once it is paid is counted as if it were, so that the one after it is
 * the next. Nothing is said beside an order that is left out: its buyer would take its number for that of the next.
 */
export async function nextOrderAfter(
  shop: { id: number; timeZone: string },
  { order, counting, ...asked }: Asked & { order: { placedAt: Date; isUndone: boolean }; counting: OrderCounting },
): Promise<string | null> {
  if (counting.state === "left_out" && !order.isUndone) return null;
  return sentenceOf(shop, { ...asked, awaited: counting.state === "once_paid" ? { placedAt: order.placedAt, isAnotherPurchase: counting.isAnotherPurchase } : null });
}

/** The same for a reader who has nothing but the order's id and whose link has proven it; null as well without a program that runs. */
export async function nextOrderAfterId(shop: { id: number; timeZone: string }, { orderId, formats, now }: { orderId: OrderId; formats: ShopperFormats; now: Date }): Promise<string | null> {
  const { rows } = await pool.query<{ customerId: string | null; placedAt: Date; isUndone: boolean }>(
    `SELECT customer_id::text AS "customerId", processed_at AS "placedAt", (cancelled_at IS NOT NULL OR fully_refunded_at IS NOT NULL) AS "isUndone"
     FROM orders WHERE shop_id = $1 AND order_id = $2 AND deleted_at IS NULL`,
    [shop.id, orderId],
  );
  const order = rows[0];
  if (order?.customerId == null) return null;
  const live = programAt(await listProgramVersions(pool, shop.id), now);
  if (!live || live.isPaused) return null;
  return nextOrderAfter(shop, { customerId: order.customerId, order, counting: await findOrderCounting(pool, shop.id, { orderId, now }), formats, now });
}

/** An order of the customer that counts once it is paid. */
interface Awaited {
  placedAt: Date;
  isAnotherPurchase: boolean;
}

async function sentenceOf({ id: shopId, timeZone }: { id: number; timeZone: string }, { customerId, awaited, formats, now }: Asked & { awaited: Awaited | null }): Promise<string | null> {
  const [versions, { mergeSameDay }, { rows }] = await Promise.all([
    listProgramVersions(pool, shopId),
    getCountingPolicy(pool, shopId),
    pool.query<{ count: number; lastOrderAt: Date | null }>(`SELECT order_count AS count, last_order_at AS "lastOrderAt" FROM customers WHERE shop_id = $1 AND customer_id = $2`, [shopId, customerId]),
  ]);
  if (await isLeftOut(shopId, customerId, { versions, now })) return null;
  const { count = 0, lastOrderAt = null } = rows[0] ?? {};
  const rank = count + (awaited?.isAnotherPurchase ? 2 : 1);
  const multipliers = programAt(versions, now)?.program.nthOrderMultipliers ?? [];
  const multiplierOf = (nth: number): number => multipliers[nth - 1] ?? 1;
  // Where a day is one purchase, an order of this day has the number of the one before, and the sentence names no day.
  const isOfToday = (at: Date | null | undefined): boolean => at != null && localDay(at, timeZone) === localDay(now, timeZone);
  const isDayBegun = mergeSameDay && (isOfToday(lastOrderAt) || isOfToday(awaited?.placedAt));
  if (isDayBegun && multiplierOf(rank - 1) < multiplierOf(rank)) return null;
  return nextOrderSentence({ rank, multiplier: multiplierOf(rank) }, formats);
}
