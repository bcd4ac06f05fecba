import { afterAll, beforeAll, expect, it } from "vitest";
import { pool } from "#app/platform/db.server.ts";
import { placeOrder } from "#standin/shop/place-order.ts";
import { openLab, type Lab } from "#tests/factories/shop-lab.ts";
import { rereadOrders } from "./reread-orders.server.ts";

const ORDERS = 120;

let lab: Lab;

beforeAll(async () => {
  lab = await openLab();
});
afterAll(() => lab.stop());

/** How many rows the pool's statements about orders to be read again answered while `work` ran. */
async function listedDuring(work: () => Promise<unknown>): Promise<number> {
  const real = pool.query.bind(pool) as (...asked: unknown[]) => Promise<{ rows: unknown[] }>;
  let listed = 0;
  const counting = async (...asked: unknown[]) => {
    const answer = await real(...asked);
    if (String(asked[0]).includes("reread_needed_at IS NOT NULL")) listed += answer.rows.length;
    return answer;
  };
  Object.assign(pool, { query: counting });
  try {
    await work();
    return listed;
  } finally {
    Object.assign(pool, { query: real });
  }
}

it("orders that ask to be read again are each listed and read once, however many ask, and a turn that is over leaves the rest to the next", async () => {
  const gifts = lab.shop("gifts.myshopify.com");
  for (let index = 0; index < ORDERS; index += 1) placeOrder(gifts.house.shop, { customer: { email: "ann@example.com" }, totalMinor: 1_000, createdAt: new Date(Date.now() - index * 60_000).toISOString() });
  gifts.takeTold();
  const shop = await gifts.install();
  await gifts.readHistory();
  await pool.query("UPDATE orders SET reread_needed_at = now() - interval '1 minute', total_minor = 7 WHERE shop_id = $1", [shop.id]);
  expect(await rereadOrders(shop, () => true)).toBe(50);
  expect((await pool.query("SELECT 1 FROM graphile_worker.jobs WHERE key = $1", [`reread-orders:${shop.id}`])).rowCount).toBe(1);
  let read = 0;
  const listed = await listedDuring(async () => {
    read = await rereadOrders(shop);
  });
  expect({ read, listed }).toEqual({ read: ORDERS - 50, listed: ORDERS - 50 });
  expect((await pool.query("SELECT 1 FROM orders WHERE shop_id = $1 AND (reread_needed_at IS NOT NULL OR total_minor <> 1000)", [shop.id])).rowCount).toBe(0);
});
