import { expect, it } from "vitest";
import { pool } from "#app/platform/db.server.ts";
import { storeCustomers, storeOrders, storeShop } from "#tests/factories/stored-facts.ts";

/** Tables whose rows hang on a row of another table that hangs on the shop. */
const HANGS_ON_ANOTHER = ["api_allowances", "export_pieces", "import_pieces"];

it("every table of a shop's data asks for its shop when it is written, row by row or once a statement, and goes with it", async () => {
  const { rows } = await pool.query<{ table: string; has_key: boolean; has_trigger: boolean; is_erased: boolean }>(
    `SELECT c.relname AS "table",
       EXISTS (SELECT FROM pg_constraint k WHERE k.conrelid = c.oid AND k.confrelid = 'shops'::regclass AND k.contype = 'f' AND k.confdeltype = 'c') AS has_key,
       EXISTS (SELECT FROM pg_trigger t WHERE t.tgrelid = c.oid AND t.tgfoid = 'refuse_without_shop'::regproc AND t.tgenabled = 'O') AS has_trigger,
       pg_get_functiondef('erase_with_shop'::regproc) LIKE '%DELETE FROM ' || c.relname || ' WHERE shop_id = OLD.id;%' AS is_erased
     FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'shop_id'
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' ORDER BY 1`,
  );
  expect(rows.filter((row) => row.has_trigger).map(({ table }) => table)).toContain("orders");
  const wrong = rows.filter((row) => !row.has_key && !(row.has_trigger && row.is_erased));
  expect(wrong.map(({ table }) => table)).toEqual(HANGS_ON_ANOTHER);
});

it("a customer of a shop that is not there is refused, and orders and customers go with their shop", async () => {
  await expect(storeCustomers(pool, 4_711, [{ id: 1 }])).rejects.toMatchObject({ code: "23503" });
  const shopId = await storeShop(pool, { domain: "closing.myshopify.com" });
  const keptId = await storeShop(pool, { domain: "staying.myshopify.com" });
  for (const id of [shopId, keptId]) {
    await storeCustomers(pool, id, [{ id: 1 }]);
    await storeOrders(pool, id, [{ id: 5, customerId: 1, processedAt: "2026-03-01T00:00:00Z" }]);
  }
  await pool.query("DELETE FROM shops WHERE id = $1", [shopId]);
  const left = await pool.query("SELECT shop_id FROM customers UNION ALL SELECT shop_id FROM orders");
  expect(left.rows).toEqual([{ shop_id: keptId }, { shop_id: keptId }]);
});

it.each([
  ["stage_transitions", `INSERT INTO stage_transitions (shop_id, customer_id, from_stage, to_stage, reason, observed_at) VALUES ($1, 1, 'prospect', 'first', '{}', now())`],
  ["tier_changes", `INSERT INTO tier_changes (shop_id, customer_id, to_tier_id, occurred_at, observed_at, cause) VALUES ($1, 1, 'gold', now(), now(), '{}')`],
])("the log %s is only added to, and goes with its shop", async (table, insert) => {
  const shopId = await storeShop(pool, { domain: `${table.replace("_", "-")}.myshopify.com` });
  await pool.query(insert, [shopId]);
  await expect(pool.query(`UPDATE ${table} SET customer_id = 2 WHERE shop_id = $1`, [shopId])).rejects.toThrow(`the log ${table} is append-only`);
  await expect(pool.query(`DELETE FROM ${table} WHERE shop_id = $1`, [shopId])).rejects.toThrow(`the log ${table} is append-only`);
  await pool.query("DELETE FROM shops WHERE id = $1", [shopId]);
  expect((await pool.query(`SELECT FROM ${table} WHERE shop_id = $1`, [shopId])).rowCount).toBe(0);
});
