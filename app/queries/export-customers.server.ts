import { decimalsOf } from "#app/domain/money.ts";
import { type Program, programAt } from "#app/domain/program/program.ts";
import { pool } from "#app/platform/db.server.ts";
import { listProgramVersions } from "#app/store/program-versions.server.ts";
import { csvLine } from "./csv-line.ts";
import { customerCondition, type CustomerFilter } from "./customer-filter.ts";

/** The names of the columns, in their order. */
export const CUSTOMER_EXPORT_COLUMNS = [
  "id", "email", "first_name", "last_name", "stage", "stage_since", "counted_orders", "opening_count", "about", "first_order_at", "last_order_at", "spent", "currency",
  "settled_points", "pending_points", "tier",
] as const;

const ROWS_PER_PAGE = 1_000;

/**
 * The filtered customers as lines of a CSV file (RFC 4180, UTF-8, lines end with CRLF, the first holds the names of the columns), by id.
 *
 * Instants are ISO texts in UTC; `spent` is a decimal amount of the shop's currency. `settled_points` can be spent, or wait for the
 * first sign-in, `pending_points` are on their way, and `tier` is called as in the program in force at `now`; without one all
 * three are empty. Read page by page, so memory does not grow with the shop. A cell that a spreadsheet would run as a formula
 * gets a `'` in front.
 */
export async function* exportCustomers(shopId: number, filter: CustomerFilter, now: Date): AsyncIterable<string> {
  yield csvLine(CUSTOMER_EXPORT_COLUMNS);
  const program = programAt(await listProgramVersions(pool, shopId), now)?.program;
  const { sql, params } = customerCondition(shopId, filter);
  let lastId = "-1";
  for (;;) {
    const { rows } = await pool.query<Row>(
      `SELECT c.customer_id, c.email, c.first_name, c.last_name, c.stage, c.stage_since, c.counted_orders, c.order_count, c.first_order_at, c.last_order_at, c.spent_minor, s.currency,
         m.settled_points, m.pending_points, t.tier_id
       FROM (SELECT * FROM customers c WHERE ${sql} AND c.customer_id > $${params.length + 1}::bigint ORDER BY c.customer_id LIMIT ${ROWS_PER_PAGE}) c
       JOIN shops s ON s.id = c.shop_id
       LEFT JOIN member_points m ON m.shop_id = c.shop_id AND m.customer_id = c.customer_id
       LEFT JOIN member_tiers t ON t.shop_id = c.shop_id AND t.customer_id = c.customer_id
       ORDER BY c.customer_id`,
      [...params, lastId],
    );
    for (const row of rows) yield csvLine([...toCells(row), ...pointsCells(row, program)]);
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
  settled_points: string | null;
  pending_points: string | null;
  tier_id: string | null;
};

function toCells(row: Row): (string | number)[] {
  const openingCount = row.order_count - row.counted_orders;
  return [
    row.customer_id, row.email ?? "", row.first_name ?? "", row.last_name ?? "", row.stage, row.stage_since?.toISOString() ?? "", row.counted_orders, openingCount,
    openingCount > 0 ? "yes" : "no", row.first_order_at?.toISOString() ?? "", row.last_order_at?.toISOString() ?? "", toDecimal(row.spent_minor, row.currency), row.currency,
  ];
}

/** A tier that the program no longer has is none. */
function pointsCells(row: Row, program: Program | undefined): string[] {
  if (!program) return ["", "", ""];
  return [row.settled_points ?? "0", row.pending_points ?? "0", program.tiers.find(({ id }) => id === row.tier_id)?.name ?? ""];
}

/** "1234.50" for 123450 pence; sums of counted orders are never negative. */
function toDecimal(minor: string, currency: string): string {
  const decimals = decimalsOf(currency);
  if (decimals === 0) return minor;
  const digits = minor.padStart(decimals + 1, "0");
  return `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}
