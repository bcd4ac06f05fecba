import type { FulfillmentRecord, TransactionRecord } from "#standin/shop/records.ts";
import { utcInstant } from "#standin/shop/time.ts";
import { fieldsOf, gid } from "./fields.ts";
import { moneyBag } from "./money-bag.ts";
import type { Inside } from "./order.ts";

export const transactionFields = fieldsOf<Inside<TransactionRecord>>({
  id: ({ item }) => gid("OrderTransaction", item.id),
  kind: ({ item }) => item.kind,
  status: ({ item }) => item.status,
  amountSet: ({ order, item }) => moneyBag(item.amountMinor, order.currency),
  createdAt: ({ item }) => utcInstant(item.createdAtMs),
  processedAt: ({ item }) => utcInstant(item.processedAtMs),
  gateway: ({ item }) => item.gateway,
  formattedGateway: ({ item }) => item.gateway,
  test: ({ order }) => order.test,
  errorCode: () => null,
  order: ({ order }) => order,
  parentTransaction({ order, item }) {
    const parent = order.transactions.find((one) => one.id === item.parentId);
    return parent ? { order, item: parent } : null;
  },
});

export const fulfillmentFields = fieldsOf<Inside<FulfillmentRecord>>({
  id: ({ item }) => gid("Fulfillment", item.id),
  legacyResourceId: ({ item }) => item.id,
  name: ({ order, item }) => `#${order.number}.${order.fulfillments.indexOf(item) + 1}`,
  status: ({ item }) => item.status,
  displayStatus: ({ item }) => (item.deliveredAtMs === null ? "FULFILLED" : "DELIVERED"),
  createdAt: ({ item }) => utcInstant(item.createdAtMs),
  updatedAt: ({ item }) => utcInstant(item.updatedAtMs),
  deliveredAt: ({ item }) => (item.deliveredAtMs === null ? null : utcInstant(item.deliveredAtMs)),
  inTransitAt: () => null,
  estimatedDeliveryAt: () => null,
  totalQuantity: ({ order }) => order.lines.reduce((sum, line) => sum + line.quantity, 0),
  trackingInfo: () => [],
  order: ({ order }) => order,
});
