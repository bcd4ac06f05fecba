import { beforeAll, describe, expect, it } from "vitest";
import { listEntries } from "#app/ledger/read.server.ts";
import { pool, type Tx } from "#app/platform/db.server.ts";
import { storeCustomers, storeOrders, storeShop } from "#tests/factories/stored-facts.ts";
import { CursorError } from "./cursor.ts";
import { findLedgerPage } from "./ledger-page.server.ts";

const now = new Date("2026-06-01T12:00:00Z");

let shopId: number;

/** Entries as years of orders leave them, the newest with the highest id. */
async function storeEntries(customerId: number, count: number): Promise<void> {
  await pool.query(
    `INSERT INTO ledger_entries (shop_id, customer_id, key, kind, pending_points, settled_points, waived_points, occurred_at, recorded_at, order_id, program_version, why)
     SELECT $1, $2::bigint, 'test:' || $2::bigint || ':' || n, 'adjust', 0, 1, 0, $4::timestamptz - ($3::integer - n / 3) * interval '1 hour', $4, 1 + n % 50, 1, '{"kind":"adjusted","reason":"test","by":"test"}'
     FROM generate_series(1, $3) n ORDER BY n`,
    [shopId, customerId, count, now],
  );
}

beforeAll(async () => {
  shopId = await storeShop(pool);
  await storeCustomers(pool, shopId, [{ id: 1 }, { id: 2 }, { id: 3, mergedIntoId: 2 }, { id: 4, deletedAt: "2026-05-01T00:00:00Z" }]);
  await storeOrders(pool, shopId, Array.from({ length: 50 }, (_, at) => ({ id: at + 1, customerId: 1, processedAt: "2026-03-01T00:00:00Z" })));
  await storeEntries(1, 10_000);
  await storeEntries(2, 10);
  await pool.query("ANALYZE ledger_entries, orders");
});

describe("a statement", () => {
  it("goes through everything once, newest first, also where entries share an instant", async () => {
    const seen: string[] = [];
    let cursor: string | null | undefined;
    for (let pages = 0; cursor !== null && pages < 60; pages += 1) {
      const page = await findLedgerPage(shopId, "1", { limit: 250, now, ...(cursor && { cursor }) });
      seen.push(...(page?.items ?? []).map(({ id }) => id));
      cursor = page?.nextCursor ?? null;
    }
    const { rows } = await pool.query<{ id: string }>("SELECT id FROM ledger_entries WHERE shop_id = $1 AND customer_id = 1 ORDER BY occurred_at DESC, id DESC", [shopId]);
    expect(seen).toEqual(rows.map(({ id }) => id));
  });

  it("answers for the survivor under a former id, and not for someone who is unknown or gone", async () => {
    expect(await findLedgerPage(shopId, "3", { now })).toEqual(await findLedgerPage(shopId, "2", { now }));
    expect([await findLedgerPage(shopId, "99", { now }), await findLedgerPage(shopId, "4", { now })]).toEqual([undefined, undefined]);
    await expect(findLedgerPage(shopId, "1", { now, cursor: "abc" })).rejects.toThrow(CursorError);
  });

  it("begins as fast for ten thousand entries as for ten", async () => {
    const rowsRead = async (customerId: string) => {
      let plan: Plan | undefined;
      const explaining = {
        query: async (sql: string, values: unknown[]) => {
          const { rows } = await pool.query<{ "QUERY PLAN": [{ Plan: Plan }] }>(`EXPLAIN (ANALYZE, FORMAT JSON) ${sql}`, values);
          plan = rows[0]?.["QUERY PLAN"][0].Plan;
          return { rows: [] };
        },
      };
      await listEntries(explaining as unknown as Tx, shopId, { customerId, limit: 51 });
      return plan ? planRows(plan) : Number.NaN;
    };
    expect(await rowsRead("1")).toBeLessThanOrEqual(51);
    const medianMs = async (customerId: string) => {
      const tookMs: number[] = [];
      for (let turn = 0; turn < 40; turn += 1) {
        const startedMs = performance.now();
        await findLedgerPage(shopId, customerId, { limit: 10, now });
        tookMs.push(performance.now() - startedMs);
      }
      return tookMs.toSorted((a, b) => a - b)[20] ?? 0;
    };
    await medianMs("2");
    const [many, few] = [await medianMs("1"), await medianMs("2")];
    expect(many / few).toBeLessThan(3);
  });
});

type Plan = { "Actual Rows": number; Plans?: Plan[] };

/** The most rows that any step of a plan handed on. */
const planRows = (plan: Plan): number => Math.max(plan["Actual Rows"], ...(plan.Plans ?? []).map(planRows));
