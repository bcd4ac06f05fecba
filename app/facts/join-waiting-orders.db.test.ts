import { beforeEach, describe, expect, it } from "vitest";
import { pool, type LockedTx } from "#app/platform/db.server.ts";
import { findPerson } from "#app/store/privacy.server.ts";
import { holdingShopFacts } from "#tests/factories/holding-shop-facts.ts";
import { storeCustomers, storeOrders, storeShop } from "#tests/factories/stored-facts.ts";
import { joinWaitingOrders } from "./join-waiting-orders.server.ts";
import { mergeCustomers } from "./merge-customers.server.ts";

type Batch = Parameters<typeof joinWaitingOrders>[2];

let shops = 0;
let shopId: number;

const join = (batch: Partial<Batch>) => holdingShopFacts(shopId, (tx) => joinWaitingOrders(tx, shopId, { orderIds: [], customerIds: [], ...batch }));
const address = (table: string, key: string, hashes: Record<number, string>) =>
  pool.query(`UPDATE ${table} t SET email_hash = decode(h.value, 'hex') FROM jsonb_each_text($2::jsonb) h WHERE t.shop_id = $1 AND t.${key} = h.key::bigint`, [shopId, JSON.stringify(hashes)]);
const owners = async () =>
  Object.fromEntries((await pool.query<{ order_id: string; customer_id: string }>("SELECT order_id, customer_id FROM orders WHERE shop_id = $1 AND customer_id IS NOT NULL", [shopId])).rows.map((row) => [row.order_id, row.customer_id]));

beforeEach(async () => {
  shopId = await storeShop(pool, { domain: `gifts-${(shops += 1)}.myshopify.com` });
  await storeOrders(pool, shopId, [101, 102, 103, 104].map((id) => ({ id, customerId: null, processedAt: "2026-03-01T00:00:00Z" })));
  await address("orders", "order_id", { 101: "0a", 102: "0b", 103: "0a" });
});

describe("orders that came without a customer", () => {
  it("join the customer with their address when that one comes, also those of long ago", async () => {
    await storeCustomers(pool, shopId, [{ id: 1 }, { id: 2 }]);
    await address("customers", "customer_id", { 1: "0a", 2: "0c" });
    expect(await join({ customerIds: ["1", "2"] })).toEqual(["1"]);
    expect(await owners()).toEqual({ 101: "1", 103: "1" });
  });

  it("join a customer who is there when they come", async () => {
    await storeCustomers(pool, shopId, [{ id: 2 }]);
    await address("customers", "customer_id", { 2: "0b" });
    expect(await join({ orderIds: ["102", "104"] })).toEqual(["2"]);
    expect(await owners()).toEqual({ 102: "2" });
  });

  it("join the older of two customers with one address, and nobody who is deleted, erased or merged away", async () => {
    await storeCustomers(pool, shopId, [{ id: 1, deletedAt: "2026-01-01" }, { id: 2, redactedAt: "2026-01-01" }, { id: 3, mergedIntoId: 7, mergedDirectlyIntoId: 7, mergedAt: "2026-01-01" }, { id: 5 }, { id: 6 }, { id: 7 }]);
    await address("customers", "customer_id", { 1: "0a", 2: "0a", 3: "0b", 5: "0a", 6: "0a" });
    expect((await join({ customerIds: ["1", "2", "3", "5", "6"] })).toSorted()).toEqual(["5", "7"]);
    expect(await owners()).toEqual({ 101: "5", 102: "7", 103: "5" });
  });
});

describe("a batch in a shop with many orders that wait for ever", () => {
  const WAITING = 20_000;
  const CUSTOMERS = 5_000;
  const BATCH = 500;

  it("looks at those of its own people only", async () => {
    await pool.query(
      `INSERT INTO orders (shop_id, order_id, name, customer_id, created_at, processed_at, updated_at, version_hash, financial_status, is_paid_seen, is_test, tags, currency, is_tax_included, total_minor, subtotal_minor,
         discount_minor, tax_minor, shipping_minor, discount_codes, fulfillments, lines, email_hash)
       SELECT shop_id, 1000 + n, name, NULL, created_at, processed_at, updated_at, '', financial_status, true, false, '{}', 'GBP', true, 0, 0, 0, 0, 0, '{}', '[]', '[]', decode(md5(n::text), 'hex')
       FROM orders, generate_series(1, $2::integer) n WHERE shop_id = $1 AND order_id = 104`,
      [shopId, WAITING],
    );
    await storeCustomers(pool, shopId, Array.from({ length: CUSTOMERS }, (_, at) => ({ id: at + 1 })));
    await pool.query("UPDATE customers SET email_hash = decode(md5('c' || customer_id), 'hex') WHERE shop_id = $1", [shopId]);
    await pool.query("ANALYZE orders, customers");
    const customerIds = Array.from({ length: BATCH }, (_, at) => String(at + 1));
    expect(await rowsRead((tx) => joinWaitingOrders(tx, shopId, { orderIds: ["104"], customerIds }))).toBeLessThanOrEqual(2 * BATCH);
    // And who is merged or erased with those that once were with them.
    expect(await rowsRead((tx) => mergeCustomers(tx, shopId, { keptId: "1", removedId: "2", at: new Date(), now: new Date() }))).toBeLessThanOrEqual(10);
    expect(await rowsRead((tx) => findPerson(tx, shopId, { customerId: "1", orderIds: [], at: new Date() }))).toBeLessThanOrEqual(10);
  });

  it("asks the database nothing when it brings no such order and nobody who is new or changed", async () => {
    expect(await rowsRead((tx) => joinWaitingOrders(tx, shopId, { orderIds: [], customerIds: [] }))).toBe("nothing was asked");
  });
});

/** The most rows that any step of the statements went through. */
async function rowsRead(work: (tx: LockedTx) => Promise<unknown>): Promise<number | "nothing was asked"> {
  const plans: Plan[] = [];
  await holdingShopFacts(shopId, async (tx) => {
    const ask = tx.query.bind(tx) as (sql: string, values: unknown[]) => Promise<{ rows: { "QUERY PLAN": [{ Plan: Plan }] }[] }>;
    const explain = async (sql: string, values: unknown[]) => {
      const { rows } = await ask(`EXPLAIN (ANALYZE, FORMAT JSON) ${sql}`, values);
      plans.push(rows[0]!["QUERY PLAN"][0].Plan);
      // To explain it writes, and answers nothing.
      return sql.trimStart().startsWith("SELECT") ? ask(sql, values) : { rows: [] };
    };
    Object.assign(tx, { query: explain });
    try {
      await work(tx);
    } finally {
      Object.assign(tx, { query: ask });
    }
  });
  return plans.length === 0 ? "nothing was asked" : Math.max(...plans.map(planRows));
}

type Plan = { "Actual Rows": number; "Actual Loops": number; "Rows Removed by Filter"?: number; Plans?: Plan[] };

const planRows = (plan: Plan): number => Math.max((plan["Actual Rows"] + (plan["Rows Removed by Filter"] ?? 0)) * plan["Actual Loops"], ...(plan.Plans ?? []).map(planRows));
