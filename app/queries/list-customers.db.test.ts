import { parse } from "csv-parse/sync";
import { beforeAll, describe, expect, it } from "vitest";
import type { CustomerSort } from "#app/contract/customer-sorts.ts";
import { CUSTOMER_SORT_NAMES } from "#app/contract/customer-sorts.ts";
import { pool } from "#app/platform/db.server.ts";
import { storeCustomers, storeShop } from "#tests/factories/stored-facts.ts";
import { CUSTOMER_EXPORT_COLUMNS, exportCustomers } from "./export-customers.server.ts";
import { countCustomers, CursorError, listCustomers } from "./list-customers.server.ts";

const NOW = new Date("2026-07-01T00:00:00Z");

let shopId: number;

async function score(customerId: number, scored: { orders: number; opening?: number; stage: string; lastOrderAt?: string; since?: string; spentMinor?: number }) {
  await pool.query("UPDATE customers SET counted_orders = $3, order_count = $4, stage = $5, last_order_at = $6, stage_since = $7, spent_minor = $8, opening_count = $9 WHERE shop_id = $1 AND customer_id = $2", [
    shopId, customerId, scored.orders, scored.orders + (scored.opening ?? 0), scored.stage, scored.lastOrderAt ?? null, scored.since ?? null, scored.spentMinor ?? 0, scored.opening ?? 0,
  ]);
}

beforeAll(async () => {
  shopId = await storeShop(pool);
  await storeCustomers(pool, shopId, [
    { id: 1, email: "ann@example.com", firstName: "Ann", lastName: "Weber" },
    { id: 2, email: "c14911@example.com" },
    { id: 3, firstName: "Zoë", lastName: "Ábel", email: "50%_off@example.com" },
    { id: 4, email: "=HYPERLINK(\"http://example.com\")@example.com", firstName: "+1\"2", lastName: "-a,b\nc" },
    { id: 5, email: "twin-a@example.com" },
    { id: 6, email: "twin-b@example.com" },
    { id: 7, email: "gone@example.com", deletedAt: "2026-01-01T00:00:00Z" },
    { id: 8, email: "merged@example.com", mergedIntoId: 1 },
    { id: 9, redactedAt: "2026-01-01T00:00:00Z" },
    { id: 10, redactedAt: "2026-01-01T00:00:00Z" },
  ]);
  await score(1, { orders: 3, stage: "loyal", lastOrderAt: "2026-05-03T00:00:00Z", since: "2026-05-03T00:00:00Z", spentMinor: 123_450 });
  await score(2, { orders: 3, opening: 4, stage: "champion", lastOrderAt: "2026-05-01T00:00:00.000001Z" });
  await score(3, { orders: 0, stage: "prospect" });
  await score(4, { orders: 1, stage: "first", lastOrderAt: "2026-05-01T00:00:00Z", since: "2026-05-01T00:00:00Z", spentMinor: 5 });
  await score(5, { orders: 1, stage: "first", lastOrderAt: "2026-04-01T00:00:00Z", since: "2026-04-01T00:00:00Z" });
  await score(6, { orders: 1, stage: "first", lastOrderAt: "2026-04-01T00:00:00Z", since: "2026-04-01T00:00:00Z" });
  await score(9, { orders: 2, stage: "second", lastOrderAt: "2026-03-01T00:00:00Z", since: "2026-03-01T00:00:00Z" });
  await score(10, { orders: 0, stage: "prospect" });
});

async function idsOf(request: Parameters<typeof listCustomers>[1]): Promise<string[]> {
  const ids: string[] = [];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page = await listCustomers(shopId, { ...request, ...(cursor !== undefined && { cursor }) });
    ids.push(...page.items.map(({ id }) => id));
    cursor = page.nextCursor;
  }
  return ids;
}

const ORDER: Record<CustomerSort, string[]> = {
  "-last_order": ["1", "2", "4", "6", "5", "9", "3"],
  last_order: ["9", "5", "6", "4", "2", "1", "3"],
  "-orders": ["2", "1", "9", "6", "5", "4", "3"],
  orders: ["3", "4", "5", "6", "9", "1", "2"],
  "-since": ["1", "4", "6", "5", "9", "3", "2"],
  since: ["9", "5", "6", "4", "1", "2", "3"],
  // By bytes: a hyphen before letters, letters with marks after z; an e-mail stands in for a missing name.
  name: ["4", "2", "5", "6", "1", "3", "9"],
  "-name": ["3", "1", "6", "5", "2", "4", "9"],
};

