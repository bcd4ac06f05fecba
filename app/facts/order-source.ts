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
  lines: "json",
} as const;

type Column = keyof typeof COLUMNS;
type OrderRow = Record<Column, unknown>;

const NAMES = Object.keys(COLUMNS) as Column[];

/** "orderId" bigint, … : the column definitions of a table. */
export const ORDER_COLUMNS = NAMES.map((name) => `"${name}" ${COLUMNS[name]}`).join(", ");

// An order's version as one flat row; people, payments and refunds travel apart.
function orderRow({ customer, transactions: _transactions, refunds: _refunds, ...version }: OrderFact): OrderRow {
  return { ...version, customerId: customer?.customerId ?? null };
}

/**
 * A relation f of rows that travel as one array a column, from the parameter `$first` on. To unpack these costs the database
 * half of what one JSON text with all rows does.
 */
export function unnestedOrders(first: number): string {
  const arrays = NAMES.map((name, at) => `$${first + at}::${elementType(name)}[]`);
  const columns = NAMES.map((name) => (COLUMNS[name] === "text[]" ? `u."${name}"::text[] AS "${name}"` : `u."${name}"`));
  return `(SELECT ${columns.join(", ")} FROM unnest(${arrays.join(", ")}) AS u(${NAMES.map((name) => `"${name}"`).join(", ")})) f`;
}

// A list within a list would have to be as long as its neighbours, so each travels as its text.
const elementType = (name: Column) => (COLUMNS[name] === "text[]" ? "text" : COLUMNS[name]);

/** The parameters of `unnestedOrders`. */
export function orderArrays(facts: OrderFact[]): unknown[][] {
  const rows = facts.map(orderRow);
  return NAMES.map((name) => rows.map((row) => plainValue(row[name], COLUMNS[name])));
}

function plainValue(value: unknown, type: string): unknown {
  if (value === null || value === undefined) return null;
  if (isJson(type)) return JSON.stringify(value);
  return type === "text[]" ? arrayLiteral(value as string[]) : value;
}

/** One line of COPY's text format for an order, with its end. */
export function copyLine(fact: OrderFact): string {
  const row = orderRow(fact);
  return `${NAMES.map((name) => copyValue(row[name], COLUMNS[name])).join("\t")}\n`;
}

function copyValue(value: unknown, type: string): string {
  const plain = plainValue(value, type);
  if (plain === null) return "\\N";
  return typeof plain === "string" ? escaped(plain) : String(plain);
}

const isJson = (type: string) => type === "json" || type === "jsonb";

const arrayLiteral = (values: string[]) => `{${values.map((value) => `"${value.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`).join(",")}}`;

const SPECIAL = /[\\\t\n\r]/g;
const ESCAPES: Record<string, string> = { "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r" };
const escaped = (text: string) => text.replace(SPECIAL, (character) => ESCAPES[character] ?? character);
