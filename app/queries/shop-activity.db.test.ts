import { beforeAll, describe, expect, it } from "vitest";
import { pool } from "#app/platform/db.server.ts";
import { inHeavyRead } from "#app/platform/heavy-reads.server.ts";
import { storeCustomers, storeShop } from "#tests/factories/stored-facts.ts";
import { CursorError } from "./cursor.ts";
import { getLiabilityAgeing } from "./liability-ageing.server.ts";
import { type ActivityFilter, exportActivity, listActivity, listActivityChoices, sumActivity } from "./shop-activity.server.ts";

const shop = { id: 0, domain: "gifts.myshopify.com", timeZone: "Europe/London" };
const ALL: ActivityFilter = { kind: null, from: null, to: null, version: null, rule: null, staff: null, customer: "" };

const WHYS: Record<string, object> = {
  "by hand": { kind: "adjusted", reason: "sorry", by: "staff member 7" },
  "by rule": { kind: "earned", rank: 1, multiplier: 1, openEligibleMinor: 300, refundedMinor: 0, currency: "GBP", parts: [{ ruleId: "welcome", kind: "order", points: 1 }, { ruleId: "spend", kind: "amount", points: 2, perMinor: 100 }], points: 3, before: 0 },
  "by event": { kind: "event", event: "survey", ruleId: "asked", occurredAt: "2026-05-01T10:00:00Z" },
};

beforeAll(async () => {
  shop.id = await storeShop(pool);
  const otherId = await storeShop(pool, { domain: "other.myshopify.com" });
  await storeCustomers(pool, shop.id, [{ id: 1, email: "Ann@example.com", firstName: "Ann" }, { id: 2, email: "=cmd@example.com" }]);
  const rows = [
    [shop.id, 1, "a", "earn_pending", 40, 0, 0, "2026-06-01T22:59:59Z", 1, "earned"], // the last second of 1 June in London
    [shop.id, 1, "b", "earn_released", -40, 40, 0, "2026-06-16T00:00:00Z", 1, "released"],
    [shop.id, 1, "c", "reverse", 0, -30, 0, "2026-07-01T00:00:00Z", 1, "refunded"],
    [shop.id, 1, "d", "reverse_waived", 0, 0, 10, "2026-07-01T00:00:00Z", 1, "refunded"],
    [shop.id, 2, "e", "earn_pending", 7, 0, 0, "2026-06-01T23:00:00Z", 2, "refunded"],
    [shop.id, 2, "f", "adjust", 0, 5, 0, "2026-05-01T12:00:00Z", null, "by hand"],
    [shop.id, 2, "g", "earn_pending", 3, 0, 0, "2026-05-01T11:00:00Z", 2, "by rule"],
    [shop.id, 2, "h", "adjust", 0, 2, 0, "2026-05-01T10:00:00Z", 2, "by event"],
    [otherId, 1, "a", "earn_pending", 99, 0, 0, "2026-06-01T12:00:00Z", 1, "refunded"],
  ];
  for (const row of rows) {
    const why = WHYS[String(row[9])] ?? (row[9] === "released" ? { kind: "released", releaseOn: "2026-06-16" } : row[9] === "refunded" ? { kind: "earns_nothing", reason: "fully_refunded", before: 40 } : { kind: "earns_nothing", reason: "paused", before: 0 });
    await pool.query(
      `INSERT INTO ledger_entries (shop_id, customer_id, key, kind, pending_points, settled_points, waived_points, occurred_at, recorded_at, program_version, why) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, now(), $9, $10)`,
      [...row.slice(0, 9), JSON.stringify(why)],
    );
  }
});

const kinds = async (filter: Partial<ActivityFilter>) => (await listActivity(shop, { ...ALL, ...filter })).page.items.map(({ kind, points }) => [kind, points]);

