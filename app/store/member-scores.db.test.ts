import { beforeAll, expect, it } from "vitest";
import { inTransaction, pool } from "#app/platform/db.server.ts";
import { storeCustomers, storeOrders, storeShop } from "#tests/factories/stored-facts.ts";
import { loadScores } from "./member-scores.server.ts";
import { refreshStatistics } from "./statistics.server.ts";

const AS_OF = new Date("2026-04-01T00:00:00Z");
const MEMBERS = 200;
const at = (hours: number): string => new Date(AS_OF.getTime() + hours * 3_600_000).toISOString();
const ids = Array.from({ length: MEMBERS }, (_, index) => String(1_000 + index));

let shopId: number;

// Every third customer has no order; some orders lie ahead, are cancelled later, or are not paid yet.
beforeAll(async () => {
  shopId = await storeShop(pool, { domain: "crowd.myshopify.com" });
  const neighbours = await storeShop(pool, { domain: "next-door.myshopify.com" });
  for (const shop of [shopId, neighbours]) {
    await storeCustomers(pool, shop, ids.map((id, index) => ({ id, ...(index % 7 === 0 && { openingCount: 2 }), ...(index % 50 === 49 && { mergedIntoId: "1000" }) })));
    await storeOrders(pool, shop, Array.from({ length: 400 }, (_, index) => ({
      id: 1 + index, customerId: 1_000 + ((index * 7) % MEMBERS) - (((index * 7) % MEMBERS) % 3 === 2 ? 1 : 0), processedAt: at(index % 40 === 0 ? index : -index), totalMinor: 100 + index,
      ...(index % 9 === 0 && { cancelledAt: at(index % 2 === 0 ? -1 : 50) }), ...(index % 11 === 0 && { paidAt: index % 2 === 0 ? null : at(7) }),
    })));
  }
});

it("many neighbours at once have the scores that each has alone", async () => {
  const oneByOne = (await Promise.all(ids.map((id) => loadScores(pool, shopId, { customerIds: [id], asOf: AS_OF, isBulk: false })))).flat();
  const together = await inTransaction((tx) => loadScores(tx, shopId, { customerIds: ids, asOf: AS_OF, isBulk: true }));
  const sorted = (scores: typeof together) => scores.toSorted((a, b) => a.customer_id.localeCompare(b.customer_id));
  expect(sorted(together)).toEqual(sorted(oneByOne));
  expect(oneByOne.filter((score) => score.next_due_at !== null).length).toBeGreaterThan(10);
  expect(oneByOne.length).toBe(MEMBERS - 4);
});

it("those who are not asked for are left out, also between others", async () => {
  const asked = ids.filter((_, index) => index % 10 !== 3);
  const scores = await inTransaction((tx) => loadScores(tx, shopId, { customerIds: asked, asOf: AS_OF, isBulk: true }));
  expect(scores.filter(({ customer_id: id }) => !asked.includes(id))).toEqual([]);
  expect(scores.length).toBe(asked.length - 4);
});

it("a crowd that is spread among others has the same scores", async () => {
  const strangers = await storeShop(pool, { domain: "spread.myshopify.com" });
  await storeCustomers(pool, strangers, Array.from({ length: 2_000 }, (_, index) => ({ id: 1 + index })));
  await storeOrders(pool, strangers, Array.from({ length: 500 }, (_, index) => ({ id: 1 + index, customerId: 1 + index * 4, processedAt: at(-1) })));
  const scores = await inTransaction((tx) => loadScores(tx, strangers, { customerIds: Array.from({ length: 500 }, (_, index) => String(1 + index * 4)), asOf: AS_OF, isBulk: true }));
  expect(scores.map(({ counted_orders: count }) => count)).toEqual(Array(500).fill(1));
});

it("a crowd whose ids lie close together reads its orders once, however small a part of the database it is", async () => {
  const CROWD = 1_000;
  for (let shop = 0; shop < 40; shop += 1) {
    const other = await storeShop(pool, { domain: `wide-${shop}.myshopify.com` });
    await storeCustomers(pool, other, Array.from({ length: 300 }, (_, index) => ({ id: 1_000_000_000 * (1 + index) + shop })));
    await storeOrders(pool, other, Array.from({ length: 600 }, (_, index) => ({ id: 1 + index, customerId: 1_000_000_000 * (1 + (index % 300)) + shop, processedAt: at(-index) })));
  }
  const crowded = await storeShop(pool, { domain: "close-together.myshopify.com" });
  const crowd = Array.from({ length: CROWD }, (_, index) => 150_000_500_000 + index);
  await storeCustomers(pool, crowded, crowd.map((id) => ({ id })));
  await storeOrders(pool, crowded, Array.from({ length: 2 * CROWD }, (_, index) => ({ id: 1 + index, customerId: crowd[index % CROWD]!, processedAt: at(-index) })));
  await refreshStatistics("facts");

  const ordersRead = await inTransaction(async (tx) => {
    const read = async () =>
      (await tx.query<{ rows: number }>("SELECT (coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0))::float8 AS rows FROM pg_stat_xact_user_tables WHERE relname = 'orders'")).rows[0]!.rows;
    const before = await read();
    const scores = await loadScores(tx, crowded, { customerIds: crowd.map(String), asOf: AS_OF, isBulk: true });
    expect(scores.map(({ counted_orders: count }) => count)).toEqual(Array(CROWD).fill(2));
    return (await read()) - before;
  });
  expect(ordersRead).toBeLessThan(100_000);
});
