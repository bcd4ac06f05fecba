import type { CustomerSort } from "#app/contract/customer-sorts.ts";
import type { CustomerList, CustomerRow } from "#app/contract/customers.ts";
import { isDecimalId } from "#app/domain/ids.ts";
import { STAGES, type Stage } from "#app/domain/scoring/stage.ts";
import { pool } from "#app/platform/db.server.ts";
import { pageLimit, readCursor, writeCursor } from "./cursor.ts";
import { customerCondition, type CustomerFilter } from "./customer-filter.ts";

export { CursorError } from "./cursor.ts";

type SortKey = "last_order" | "orders" | "since" | "name";

export type CustomerListRequest = CustomerFilter & {
  /** Default: `-last_order`. */
  sort?: CustomerSort;
  /** 1 to 250, default 50. */
  limit?: number;
  /** `nextCursor` of the page before. Throws `CursorError` where it is none of ours or belongs to another sort. */
  cursor?: string;
};

const MICROSECONDS = (column: string) => `(extract(epoch FROM ${column}) * 1000000)::bigint`;
const NUMBER = /^-?\d{1,17}$/;

/** `key` is null where a customer has no value; `cursor` is the same as text, and `fromCursor` turns that text back. */
const SORTS: Record<SortKey, { key: string; cursor: string; fromCursor: (parameter: string) => string; pattern: RegExp }> = {
  last_order: { key: "c.last_order_at", cursor: MICROSECONDS("c.last_order_at"), fromCursor: (at) => `timestamptz 'epoch' + ${at}::bigint * interval '1 microsecond'`, pattern: NUMBER },
  since: { key: "c.stage_since", cursor: MICROSECONDS("c.stage_since"), fromCursor: (at) => `timestamptz 'epoch' + ${at}::bigint * interval '1 microsecond'`, pattern: NUMBER },
  orders: { key: "c.order_count", cursor: "c.order_count", fromCursor: (at) => `${at}::bigint`, pattern: NUMBER },
  name: {
    key: "lower(coalesce(nullif(concat_ws(' ', c.last_name, c.first_name), ''), c.email))",
    cursor: "lower(coalesce(nullif(concat_ws(' ', c.last_name, c.first_name), ''), c.email))",
    fromCursor: (at) => `${at}::text`,
    pattern: /^[^\0]*$/,
  },
};

/** One page of the shop's customers; those without a value to sort by come last in either direction. */
export async function listCustomers(shopId: number, request: CustomerListRequest): Promise<CustomerList> {
  const sort = request.sort ?? "-last_order";
  const limit = pageLimit(request.limit);
  const after = request.cursor === undefined ? undefined : readPosition(request.cursor, sort);
  const page = { shopId, filter: request, sort, wanted: limit + 1 };
  const rows = after?.key === null ? [] : await loadRows({ ...page, isKeyed: true, after });
  if (rows.length <= limit) {
    const unkeyed = after?.key === null ? after : undefined;
    rows.push(...(await loadRows({ ...page, wanted: limit + 1 - rows.length, isKeyed: false, after: unkeyed })));
  }
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items: items.map(toCustomerRow), nextCursor: rows.length > limit && last ? writeCursor([sort, last.cursor_key, last.customer_id]) : null };
}

/** How many customers a filter leaves; shop-wide counts per stage stand in the shop's figures. */
export async function countCustomers(shopId: number, filter: CustomerFilter): Promise<number> {
  const { sql, params } = customerCondition(shopId, filter);
  const { rows } = await pool.query<{ customers: string }>(`SELECT count(*) AS customers FROM customers c WHERE ${sql}`, params);
  return Number(rows[0]?.customers ?? 0);
}

type Position = { key: string | null; id: string | null };

function readPosition(cursor: string, sort: CustomerSort): Position {
  const { pattern } = SORTS[keyOf(sort)];
  const [, key = null, id = null] = readCursor(cursor, [(part) => part === sort, (part) => part === null || pattern.test(part), (part) => part !== null && isDecimalId(part)]);
  return { key, id };
}

const keyOf = (sort: CustomerSort): SortKey => sort.replace("-", "") as SortKey;

type RowsRequest = { shopId: number; filter: CustomerFilter; sort: CustomerSort; wanted: number; isKeyed: boolean; after: Position | undefined };

/**
 * Keyed and unkeyed rows are read apart, so that each is one run through an index and a page costs what it shows: by the last order
 * through that of each stage, of which the first rows are taken together.
 */
async function loadRows({ shopId, filter, sort, wanted, isKeyed, after }: RowsRequest): Promise<Row[]> {
  const { key, cursor, fromCursor } = SORTS[keyOf(sort)];
  const [direction, beyond] = sort.startsWith("-") ? ["DESC", "<"] : ["ASC", ">"];
  const { sql, params } = customerCondition(shopId, filter);
  const clauses = [sql, `${key} IS ${isKeyed ? "NOT NULL" : "NULL"}`];
  if (after && isKeyed) clauses.push(`(${key}, c.customer_id) ${beyond} (${fromCursor(`$${params.push(after.key)}`)}, $${params.push(after.id)}::bigint)`);
  if (after && !isKeyed) clauses.push(`c.customer_id ${beyond} $${params.push(after.id)}::bigint`);
  // The key also where all have none: by it the planner knows the index.
  const inOrder = `ORDER BY ${key} ${direction}, c.customer_id ${direction} LIMIT $${params.push(wanted)}`;
  const isByStage = keyOf(sort) === "last_order" && !filter.stage && !filter.query;
  const from = isByStage
    ? `unnest($${params.push(STAGES)}::text[]) AS g(stage) CROSS JOIN LATERAL (SELECT * FROM customers c WHERE c.stage = g.stage AND ${clauses.join(" AND ")} ${inOrder}) c`
    : `customers c WHERE ${clauses.join(" AND ")}`;
  const { rows } = await pool.query<Row>(
    `SELECT c.customer_id, c.email, c.first_name, c.last_name, c.counted_orders, c.order_count, c.stage, c.stage_since, c.stage_order_id, c.last_order_at, c.redacted_at,
       (${cursor})::text AS cursor_key
     FROM ${from} ${inOrder}`,
    params,
  );
  return rows;
}

type Row = {
  customer_id: string;
  email: string | null;
  first_name: string | null;
  last_name: string | null;
  counted_orders: number;
  order_count: number;
  stage: Stage;
  stage_since: Date | null;
  stage_order_id: string | null;
  last_order_at: Date | null;
  redacted_at: Date | null;
  cursor_key: string | null;
};

function toCustomerRow(row: Row): CustomerRow {
  const openingCount = row.order_count - row.counted_orders;
  return {
    id: row.customer_id,
    email: row.email,
    firstName: row.first_name,
    lastName: row.last_name,
    countedOrders: row.counted_orders,
    openingCount,
    rank: row.order_count,
    isAbout: openingCount > 0,
    stage: row.stage,
    stageSince: row.stage_since?.toISOString() ?? null,
    stageOrderId: row.stage_order_id,
    lastOrderAt: row.last_order_at?.toISOString() ?? null,
    isRedacted: row.redacted_at !== null,
  };
}
