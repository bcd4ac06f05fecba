import type { OrderFact } from "#app/domain/orders/order-fact.ts";
import { rowsRelation, type SqlType } from "#app/platform/rows-relation.ts";

/** The columns of an order's version in SQL, each with its type; every way in unpacks them by this one list. */
const COLUMNS = {
  orderId: "bigint",
  customerId: "bigint",
  name: "text",
  emailHash: "text",
  createdAt: "timestamptz",
  processedAt: "timestamptz",
  updatedAt: "timestamptz",
  readAt: "timestamptz",
  versionHash: "text",
  cancelledAt: "timestamptz",
  financialStatus: "text",
  isPaidSeen: "boolean",
  refundedSeenAt: "timestamptz",
  isTest: "boolean",
  sourceName: "text",
  tags: "text[]",
  currency: "char(3)",
  isTaxIncluded: "boolean",
  totalMinor: "bigint",
  originalTotalMinor: "bigint",
  subtotalMinor: "bigint",
  discountMinor: "bigint",
  taxMinor: "bigint",
  shippingMinor: "bigint",
  discountCodes: "text[]",
  checkoutTokenHash: "text",
  fulfillmentStatus: "text",
  fulfillments: "jsonb",
  lines: "json",
} as const satisfies Record<string, SqlType>;

type Column = keyof typeof COLUMNS;
type OrderRow = Record<Column, unknown>;

// An order's version as one flat row; people, payments and refunds travel apart.
function orderRow({ customer, transactions: _transactions, refunds: _refunds, ...version }: OrderFact): OrderRow {
  return { ...version, customerId: customer?.customerId ?? null };
}

/** Rows in parameters, as deliveries and single reads bring them: a relation f. */
const IN_PARAMETERS = rowsRelation("f", COLUMNS);
/** Where a statement reads them from, its parameters beginning with the one of this number. */
export const unnestedOrders = IN_PARAMETERS.from;
/** What these parameters are, in their order. */
export const orderArrays = (facts: OrderFact[]): string[] => IN_PARAMETERS.values(facts.map(orderRow));
