import { decimalsOf } from "#app/domain/money.ts";
import { pool } from "#app/platform/db.server.ts";
import { csvLine } from "./csv-line.ts";
import { customerCondition, type CustomerFilter } from "./customer-filter.ts";

/** The names of the columns, in their order. */
export const CUSTOMER_EXPORT_COLUMNS = [
  "id", "email", "first_name", "last_name", "stage", "stage_since", "counted_orders", "opening_count", "about", "first_order_at", "last_order_at", "spent", "currency",
] as const;

const ROWS_PER_PAGE = 1_000;

/**
 * The filtered customers as lines of a CSV file (RFC 4180, UTF-8, lines end with CRLF, the first holds the names of the columns), by id.
 *
 * Instants are ISO texts in UTC; `spent` is a decimal amount of the shop's currency. Read page by page, so memory does not
 * grow with the shop. A cell that a spreadsheet would run as a formula gets a `'` in front.
 */
export async function* exportCustomers(shopId: number, filter: CustomerFilter): AsyncIterable<string> {
  yield csvLine(CUSTOMER_EXPORT_COLUMNS);
  const { sql, params } = customerCondition(shopId, filter);
  let lastId = "-1";
  for (;;) {
    const { rows } = await pool.query<Row>(
      `SELECT c.customer_id, c.email, c.first_name, c.last_name, c.stage, c.stage_since, c.counted_orders, c.order_count, c.first_order_at, c.last_order_at, c.spent_minor, s.currency
       FROM customers c JOIN shops s ON s.id = c.shop_id
       WHERE ${sql} AND c.customer_id > $${params.length + 1}::bigint ORDER BY c.customer_id LIMIT ${ROWS_PER_PAGE}`,
      [...params, lastId],
    );
    for (const row of rows) yield csvLine(toCells(row));
    const last = rows.at(-1);
    if (!last || rows.length < ROWS_PER_PAGE) return;
    lastId = last.customer_id;
  }
}

type Row = {
  customer_id: string;
  email: string | null;
  first_name: string | null;
  last_name: string | null;
  stage: string;
  stage_since: Date | null;
  counted_orders: number;
  order_count: number;
  first_order_at: Date | null;
  last_order_at: Date | null;
  spent_minor: string;
  currency: string;
};

function toCells(row: Row): (string | number)[] {
  const openingCount = row.order_count - row.counted_orders;
  return [
    row.customer_id, row.email ?? "", row.first_name ?? "", row.last_name ?? "", row.stage, row.stage_since?.toISOString() ?? "", row.counted_orders, openingCount,
    openingCount > 0 ? "yes" : "no", row.first_order_at?.toISOString() ?? "", row.last_order_at?.toISOString() ?? "", toDecimal(row.spent_minor, row.currency), row.currency,
  ];
}

/** "1234.50" for 123450 pence; sums of counted orders are never negative. */
function toDecimal(minor: string, currency: string): string {
  const decimals = decimalsOf(currency);
  if (decimals === 0) return minor;
  const digits = minor.padStart(decimals + 1, "0");
  return `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}
