import { expect, it, vi } from "vitest";
import { inTransaction, pool, type Tx } from "#app/platform/db.server.ts";
import { FORM_PATIENCE_MS, holdShopFacts, lockShopFacts } from "#app/store/lock-shop-facts.server.ts";
import { settleDueOf } from "#app/store/jobs.server.ts";
import { isMarkingOpen, markAllDirty } from "#app/store/marked-members.server.ts";
import { markDirty } from "#app/store/write-stages.server.ts";
import { openHistory } from "#app/usecases/load-history.server.ts";
import { holdingShopFacts } from "#tests/factories/holding-shop-facts.ts";
import { storeCustomers, storeOrders, storeShop } from "#tests/factories/stored-facts.ts";
import { TASKS } from "./registry.server.ts";
import { settleDue, settleInTurn } from "./settle-due.server.ts";

const NOW = new Date("2026-04-01T00:00:00Z");
const PLACED_AT = "2026-03-01T00:00:00Z";
const MEMBERS = 4_400;
const ids = Array.from({ length: MEMBERS }, (_, index) => index + 1);

async function storeCrowd(domain: string): Promise<number> {
  const shopId = await storeShop(pool, { domain });
  await storeCustomers(pool, shopId, ids.map((id) => ({ id })));
  await storeOrders(pool, shopId, ids.flatMap((id) => Array.from({ length: id % 3 }, (_, n) => ({ id: id * 10 + n, customerId: id, processedAt: PLACED_AT }))));
  await holdingShopFacts(shopId, (tx) => markAllDirty(tx, shopId));
  return shopId;
}

const wrong = async (shopId: number) =>
  (await pool.query("SELECT customer_id FROM customers WHERE shop_id = $1 AND (dirty_since IS NOT NULL OR order_count <> customer_id % 3 + CASE WHEN customer_id <= 50 THEN 1 ELSE 0 END)", [shopId])).rows;

it("a crowd is settled whole, and deliveries that come meanwhile are waited for and counted", async () => {
  const shopId = await storeCrowd("crowd.myshopify.com");
  const deliver = (id: number) =>
    inTransaction(async (client) => {
      const tx = await lockShopFacts(client, shopId);
      await storeOrders(tx, shopId, [{ id: id * 10 + 5, customerId: id, processedAt: PLACED_AT }]);
      await markDirty(tx, shopId, { customerIds: [String(id)], now: NOW });
    });
  const settling = settleDue(shopId, NOW);
  for (const id of ids.slice(0, 50)) await deliver(id);
  await settling;
  await settleDue(shopId, NOW);
  expect(await wrong(shopId)).toEqual([]);
});

it("once a crowd is settled the planner knows of its points", async () => {
  await settleDue(await storeCrowd("known.myshopify.com"), NOW);
  const { rows } = await pool.query("SELECT relname FROM pg_class WHERE relname IN ('ledger_entries', 'lots', 'order_bookings', 'member_points', 'member_tiers') AND reltuples < 0");
  expect(rows).toEqual([]);
});

it("a half that fails says so when the other has ended, and the next call settles the rest", async () => {
  const shopId = await storeCrowd("stumbling.myshopify.com");
  await storeOrders(pool, shopId, ids.slice(0, 50).map((id) => ({ id: id * 10 + 5, customerId: id, processedAt: PLACED_AT })));
  await pool.query(
    `CREATE FUNCTION stumble() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the database stumbled'; END $$;
     CREATE TRIGGER stumble BEFORE UPDATE ON customers FOR EACH ROW WHEN (OLD.customer_id = ${MEMBERS}) EXECUTE FUNCTION stumble()`,
  );
  await expect(settleDue(shopId, NOW)).rejects.toThrow("the database stumbled");
  const settled = await pool.query("SELECT 1 FROM customers WHERE shop_id = $1 AND customer_id <= $2 AND dirty_since IS NULL", [shopId, MEMBERS / 2]);
  expect(settled.rowCount).toBe(MEMBERS / 2);
  await pool.query("DROP TRIGGER stumble ON customers");
  await settleDue(shopId, NOW);
  expect(await wrong(shopId)).toEqual([]);
});

