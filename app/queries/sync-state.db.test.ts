import { beforeEach, describe, expect, it } from "vitest";
import { pool } from "#app/platform/db.server.ts";
import { storeCustomers, storeShop } from "#tests/factories/stored-facts.ts";
import { getSyncState } from "./sync-state.server.ts";

const now = new Date("2026-06-10T12:00:00Z");
let shopId: number;
let domain: string;
let shops = 0;

const read = (subject: string, state: string, startedAt = "2026-06-10T11:00:00Z") =>
  pool.query("INSERT INTO backfills (shop_id, subject, state, reason, started_at, updated_at, objects_done, objects_total) VALUES ($1, $2, $3, 'installed', $4, $4, 10, 20)", [shopId, subject, state, startedAt]);
const deliver = (id: string, state: string, receivedAt: string) =>
  pool.query("INSERT INTO inbox_events (shop_domain, webhook_id, topic, received_at, state, body) VALUES ($1, $2, 'orders/paid', $3, $4, '{}')", [domain, id, receivedAt, state]);

beforeEach(async () => {
  domain = `sync-${++shops}.myshopify.com`;
  shopId = await storeShop(pool, { domain });
});

describe("the state of the sync", () => {
  it("of a shop whose history was never read is not up to date", async () => {
    expect(await getSyncState(shopId, now)).toMatchObject({ isUpToDate: false, backfills: [], inbox: { pending: 0, parked: 0, oldestPendingAt: null }, lastOrderAt: null });
  });

  it("is up to date when all is read, scored and settled; parked deliveries do not hinder that", async () => {
    await read("customers", "done");
    await read("orders", "done");
    await deliver("a", "parked", "2026-06-10T11:00:00Z");
    await deliver("b", "done", "2026-06-10T11:00:00Z");
    expect(await getSyncState(shopId, now)).toMatchObject({ isUpToDate: true, inbox: { pending: 0, parked: 1 } });
  });

  it("waits for a read that goes on, with how far it is", async () => {
    await read("customers", "done");
    await read("orders", "done", "2026-06-01T00:00:00Z");
    await read("orders", "running");
    const sync = await getSyncState(shopId, now);
    expect(sync.isUpToDate).toBe(false);
    expect(sync.backfills).toEqual([expect.objectContaining({ subject: "customers", state: "done" }), expect.objectContaining({ subject: "orders", state: "running", done: 10, total: 20 })]);
  });

  it("waits for deliveries, and says since when the oldest does", async () => {
    await read("orders", "done");
    await deliver("a", "pending", "2026-06-10T11:58:00Z");
    await deliver("b", "pending", "2026-06-10T11:59:00Z");
    expect(await getSyncState(shopId, now)).toMatchObject({ isUpToDate: false, inbox: { pending: 2, oldestPendingAt: "2026-06-10T11:58:00.000Z" } });
  });

  it("says since when deliveries cannot be recorded by a fault of ours", async () => {
    expect((await getSyncState(shopId, now)).inbox.failingSince).toBeNull();
    await pool.query("UPDATE shops SET deliveries_failing_since = '2026-06-10T11:30:00Z' WHERE id = $1", [shopId]);
    expect((await getSyncState(shopId, now)).inbox.failingSince).toBe("2026-06-10T11:30:00.000Z");
  });

  it("waits for customers who are not scored yet, or whose time has come", async () => {
    await read("orders", "done");
    await storeCustomers(pool, shopId, [{ id: 1 }, { id: 2 }, { id: 3 }]);
    await pool.query("UPDATE customers SET dirty_since = $2 WHERE shop_id = $1 AND customer_id = 1", [shopId, now]);
    await pool.query("UPDATE customers SET next_due_at = $2 WHERE shop_id = $1 AND customer_id = 2", [shopId, now]);
    await pool.query("UPDATE customers SET next_due_at = '2027-01-01' WHERE shop_id = $1 AND customer_id = 3", [shopId]);
    expect(await getSyncState(shopId, now)).toMatchObject({ isUpToDate: false, unsettledCustomers: 2 });
  });

  it("tells the last comparison of each kind that came to its end", async () => {
    const compare = (kind: string, startedAt: string, finishedAt: string | null, failure: string | null = null) =>
      pool.query("INSERT INTO reconciliations (shop_id, kind, started_at, finished_at, orders_checked, orders_differing, failure) VALUES ($1, $2, $3, $4, 18532, 0, $5)", [shopId, kind, startedAt, finishedAt, failure]);
    await compare("ids", "2026-06-07T03:00:00Z", "2026-06-07T03:05:00Z");
    await compare("updated", "2026-06-10T03:00:00Z", "2026-06-10T03:10:00Z");
    await compare("updated", "2026-06-10T04:00:00Z", "2026-06-10T04:10:00Z", "Shopify did not answer.");
    await compare("updated", "2026-06-10T05:00:00Z", null);
    const { reconciliations } = await getSyncState(shopId, now);
    expect(reconciliations.map(({ kind, finishedAt, ordersChecked, ordersDiffering }) => [kind, finishedAt, ordersChecked, ordersDiffering])).toEqual([
      ["updated", "2026-06-10T03:10:00.000Z", 18_532, 0],
      ["ids", "2026-06-07T03:05:00.000Z", 18_532, 0],
    ]);
  });
});
