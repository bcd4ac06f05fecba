import type { OrderId } from "#app/domain/ids.ts";
import type { LockedTx } from "#app/platform/db.server.ts";
import { enqueueJob, rereadOrdersOf } from "#app/store/jobs.server.ts";
import { askForRefundMoney, isRereadNeeded } from "#app/store/reconciliations.server.ts";
import type { Shop } from "#app/store/shops.server.ts";
import { actOnDelivery, type AppEvent } from "./act-on-delivery.server.ts";
import { settleMembers } from "./settle-members.server.ts";
import { takeInFacts, type FactBatch } from "./take-in-facts.server.ts";

/** What a batch of deliveries says: facts, and events with the instant at which they happened. */
export interface ReadDeliveries {
  facts: FactBatch;
  events: { event: AppEvent; at: Date }[];
}

/**
 * Facts, settle, events: the whole effect of a batch of one shop's deliveries, in the caller's transaction, which holds
 * the shop's facts. Erasures come last, so that a delivery of the same batch brings nothing back.
 */
export async function settleDeliveries(tx: LockedTx, shop: Shop, { read, now }: { read: ReadDeliveries; now: Date }): Promise<void> {
  const touched = await takeInFacts(tx, shop.id, { facts: read.facts, now });
  await settleMembers(tx, shop.id, { customerIds: touched, now });
  await askForRefundMoney(tx, shop.id, { orderIds: refundedIn(read.facts), now });
  if (await isRereadNeeded(tx, shop.id)) {
    await enqueueJob(tx, rereadOrdersOf(shop.id));
  }
  // Of a shop that is erased nothing is left to act on.
  const erasuresLast = [...read.events.filter(({ event }) => event.kind !== "shop_redacted"), ...read.events.filter(({ event }) => event.kind === "shop_redacted").slice(0, 1)];
  for (const { event, at } of erasuresLast) await actOnDelivery(tx, shop, { event, at, now });
}

const refundedIn = ({ orders, transactions, refunds }: FactBatch): OrderId[] => [
  ...orders.filter((order) => order.refunds.length > 0).map(({ orderId }) => orderId),
  ...refunds.map(({ orderId }) => orderId),
  ...transactions.filter(({ kind }) => kind === "refund").map(({ orderId }) => orderId),
];
