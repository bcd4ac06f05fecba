import type { OrderId } from "#app/domain/ids.ts";
import type { CustomerFact, OrderFact } from "#app/domain/orders/order-fact.ts";
import { now as clock } from "#app/platform/clock.server.ts";
import { logger } from "#app/platform/logger.server.ts";
import type { Shop } from "#app/store/shops.server.ts";
import { takeInReadOrders } from "#app/usecases/take-in-read-orders.server.ts";
import { faultOf } from "./fault-of.ts";

/** What Shopify answered about orders and people: those that it has, and those that it does not have. */
export interface Read {
  facts: OrderFact[];
  customers: CustomerFact[];
  missingIds: OrderId[];
}

/**
 * Keeps what Shopify answered. What the database refuses by its content is left out, alone, and named in the log, so that one
 * odd order does not keep a shop from being compared. Everything else is thrown, and so is a refusal of all of several: then it
 * is none of them.
 */
export async function takeInReadParts(shop: Shop, read: Read): Promise<void> {
  const left: LeftOut = { count: 0 };
  await takeIn(shop, read, left);
  if (left.count > 1 && left.count === sizeOf(read)) throw left.error;
}

interface LeftOut {
  count: number;
  error?: unknown;
}

const sizeOf = ({ facts, customers, missingIds }: Read): number => facts.length + customers.length + missingIds.length;

async function takeIn(shop: Shop, read: Read, left: LeftOut): Promise<void> {
  try {
    await takeInReadOrders(shop, { ...read, now: clock() });
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
function halves({ facts, customers, missingIds }: Read): Read[] {
  const all = [...facts.map((fact) => ({ fact })), ...customers.map((customer) => ({ customer })), ...missingIds.map((missingId) => ({ missingId }))];
  const middle = Math.ceil(all.length / 2);
  return [all.slice(0, middle), all.slice(middle)].map((half) => ({
    facts: half.flatMap((one) => ("fact" in one ? one.fact : [])),
    customers: half.flatMap((one) => ("customer" in one ? one.customer : [])),
    missingIds: half.flatMap((one) => ("missingId" in one ? one.missingId : [])),
  }));
}
