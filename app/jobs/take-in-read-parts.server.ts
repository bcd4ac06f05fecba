import type { OrderId } from "#app/domain/ids.ts";
import type { CustomerFact, OrderFact } from "#app/domain/orders/order-fact.ts";
import { now as clock } from "#app/platform/clock.server.ts";
import { logger } from "#app/platform/logger.server.ts";
import type { Unreadable } from "#app/shopify/read-each.ts";
import type { Shop } from "#app/store/shops.server.ts";
import { takeInReadOrders } from "#app/usecases/take-in-read-orders.server.ts";
import { faultOf } from "./fault-of.ts";

/** So many, if they are all there are, are no odd ones. */
const REFUSED_MAX = 20;

/** What Shopify answered about orders and people: those that it has, those that it does not have, and those of which no sense can be made. */
export interface Read extends ReadParts {
  unreadable: Unreadable[];
}

interface ReadParts {
  facts: OrderFact[];
  customers: CustomerFact[];
  missingIds: OrderId[];
}

/**
 * Keeps what Shopify answered. What cannot be read, or is refused by the database by its content, is left out, alone, and named
 * in the log, so that odd orders do not keep a shop from being compared. Everything else is thrown, and so is a refusal of all of
 * twenty or more: then it is none of them. With `isHistory` no change of stage is logged, as these are old orders that no read brought.
 */
export async function takeInReadParts(shop: Shop, { unreadable, ...read }: Read, { isHistory = false } = {}): Promise<void> {
  nameUnreadable(shop, unreadable);
  const left: LeftOut = { count: unreadable.length, error: unreadable[0]?.error, isHistory };
  if (sizeOf(read) > 0) await takeIn(shop, read, left);
  throwWhereNone(left, sizeOf(read) + unreadable.length);
}

/** Of what Shopify lists, which cannot be read is left out likewise; `of` so many were listed. */
export function leaveOutUnreadable(shop: Shop, unreadable: Unreadable[], of: number): void {
  nameUnreadable(shop, unreadable);
  throwWhereNone({ count: unreadable.length, error: unreadable[0]?.error }, of);
}

function nameUnreadable(shop: Shop, unreadable: Unreadable[]): void {
  for (const { gid, error } of unreadable) logger.error({ err: error, shopId: shop.id, gid }, "what Shopify answered cannot be read and is left out");
}

function throwWhereNone({ count, error }: Pick<LeftOut, "count" | "error">, of: number): void {
  if (count >= REFUSED_MAX && count === of) throw error;
}

interface LeftOut {
  count: number;
  error?: unknown;
  isHistory: boolean;
}

const sizeOf = ({ facts, customers, missingIds }: ReadParts): number => facts.length + customers.length + missingIds.length;

async function takeIn(shop: Shop, read: ReadParts, left: LeftOut): Promise<void> {
  try {
    await takeInReadOrders(shop, { ...read, now: clock(), isHistory: left.isHistory });
  } catch (error) {
    if (faultOf(error) !== "content") throw error;
    if (sizeOf(read) > 1) {
      for (const half of halves(read)) await takeIn(shop, half, left);
      return;
    }
    left.count += 1;
    left.error = error;
    const { facts, customers, missingIds } = read;
    logger.error({ err: error, shopId: shop.id, orderIds: [...facts.map(({ orderId }) => orderId), ...missingIds], customerIds: customers.map(({ customerId }) => customerId) }, "what Shopify answered could not be recorded and is left out");
  }
}

// Of any two things one is in either half.
function halves({ facts, customers, missingIds }: ReadParts): ReadParts[] {
  const all = [...facts.map((fact) => ({ fact })), ...customers.map((customer) => ({ customer })), ...missingIds.map((missingId) => ({ missingId }))];
  const middle = Math.ceil(all.length / 2);
  return [all.slice(0, middle), all.slice(middle)].map((half) => ({
    facts: half.flatMap((one) => ("fact" in one ? one.fact : [])),
    customers: half.flatMap((one) => ("customer" in one ? one.customer : [])),
    missingIds: half.flatMap((one) => ("missingId" in one ? one.missingId : [])),
  }));
}