describe("the list of customers", () => {
  it.each(CUSTOMER_SORT_NAMES)("sorted by %s is the same in pages of any size, and shows everybody once", async (sort) => {
    for (const limit of [1, 2, 3, 250]) expect(await idsOf({ sort, limit })).toEqual(ORDER[sort]);
  });

  it("finds by stage, by part of an e-mail or a name in any case, and by the whole id", async () => {
    expect(await idsOf({ stage: "first" })).toEqual(["4", "6", "5"]);
    expect(await idsOf({ query: "WEB" })).toEqual(["1"]);
    expect(await idsOf({ query: "ann weber" })).toEqual(["1"]);
    expect(await idsOf({ query: "ÁBEL" })).toEqual(["3"]);
    expect(await idsOf({ query: "twin", stage: "first", limit: 1 })).toEqual(["6", "5"]);
    expect(await idsOf({ query: "2" })).toEqual(["2", "4"]);
    expect(await idsOf({ query: " ann@example.com " })).toEqual(["1"]);
    expect(await idsOf({ query: "merged@" })).toEqual([]);
  });

  it("takes the signs of a search pattern for what they are", async () => {
    expect(await idsOf({ query: "50%_" })).toEqual(["3"]);
    expect(await idsOf({ query: "5_%off" })).toEqual([]);
    expect(await idsOf({ query: "\\" })).toEqual([]);
  });

  it("counts what a filter leaves", async () => {
    expect(await countCustomers(shopId, {})).toBe(7);
    expect(await countCustomers(shopId, { stage: "first", query: "twin" })).toBe(2);
  });

  it("says “about” where orders lie before what we could see, and shows an erased customer without a name", async () => {
    const { items } = await listCustomers(shopId, {});
    expect(items.find(({ id }) => id === "2")).toMatchObject({ countedOrders: 3, openingCount: 4, rank: 7, isAbout: true });
    expect(items.find(({ id }) => id === "9")).toMatchObject({ email: null, firstName: null, isRedacted: true, isAbout: false });
  });

  it.each(["", "x", "bnVsbA", Buffer.from('["-last_order","now","1"]').toString("base64url"), Buffer.from('["-last_order","1","99999999999999999999"]').toString("base64url")])(
    "refuses a cursor that it did not give out: %j",
    async (cursor) => {
      await expect(listCustomers(shopId, { cursor })).rejects.toThrow(CursorError);
    },
  );

  it("refuses the cursor of another order", async () => {
    const { nextCursor } = await listCustomers(shopId, { limit: 1, sort: "orders" });
    await expect(listCustomers(shopId, { limit: 1, sort: "name", cursor: nextCursor ?? "" })).rejects.toThrow(CursorError);
  });
});

describe("the export of customers", () => {
  async function exported(filter: Parameters<typeof exportCustomers>[1] = {}) {
    let csv = "";
    for await (const line of exportCustomers(shopId, filter, NOW)) csv += line;
    return { csv, rows: parse(csv, { columns: true }) as Record<string, string>[] };
  }

  it("holds the customers of the filter under the names of its columns", async () => {
    const { rows, csv } = await exported();
    expect(csv.startsWith(`${CUSTOMER_EXPORT_COLUMNS.join(",")}\r\n`)).toBe(true);
    expect(rows.map(({ id }) => id)).toEqual(["1", "2", "3", "4", "5", "6", "9"]);
    expect(rows[0]).toEqual({
      id: "1", email: "ann@example.com", first_name: "Ann", last_name: "Weber", stage: "loyal", stage_since: "2026-05-03T00:00:00.000Z", counted_orders: "3", opening_count: "0", about: "no",
      first_order_at: "", last_order_at: "2026-05-03T00:00:00.000Z", spent: "1234.50", currency: "GBP",
      settled_points: "", pending_points: "", tier: "",
    });
    expect(rows[1]).toMatchObject({ opening_count: "4", about: "yes" });
    expect((await exported({ stage: "first" })).rows.map(({ id, spent }) => [id, spent])).toEqual([["4", "0.05"], ["5", "0.00"], ["6", "0.00"]]);
  });

  /** With a program that begins on a day, and what two customers hold in it. */
  async function withProgram(startsAt: string, look: () => Promise<void>) {
    const tiers = [{ id: "gold", name: "=Gold", threshold: 2 }];
    await pool.query(
      `INSERT INTO program_versions (shop_id, version, definition, currency, starts_at, is_paused, published_at, published_by) VALUES ($1, 1, $2, 'GBP', $3, false, $3, 'test')`,
      [shopId, JSON.stringify({ tiers }), startsAt],
    );
    await pool.query("INSERT INTO member_points (shop_id, customer_id, settled_points, pending_points) VALUES ($1, 1, 1200, 40), ($1, 2, -30, 0)", [shopId]);
    await pool.query("INSERT INTO member_tiers (shop_id, customer_id, tier_id) VALUES ($1, 1, 'gold'), ($1, 2, 'dropped')", [shopId]);
    try {
      await look();
    } finally {
      for (const table of ["member_tiers", "member_points", "program_versions"]) await pool.query(`DELETE FROM ${table} WHERE shop_id = $1`, [shopId]);
    }
  }

  it("says what each customer holds in points, and the tier as the program in force calls it", () =>
    withProgram("2026-06-01T00:00:00Z", async () => {
      const { rows } = await exported();
      expect(rows.map(({ id, settled_points: settled, pending_points: pending, tier }) => [id, settled, pending, tier])).toEqual([
        ["1", "1200", "40", "'=Gold"], ["2", "-30", "0", ""], ...["3", "4", "5", "6", "9"].map((id) => [id, "0", "0", ""]),
      ]);
      expect((await exported({ stage: "loyal" })).rows).toMatchObject([{ id: "1", settled_points: "1200" }]);
    }));

  it("leaves the points empty before a program begins", () =>
    withProgram("2026-12-01T00:00:00Z", async () => {
      expect((await exported({ stage: "loyal" })).rows).toMatchObject([{ id: "1", settled_points: "", pending_points: "", tier: "" }]);
    }));

  it("lets no name run as a formula in a spreadsheet", async () => {
    const { rows } = await exported({ query: "hyperlink" });
    expect(rows[0]).toMatchObject({ email: "'=HYPERLINK(\"http://example.com\")@example.com", first_name: "'+1\"2", last_name: "'-a,b\nc" });
  });
});
