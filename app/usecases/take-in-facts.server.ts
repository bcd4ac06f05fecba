import type { CustomerId, OrderId } from "#app/domain/ids.ts";
import type { CustomerFact, CustomerTagFact, OrderFact, RefundFact, TransactionFact } from "#app/domain/orders/order-fact.ts";
import { deleteOrders } from "#app/facts/delete-orders.server.ts";
import { mergeCustomers } from "#app/facts/merge-customers.server.ts";
import { upsertCustomerTags } from "#app/facts/upsert-customer-tags.server.ts";
import { deleteCustomers, upsertCustomers } from "#app/facts/upsert-customers.server.ts";
import { upsertOrders } from "#app/facts/upsert-orders.server.ts";
import { upsertPayments } from "#app/facts/upsert-payments.server.ts";
import type { LockedTx } from "#app/platform/db.server.ts";
import { mergePoints } from "./merge-points.server.ts";
import { mergeRedemptions } from "./merge-redemptions.server.ts";
import { settleConfirmationCodes } from "./settle-confirmation-codes.server.ts";

/** Facts of one shop, from wherever; lists may hold several versions of one thing, in the order in which they were heard of. */
export interface FactBatch {
  orders: OrderFact[];
  customers: CustomerFact[];
  customerTags: CustomerTagFact[];
  transactions: TransactionFact[];
  refunds: RefundFact[];
  deletedOrderIds: OrderId[];
  deletedCustomerIds: CustomerId[];
  merges: { keptId: CustomerId; removedId: CustomerId; at: Date }[];
}

export const noFacts = (): FactBatch => ({ orders: [], customers: [], customerTags: [], transactions: [], refunds: [], deletedOrderIds: [], deletedCustomerIds: [], merges: [] });

/**
 * Brings stored facts in line with a batch and answers the members that it touched, to be settled. The shop's facts must be
 * locked. The same facts in any order, any number of times, leave the same state.
 */
export async function takeInFacts(tx: LockedTx, shopId: number, { facts, now }: { facts: FactBatch; now: Date }): Promise<CustomerId[]> {
  const touched = new Set<CustomerId>();
  const touch = (ids: CustomerId[]) => ids.forEach((id) => touched.add(id));
  touch(await upsertPayments(tx, shopId, facts));
  touch(await upsertCustomers(tx, shopId, { facts: facts.customers, now }));
  for (const wave of wavesOf(facts.orders)) touch(await upsertOrders(tx, shopId, { facts: wave, now }));
  touch(await deleteOrders(tx, shopId, { orderIds: facts.deletedOrderIds, now }));
  if (facts.deletedCustomerIds.length > 0) touch(await deleteCustomers(tx, shopId, { customerIds: facts.deletedCustomerIds, now }));
  touch(facts.deletedCustomerIds);
  for (const merge of facts.merges) {
    const merged = await mergeCustomers(tx, shopId, { ...merge, now });
    if (!merged) continue;
    const { survivorId, joinedIds } = merged;
    await mergePoints(tx, shopId, { removedId: merge.removedId, survivorId, at: merge.at, now });
    await mergeRedemptions(tx, shopId, { keptId: survivorId, removedId: merge.removedId, now });
    touch([survivorId, ...joinedIds]);
  }
  touch(await upsertCustomerTags(tx, shopId, { facts: facts.customerTags, now }));
  await settleConfirmationCodes(tx, shopId, { orderIds: [...new Set(ordersIn(facts))], now });
  return [...touched];
}

const ordersIn = ({ orders, transactions, refunds, deletedOrderIds }: FactBatch): OrderId[] => [
  ...[...orders, ...transactions, ...refunds].map(({ orderId }) => orderId),
  ...deletedOrderIds,
];

// One statement merges one version of an order; an order that is named three times in a batch takes three waves.
function wavesOf(orders: OrderFact[]): OrderFact[][] {
  const waves: OrderFact[][] = [];
  const seen = new Map<OrderId, number>();
  for (const order of orders) {
    const wave = seen.get(order.orderId) ?? 0;
    seen.set(order.orderId, wave + 1);
    (waves[wave] ??= []).push(order);
  }
  return waves;
}
