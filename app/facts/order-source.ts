import type { OrderFact } from "#app/domain/orders/order-fact.ts";

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
  lines: "jsonb",
} as const;

type Column = keyof typeof COLUMNS;
type OrderRow = Record<Column, unknown>;

const NAMES = Object.keys(COLUMNS) as Column[];

/** "orderId" bigint, … : the column definitions of a record or table. */
export const ORDER_COLUMNS = NAMES.map((name) => `"${name}" ${COLUMNS[name]}`).join(", ");

/** An order's version as one flat row; people, payments and refunds travel apart. */
export function orderRow({ customer, transactions: _transactions, refunds: _refunds, ...version }: OrderFact): OrderRow {
  return { ...version, customerId: customer?.customerId ?? null };
}

/** One line of COPY's text format for an order, with its end. */
export function copyLine(fact: OrderFact): string {
  const row = orderRow(fact);
  return `${NAMES.map((name) => copyValue(row[name], COLUMNS[name])).join("\t")}\n`;
}

function copyValue(value: unknown, type: string): string {
  if (value === null || value === undefined) return "\\N";
  if (type === "jsonb") return escaped(JSON.stringify(value));
  if (type === "text[]") return escaped(arrayLiteral(value as string[]));
  return typeof value === "string" ? escaped(value) : String(value);
}

const arrayLiteral = (values: string[]) => `{${values.map((value) => `"${value.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`).join(",")}}`;

const SPECIAL = /[\\\t\n\r]/g;
const ESCAPES: Record<string, string> = { "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r" };
const escaped = (text: string) => text.replace(SPECIAL, (character) => ESCAPES[character] ?? character);
