import { financialStatus, refundedMinor } from "#standin/shop/order-sums.ts";
import type { CustomerRecord, OrderRecord } from "#standin/shop/records.ts";
import { utcInstant } from "#standin/shop/time.ts";

/** What the shop holds to be true of one order; the control API answers with it, and comparisons start from it. */
export const shownOrder = (order: OrderRecord, deleted = false): object => ({
  id: order.id,
  name: `#${order.number}`,
  customerId: order.customer?.id ?? null,
  processedAt: utcInstant(order.processedAtMs),
  createdAt: utcInstant(order.createdAtMs),
  updatedAt: utcInstant(order.updatedAtMs),
  totalMinor: order.totalMinor,
  currency: order.currency,
  financialStatus: financialStatus(order).toLowerCase(),
  cancelledAt: order.cancelledAtMs === null ? null : utcInstant(order.cancelledAtMs),
  refundedMinor: refundedMinor(order),
  test: order.test,
  tags: order.tags,
  sourceName: order.sourceName,
  deleted,
});

/** One order with its lines, for whoever changes it; all orders at once would be 400,000 lines. */
export const shownOrderWithLines = (order: OrderRecord, deleted = false): object => ({
  ...shownOrder(order, deleted),
  lines: order.lines.map(({ id, product, title, quantity, unitPriceMinor }) => ({ id, productId: product?.id ?? null, title, quantity, unitPriceMinor })),
});

export const shownCustomer = (customer: CustomerRecord): object => ({
  id: customer.id,
  email: customer.email,
  firstName: customer.firstName,
  lastName: customer.lastName,
  state: customer.state,
  tags: customer.tags,
  createdAt: utcInstant(customer.createdAtMs),
  updatedAt: utcInstant(customer.updatedAtMs),
  orderIds: customer.orders.map((order) => order.id),
});
