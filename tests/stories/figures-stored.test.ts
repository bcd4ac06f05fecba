import { beforeEach, describe, expect, it } from "vitest";
import { refreshFigures } from "#app/jobs/refresh-figures.server.ts";
import { pool } from "#app/platform/db.server.ts";
import { getShopFigures } from "#app/queries/shop-figures.server.ts";
import { touchShopFigures } from "#app/store/shop-figures.server.ts";
import { storeCustomers, storeOrders, storeShop } from "#tests/factories/stored-facts.ts";

const at = (minutes: number) => new Date(Date.UTC(2026, 5, 1, 12, minutes));

let shopId: number;
let shops = 0;
let orders = 0;

beforeEach(async () => {
  shopId = await storeShop(pool, { domain: `figures-${++shops}.myshopify.com` });
  orders = 0;
  await storeCustomers(pool, shopId, [{ id: 1 }]);
  await placeOrder();
});

async function placeOrder() {
  await storeOrders(pool, shopId, [{ id: ++orders, customerId: 1, processedAt: `2026-05-0${orders}T00:00:00Z` }]);
}

const pretendSlow = () => pool.query("UPDATE shop_figures SET compute_ms = 4000 WHERE shop_id = $1", [shopId]);
const waitingJobs = async () => (await pool.query("SELECT key FROM graphile_worker.jobs WHERE key = $1", [`refresh-figures:${shopId}`])).rowCount;

describe("the figures that pages show", () => {
  it("are kept while nothing changes, for ten minutes", async () => {
    expect((await getShopFigures(shopId, at(0))).asOf).toBe(at(0).toISOString());
    expect((await getShopFigures(shopId, at(9))).asOf).toBe(at(0).toISOString());
    expect((await getShopFigures(shopId, at(10))).asOf).toBe(at(10).toISOString());
  });

  it("follow a change at once", async () => {
    expect((await getShopFigures(shopId, at(0))).summary.orders).toBe(1);
    await placeOrder();
    await touchShopFigures(pool, shopId);
    const figures = await getShopFigures(shopId, at(1));
    expect([figures.summary.orders, figures.asOf]).toEqual([2, at(1).toISOString()]);
    expect(figures.reached).toEqual([{ rank: 1, customers: 1 }, { rank: 2, customers: 1 }]);
  });

  it("of a very large shop are shown as they were, with their time, while a job brings them up to date", async () => {
    await getShopFigures(shopId, at(0));
    await pretendSlow();
    await placeOrder();
    await touchShopFigures(pool, shopId);
    const stale = await getShopFigures(shopId, at(1));
    await getShopFigures(shopId, at(2));
    expect([stale.summary.orders, stale.asOf, await waitingJobs()]).toEqual([1, at(0).toISOString(), 1]);
    // The API says how long it would rather wait than be told of a moment ago.
    expect((await getShopFigures(shopId, at(2), { patienceMs: 10_000 })).summary.orders).toBe(2);
    await placeOrder();
    await touchShopFigures(pool, shopId);
    expect(await refreshFigures(shopId, at(3))).toBe("refreshed");
    expect(await getShopFigures(shopId, at(3))).toMatchObject({ asOf: at(3).toISOString(), summary: { orders: 3 } });
    expect(await refreshFigures(shopId, at(3))).toBe("fresh");
  });

  it("are the same as those that are computed on the spot", async () => {
    const computed = await getShopFigures(shopId, at(0));
    expect(await getShopFigures(shopId, at(1))).toEqual(computed);
  });

  it("of an earlier release of the app are not shown, however fresh", async () => {
    await getShopFigures(shopId, at(0));
    await pool.query(`UPDATE shop_figures SET figures = '{"shape": 0, "figures": {"asOf": "long ago"}}' WHERE shop_id = $1`, [shopId]);
    expect((await getShopFigures(shopId, at(1))).asOf).toBe(at(1).toISOString());
  });

  it("do not lose a change that happens while they are being computed", async () => {
    await getShopFigures(shopId, at(0));
    await touchShopFigures(pool, shopId);
    // What a computation stores that began before that change.
    await pool.query("UPDATE shop_figures SET computed_at = $2 WHERE shop_id = $1", [shopId, at(2)]);
    await placeOrder();
    expect((await getShopFigures(shopId, at(3))).summary.orders).toBe(2);
  });

  it("are asked for by many at once and computed rightly for each", async () => {
    await touchShopFigures(pool, shopId);
    const answers = await Promise.all(Array.from({ length: 20 }, () => getShopFigures(shopId, at(1))));
    expect(new Set(answers.map(({ summary }) => summary.orders))).toEqual(new Set([1]));
  });

  it("of a shop that is gone are no longer brought up to date, and that is no failure", async () => {
    expect(await refreshFigures(999_999, at(0))).toBe("gone");
  });

  it("tell who moved back this week, each customer once, and nobody who stands where they stood", async () => {
    const moved = (minutes: number, from: string, to: string, customerId = 1) =>
      pool.query("INSERT INTO stage_transitions (shop_id, customer_id, from_stage, to_stage, reason, observed_at) VALUES ($1, $5, $2, $3, '{}', $4)", [shopId, from, to, at(minutes), customerId]);
    await moved(-60, "loyal", "second");
    await moved(-50, "second", "first");
    await moved(-40, "first", "second");
    await moved(-30, "champion", "loyal", 2);
    await moved(-20, "loyal", "champion", 2);
    await moved(-8 * 24 * 60, "second", "first");
    const { thisWeek, weekBefore } = await getShopFigures(shopId, at(0));
    expect([thisWeek.movedBack, weekBefore.movedBack]).toEqual([1, 1]);
    expect([thisWeek.to, thisWeek.from, weekBefore.to]).toEqual([at(0).toISOString(), at(-7 * 24 * 60).toISOString(), thisWeek.from]);
  });
});
