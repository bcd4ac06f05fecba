import type { OrderFact } from "#app/domain/orders/order-fact.ts";
import { plainValue, rowsRelation, type SqlType } from "#app/platform/rows-relation.ts";

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

const NAMES = Object.keys(COLUMNS) as Column[];

/** "orderId" bigint, … : the column definitions of a table. */
export const ORDER_COLUMNS = NAMES.map((name) => `"${name}" ${COLUMNS[name]}`).join(", ");

// An order's version as one flat row; people, payments and refunds travel apart.
function orderRow({ customer, transactions: _transactions, refunds: _refunds, ...version }: OrderFact): OrderRow {
  return { ...version, customerId: customer?.customerId ?? null };
}

/** Rows in parameters, as deliveries and single reads bring them: a relation f. */
const IN_PARAMETERS = rowsRelation("f", COLUMNS);
export const unnestedOrders = IN_PARAMETERS.from;
export const orderArrays = (facts: OrderFact[]): string[] => IN_PARAMETERS.values(facts.map(orderRow));

/** One line of COPY's text format for an order, with its end. */
export function copyLine(fact: OrderFact): string {
  const row = orderRow(fact);
  return `${NAMES.map((name) => copyValue(row[name], COLUMNS[name])).join("\t")}\n`;
}

function copyValue(value: unknown, type: SqlType): string {
  const plain = plainValue(value, type);
  if (plain === null) return "\\N";
  return typeof plain === "string" ? escaped(plain) : String(plain);
}

const SPECIAL = /[\\\t\n\r]/g;
const ESCAPES: Record<string, string> = { "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r" };
const escaped = (text: string) => text.replace(SPECIAL, (character) => ESCAPES[character] ?? character);
