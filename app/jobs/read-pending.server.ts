import { setImmediate as breathe } from "node:timers/promises";
import { UnreadableDelivery } from "#app/inbox/parse-body.ts";
import { readDelivery, type DeliveredTo, type DeliveryContent } from "#app/inbox/read-delivery.server.ts";
import type { Tx } from "#app/platform/db.server.ts";
import { listPending, type PendingDelivery } from "#app/store/inbox.server.ts";
import { findShopByDomain, getShopHash, type Shop } from "#app/store/shops.server.ts";

/** A delivery with what it says, or with the reason why nobody can read it. */
export type ReadPending = { delivery: PendingDelivery } & ({ content: DeliveryContent } | { unreadable: string });

/** Deliveries as they were read for a shop in this currency; null where the shop was not known, or reading met a fault of ours. */
export interface PendingBatch {
  deliveries: PendingDelivery[];
  read: { currency: string; all: ReadPending[] } | null;
}

/** So many are read before the database's answers are looked at again. */
const BREATH_DELIVERIES = 16;

/** The next deliveries after an id, read. Nothing is held, so this may run while the batch before is being recorded. */
export async function readPending(tx: Tx, shopDomain: string, wish: { afterId: string; limit: number; now: Date }): Promise<PendingBatch> {
  const deliveries = await listPending(tx, shopDomain, wish);
  const shop = deliveries.length > 0 ? await findShopByDomain(tx, shopDomain) : undefined;
  // Who records them reads them once more, and meets the fault where it can be dealt with.
  const all = shop && (await readAll(tx, shop, deliveries).catch(() => undefined));
  return { deliveries, read: shop && all ? { currency: shop.currency, all } : null };
}

/** Reads deliveries for a shop as it is known in this transaction. */
export async function readAll(tx: Tx, shop: Shop, deliveries: PendingDelivery[]): Promise<ReadPending[]> {
  const to: DeliveredTo = { domain: shop.domain, currency: shop.currency, hash: await getShopHash(tx, shop) };
  const all: ReadPending[] = [];
  for (const delivery of deliveries) {
    all.push(readOne(delivery, to));
    if (all.length % BREATH_DELIVERIES === 0) await breathe();
  }
  return all;
}

function readOne(delivery: PendingDelivery, to: DeliveredTo): ReadPending {
  try {
    return { delivery, content: readDelivery(delivery, to) };
  } catch (error) {
    if (!(error instanceof UnreadableDelivery)) throw error;
    return { delivery, unreadable: error.message };
  }
}
