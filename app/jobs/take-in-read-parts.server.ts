import { gidOf, type OrderId } from "#app/domain/ids.ts";
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
 * Keeps what Shopify answered, and answers the gids of what it left out. What cannot be read, or is refused by the database by its content, is left out, alone, and named
 * in the log, so that odd orders do not keep a shop from being compared. Everything else is thrown, and so is a refusal of all of
 * twenty or more: then it is none of them. For orders placed before `historyUntil`, which no read brought, no change of stage is logged.
 */
export async function takeInReadParts(shop: Shop, { unreadable, ...read }: Read, historyUntil: Date | undefined = undefined): Promise<string[]> {
  nameUnreadable(shop, unreadable);
  const left: LeftOut = { gids: unreadable.map(({ gid }) => gid), error: unreadable[0]?.error };
  const isOld = ({ createdAt }: OrderFact) => historyUntil !== undefined && new Date(createdAt) < historyUntil;
  const old: ReadParts = { facts: read.facts.filter(isOld), customers: [], missingIds: [] };
  if (sizeOf(old) > 0) await takeIn(shop, old, { left, isHistory: true });
  const rest = { ...read, facts: read.facts.filter((fact) => !isOld(fact)) };
  if (sizeOf(rest) > 0) await takeIn(shop, rest, { left });
  throwWhereNone(left, sizeOf(read) + unreadable.length);
  return left.gids;
}

/** Of what Shopify lists, which cannot be read is left out likewise; `of` so many were listed. */
export function leaveOutUnreadable(shop: Shop, unreadable: Unreadable[], of: number): void {
  nameUnreadable(shop, unreadable);
  throwWhereNone({ gids: unreadable.map(({ gid }) => gid), error: unreadable[0]?.error }, of);
}

function nameUnreadable(shop: Shop, unreadable: Unreadable[]): void {
  for (const { gid, error } of unreadable) logger.error({ err: error, shopId: shop.id, gid }, "what Shopify answered cannot be read and is left out");
}

function throwWhereNone({ gids, error }: LeftOut, of: number): void {
  if (gids.length >= REFUSED_MAX && gids.length === of) throw error;
}

interface LeftOut {
  gids: string[];
  error?: unknown;
}

const sizeOf = ({ facts, customers, missingIds }: ReadParts): number => facts.length + customers.length + missingIds.length;

async function takeIn(shop: Shop, read: ReadParts, { left, isHistory = false }: { left: LeftOut; isHistory?: boolean }): Promise<void> {
  try {
    await takeInReadOrders(shop, { ...read, now: clock(), isHistory });
  } catch (error) {
    if (faultOf(error) !== "content") throw error;
    if (sizeOf(read) > 1) {
      for (const half of halves(read)) await takeIn(shop, half, { left, isHistory });
      return;
    }
    const gids = gidsOf(read);
    left.gids.push(...gids);
    left.error = error;
    logger.error({ err: error, shopId: shop.id, gids }, "what Shopify answered could not be recorded and is left out");
  }
}

const gidsOf = ({ facts, customers, missingIds }: ReadParts): string[] => [
  ...[...facts.map(({ orderId }) => orderId), ...missingIds].map((id) => gidOf(id, "Order")),
  ...customers.map(({ customerId }) => gidOf(customerId, "Customer")),
];

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