describe("the activity of a shop", () => {
  it("is its own ledger, newest first, with the person of each entry", async () => {
    const { items } = (await listActivity(shop, ALL)).page;
    expect(items.map(({ kind, points }) => [kind, points])).toEqual([["reverse_waived", 10], ["reverse", -30], ["earn_released", 40], ["earn_pending", 7], ["earn_pending", 40], ["adjust", 5], ["earn_pending", 3], ["adjust", 2]]);
    expect(items[0]?.customer).toEqual({ id: "1", firstName: "Ann", lastName: null, email: "Ann@example.com" });
  });

  it("is narrowed by kind, version, customer and days of the shop, both ends included", async () => {
    expect(await kinds({ kind: "reverse" })).toEqual([["reverse", -30]]);
    expect(await kinds({ version: 2, from: "2026-06-01" })).toEqual([["earn_pending", 7]]);
    expect(await kinds({ customer: "2", from: "2026-06-01" })).toEqual([["earn_pending", 7]]);
    expect(await kinds({ customer: "ANN@example.com", kind: "earn_pending" })).toEqual([["earn_pending", 40]]);
    expect(await kinds({ from: "2026-06-01", to: "2026-06-01" })).toEqual([["earn_pending", 40]]);
    expect(await kinds({ from: "2026-06-02", to: "2026-06-02" })).toEqual([["earn_pending", 7]]);
    expect(await kinds({ customer: "nobody@example.com" })).toEqual([]);
  });

  it("is narrowed to what was earned, to a rule among others, and to what one member of staff did", async () => {
    expect(await kinds({ kind: "earned", customer: "1" })).toEqual([["earn_pending", 40]]);
    expect(await kinds({ rule: "spend" })).toEqual([["earn_pending", 3]]);
    expect(await kinds({ rule: "asked" })).toEqual([["adjust", 2]]);
    expect(await kinds({ rule: "spe" })).toEqual([]);
    expect(await kinds({ staff: "staff member 7" })).toEqual([["adjust", 5]]);
    expect(await listActivityChoices(shop.id)).toMatchObject({ staff: ["staff member 7"] });
  });

  it("is the same in pages of any size, and refuses a cursor of another list", async () => {
    const whole = (await listActivity(shop, ALL)).page.items;
    for (const limit of [1, 2]) {
      const all = [];
      for (let cursor: string | null | undefined; cursor !== null; ) {
        const { page } = await listActivity(shop, ALL, { limit, ...(cursor !== undefined && { cursor }) });
        all.push(...page.items);
        cursor = page.nextCursor;
      }
      expect(all).toEqual(whole);
    }
    await expect(listActivity(shop, ALL, { cursor: "WyJ4Il0" })).rejects.toThrow(CursorError);
  });

  it("adds up what the filter leaves, kind by kind, and says since when", async () => {
    const since = "2026-07-01T00:00:00.000Z";
    expect(await sumActivity(shop, { ...ALL, customer: "1" })).toEqual([
      { kind: "earn_pending", isRelease: false, entries: 1, points: 40, since: "2026-06-01T22:59:59.000Z" }, { kind: "earn_released", isRelease: true, entries: 1, points: 40, since: "2026-06-16T00:00:00.000Z" },
      { kind: "reverse", isRelease: false, entries: 1, points: -30, since }, { kind: "reverse_waived", isRelease: false, entries: 1, points: 10, since },
    ]);
  });

  it("adds to what was added up before what came since, of that filter and of that shop", async () => {
    const busy = { ...shop, id: await storeShop(pool, { domain: "busy.myshopify.com" }) };
    const earn = (customerId: number, keys: string[]) =>
      pool.query(
        `INSERT INTO ledger_entries (shop_id, customer_id, key, kind, pending_points, settled_points, waived_points, occurred_at, recorded_at, why)
         SELECT $1, $2, k, 'earn_pending', 10, 0, 0, '2026-06-01T12:00:00Z', now(), '{"kind":"earns_nothing","reason":"paused","before":0}' FROM unnest($3::text[]) k`,
        [busy.id, customerId, keys],
      );
    const sums = async (filter: Partial<ActivityFilter>) => (await listActivity(busy, { ...ALL, ...filter })).totals.map(({ entries, points }) => [entries, points]);
    expect(await sums({})).toEqual([]);
    await earn(1, ["a", "b"]);
    expect([await sums({}), await sums({ customer: "1" }), await sums({ customer: "2" })]).toEqual([[[2, 20]], [[2, 20]], []]);
    // As nobody can: who looks at entries twice would tell it.
    await pool.query("ALTER TABLE ledger_entries DISABLE TRIGGER ledger_entries_append_only");
    await pool.query("UPDATE ledger_entries SET pending_points = 1000 WHERE shop_id = $1", [busy.id]);
    await pool.query("ALTER TABLE ledger_entries ENABLE TRIGGER ledger_entries_append_only");
    await earn(2, ["c"]);
    expect([await sums({}), await sums({ customer: "1" }), await sums({ customer: "2" })]).toEqual([[[3, 30]], [[2, 20]], [[1, 10]]]);
    expect(await sums({ from: "2026-06-01" })).toEqual([[3, 2_010]]);
  });

  it("as a file has a line for each entry, and no cell that a spreadsheet would run", async () => {
    const lines: string[] = [];
    for await (const line of exportActivity(shop, ALL)) lines.push(line);
    expect(lines).toHaveLength(9);
    expect(lines[4]).toContain(",'=cmd@example.com,");
    expect(lines[2]).toContain(",reverse,-30,1,");
  });
});

it("the age of what is owed counts from its credit, and today's last bucket is open", async () => {
  const now = new Date("2026-11-21T12:00:00Z");
  const ago = (days: number) => new Date(now.getTime() - days * 86_400_000);
  for (const [key, days, left] of [["x", 0, 1], ["y", 30.9, 2], ["z", 31, 4], ["v", 365, 8], ["w", 366, 16], ["u", 4000, 32]] as const) {
    await pool.query("INSERT INTO lots (shop_id, customer_id, key, points, left_points, redeemed_points, expired_points, credited_at) VALUES ($1, 1, $2, 100, $3, 0, 0, $4)", [shop.id, key, left, ago(days)]);
  }
  await pool.query("INSERT INTO member_points (shop_id, customer_id, pending_points, debt_points) VALUES ($1, 1, 5, 0), ($1, 2, 0, 3)", [shop.id]);
  // Also while others look through the ledger of the same shop.
  const held = Promise.withResolvers<void>();
  const ledger = inHeavyRead(shop.id, () => held.promise);
  expect(await getLiabilityAgeing(shop.id, now)).toEqual({
    ages: [{ fromDays: 0, toDays: 30, points: 3 }, { fromDays: 31, toDays: 90, points: 4 }, { fromDays: 91, toDays: 180, points: 0 }, { fromDays: 181, toDays: 365, points: 8 }, { fromDays: 366, toDays: null, points: 48 }],
    pendingPoints: 5,
    debtPoints: 3,
  });
  held.resolve();
  await ledger;
});
