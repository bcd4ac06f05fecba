import { pool } from "#app/platform/db.server.ts";

const FIRST_ORDER = "2023-01-01T00:00:00Z";
const SECONDS_BETWEEN = 60;

/**
 * Customers and their paid orders, written straight into a shop, nobody scored yet. Orders are dealt out in turn: one to
 * each customer, then the next round.
 */
export async function seedMembers(shopId: number, { customers, orders, isDirty = false }: { customers: number; orders: number; isDirty?: boolean }): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query("BEGIN");
    await client.query("SET LOCAL statement_timeout = 0");
    await client.query(
      `INSERT INTO customers (shop_id, customer_id, email, first_name, last_name, created_at, updated_at, first_seen_at, dirty_since)
       SELECT $1, n, 'buyer' || n || '@example.com', 'Robin', 'Buyer ' || n, $3, $3, $3, CASE WHEN $4 THEN $3::timestamptz END FROM generate_series(1, $2::integer) n`,
      [shopId, customers, FIRST_ORDER, isDirty],
    );
    await client.query(
      `INSERT INTO orders (shop_id, order_id, name, customer_id, created_at, processed_at, updated_at, version_hash, financial_status, is_paid_seen, is_test, source_name, tags,
         currency, is_tax_included, total_minor, subtotal_minor, discount_minor, tax_minor, shipping_minor, discount_codes, fulfillments, lines, paid_at)
       SELECT $1, n, '#' || n, 1 + n % $3::integer, at, at, at, 'seed', 'paid', true, false, 'web', '{gift}',
         'GBP', true, 2395, 2000, 0, 399, 395, '{}', '[]', '[]', at
       FROM generate_series(1, $2::integer) n CROSS JOIN LATERAL (SELECT $4::timestamptz + n * $5 * interval '1 second' AS at) t`,
      [shopId, orders, customers, FIRST_ORDER, SECONDS_BETWEEN],
    );
    await client.query("COMMIT");
    await client.query("VACUUM ANALYZE customers, orders");
  } finally {
    client.release();
  }
}
