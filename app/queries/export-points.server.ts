import { pool } from "#app/platform/db.server.ts";
import { listProgramVersions } from "#app/store/program-versions.server.ts";
import { csvLine } from "./csv-line.ts";

const ROWS_PER_PAGE = 2_000;

type Cell = string | number | null;

/** A file of rows that are read page by page, each page behind the last key, so that memory does not grow with the shop. */
interface CsvFile {
  columns: readonly string[];
  sql: string;
  /** Key before the first row, as the query wants it. */
  from: string;
}

/**
 * What customers can spend, or what waits for their first sign-in, in lines for each day on which points end, and what they
 * owe as a line below zero: the file that an import takes. What is pending comes from orders and is not in it.
 */
const BALANCES: CsvFile = {
  columns: ["customer_id", "email", "points", "expires_on"],
  from: "0",
  sql: `SELECT c.customer_id::text AS key, c.customer_id::text, c.email, l.points::text, l.expires_on
    FROM (SELECT customer_id, email FROM customers WHERE shop_id = $1 AND customer_id > $2::bigint AND merged_into_id IS NULL ORDER BY customer_id LIMIT $3) c
    LEFT JOIN LATERAL (SELECT sum(left_points) AS points, expires_on FROM lots WHERE shop_id = $1 AND customer_id = c.customer_id AND left_points > 0 GROUP BY expires_on
      UNION ALL SELECT -debt_points, NULL FROM member_points WHERE shop_id = $1 AND customer_id = c.customer_id AND debt_points > 0) l ON true
    ORDER BY c.customer_id, l.expires_on`,
};

const LEDGER: CsvFile = {
  columns: ["id", "customer_id", "kind", "pending_points", "settled_points", "waived_points", "occurred_at", "order_id", "program_version", "key", "why"],
  from: "0",
  sql: `SELECT id::text AS key, id::text, customer_id::text, kind, pending_points::text, settled_points::text, waived_points::text,
      to_char(occurred_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS occurred_at, order_id::text, program_version::text, key AS business_key, why::text
    FROM ledger_entries WHERE shop_id = $1 AND id > $2::bigint ORDER BY id LIMIT $3`,
};

const LOTS: CsvFile = {
  columns: ["key", "customer_id", "order_id", "points", "left_points", "redeemed_points", "expired_points", "expires_on", "credited_at"],
  from: "",
  sql: `SELECT key, key AS lot_key, customer_id::text, order_id::text, points::text, left_points::text, redeemed_points::text, expired_points::text, expires_on,
      to_char(credited_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS credited_at
    FROM lots WHERE shop_id = $1 AND key > $2 ORDER BY key LIMIT $3`,
};

/**
 * The tier in which each customer is: the file that an import of tiers takes. Tiers that orders give come back by themselves
 * with the orders; where a file gave one through a day, that day is named.
 */
const TIERS: CsvFile = {
  columns: ["customer_id", "email", "vip_tier", "until"],
  from: "0",
  sql: `SELECT m.customer_id::text AS key, m.customer_id::text, c.email, m.tier_id, ((g.ends_at AT TIME ZONE s.time_zone)::date - 1)::text
    FROM member_tiers m JOIN customers c ON c.shop_id = $1 AND c.customer_id = m.customer_id JOIN shops s ON s.id = $1
    LEFT JOIN LATERAL (
      SELECT CASE WHEN bool_and(t.ends_at IS NOT NULL) THEN max(t.ends_at) END AS ends_at FROM tier_grants t JOIN customers k ON k.shop_id = $1 AND k.customer_id = t.customer_id
      WHERE t.shop_id = $1 AND coalesce(k.merged_into_id, k.customer_id) = m.customer_id AND t.tier_id = m.tier_id AND t.undone_at IS NULL AND (t.ends_at IS NULL OR t.ends_at >= m.next_due_at)) g ON true
    WHERE m.shop_id = $1 AND m.customer_id > $2::bigint AND m.tier_id IS NOT NULL AND c.merged_into_id IS NULL ORDER BY m.customer_id LIMIT $3`,
};

const CSV_FILES = { "balances.csv": BALANCES, "tiers.csv": TIERS, "ledger.csv": LEDGER, "lots.csv": LOTS };

export const POINTS_FILES = [...(Object.keys(CSV_FILES) as (keyof typeof CSV_FILES)[]), "programs.json"] as const;
export type PointsFile = (typeof POINTS_FILES)[number];

/**
 * A file of a shop's points as text, in pieces. CSV as in RFC 4180 with CRLF; a cell that a spreadsheet would run as a formula
 * gets a `'` in front, which an import takes away again. Instants are ISO texts in UTC, days are the shop's.
 */
export async function* exportPoints(shopId: number, file: PointsFile): AsyncIterable<string> {
  if (file === "programs.json") {
    yield `${JSON.stringify(await listProgramVersions(pool, shopId), null, 2)}\n`;
    return;
  }
  const { columns, sql, from } = CSV_FILES[file];
  yield csvLine(columns);
  let key = from;
  for (;;) {
    const { rows } = await pool.query<Cell[]>({ text: sql, values: [shopId, key, ROWS_PER_PAGE], rowMode: "array" });
    const last = rows.at(-1)?.[0];
    if (last === undefined || last === null) return;
    const shown = file === "balances.csv" ? rows.filter((row) => row[3] !== null) : rows;
    yield shown.map(([, ...cells]) => csvLine(cells)).join("");
    key = String(last);
  }
}