it("who clicks while many are settled comes in between, after some of them", async () => {
  const shopId = await storeShop(pool, { domain: "clicked.myshopify.com" });
  const some = ids.slice(0, 600);
  await storeCustomers(pool, shopId, some.map((id) => ({ id })));
  await holdingShopFacts(shopId, (tx) => markDirty(tx, shopId, { customerIds: some.map(String), now: NOW }));
  await pool.query(
    `CREATE FUNCTION take_long() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(0.005); RETURN NEW; END $$;
     CREATE TRIGGER take_long BEFORE UPDATE ON customers FOR EACH ROW WHEN (OLD.shop_id = ${shopId}) EXECUTE FUNCTION take_long()`,
  );
  const countLeft = async (tx: Tx) => (await tx.query<{ left: number }>("SELECT count(*)::int AS left FROM customers WHERE shop_id = $1 AND dirty_since IS NOT NULL", [shopId])).rows[0]?.left;
  const settling = settleDue(shopId, NOW);
  const isHeld = async () => (await pool.query("SELECT FROM pg_locks WHERE locktype = 'advisory' AND objid = $1 AND granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())", [shopId])).rowCount;
  await vi.waitFor(async () => expect(await isHeld()).toBe(1));
  expect(await holdShopFacts(shopId, FORM_PATIENCE_MS, countLeft)).toBeGreaterThan(0);
  await settling;
  await pool.query("DROP TRIGGER take_long ON customers");
  const batches = await pool.query<{ members: number }>("SELECT count(*)::int AS members FROM customers WHERE shop_id = $1 AND settled_at IS NOT NULL GROUP BY xmin", [shopId]);
  // As each takes 5 ms and more: a hundred to begin with, and then 60 and fewer.
  expect(batches.rows.map((row) => row.members).toSorted((a, b) => b - a).slice(0, 2)).toEqual([100, expect.toSatisfy((members: number) => members <= 60)]);
});

const countDirty = async (shopId: number) => (await pool.query("SELECT FROM customers WHERE shop_id = $1 AND dirty_since IS NOT NULL", [shopId])).rowCount;

it("a crowd is settled in turns where others wait, and each turn says whether somebody is left", async () => {
  const shopId = await storeCrowd("patient.myshopify.com");
  const left: (number | null)[] = [];
  while (await settleInTurn(shopId, { clock: () => NOW, isTurnOver: () => true })) left.push(await countDirty(shopId));
  // Two thousand of each half and then a hundred; the rest is no crowd.
  expect(left.slice(0, 2)).toEqual([300, 200]);
  expect(await countDirty(shopId)).toBe(0);
});

it("a job that settles and whose turn ends asks for itself again", async () => {
  const shopId = await storeShop(pool, { domain: "in-turn.myshopify.com" });
  await storeCustomers(pool, shopId, ids.slice(0, 150).map((id) => ({ id })));
  const asked = async () => (await pool.query("SELECT FROM graphile_worker.jobs WHERE key = $1", [`settle-due:${shopId}`])).rowCount;
  await holdingShopFacts(shopId, (tx) => markDirty(tx, shopId, { customerIds: ids.slice(0, 150).map(String), now: NOW }));
  await pool.query("SELECT graphile_worker.remove_job($1)", [`settle-due:${shopId}`]);
  try {
    let working: unknown;
    await holdingShopFacts(shopId, async () => {
      working = TASKS["settle-due"]!({ shopId }, {} as never);
      await vi.waitFor(async () => expect((await pool.query("SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'advisory'")).rowCount).toBe(1));
      vi.setSystemTime(Date.now() + 60_000);
    });
    await working;
  } finally {
    vi.useRealTimers();
  }
  expect(await countDirty(shopId)).toBe(50);
  expect(await asked()).toBe(1);
  await pool.query("SELECT graphile_worker.remove_job($1)", [`settle-due:${shopId}`]);
  await TASKS["settle-due"]!({ shopId }, {} as never);
  expect([await countDirty(shopId), await asked()]).toEqual([0, 0]);
});

it("a read of history, which settles everybody itself, asks for no second job that would do so beside it", async () => {
  const id = await storeShop(pool, { domain: "history.myshopify.com" });
  await storeCustomers(pool, id, [{ id: 1 }]);
  await pool.query("UPDATE shops SET granted_scopes = ARRAY['read_orders', 'read_all_orders'] WHERE id = $1", [id]);
  await pool.query("INSERT INTO backfills (shop_id, subject, state, reason, started_at, updated_at) SELECT $1, s, 'settling', 'installed', now(), now() FROM unnest(ARRAY['customers', 'orders']) s", [id]);
  await openHistory(id, NOW);
  expect(await isMarkingOpen(pool, id)).toBe(true);
  expect((await pool.query("SELECT FROM graphile_worker.jobs WHERE key = $1", [settleDueOf(id).key])).rowCount).toBe(0);
});
