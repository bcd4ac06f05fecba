import { expect } from "vitest";
import type { Tx } from "#app/platform/db.server.ts";
import { rebuildMembers } from "#app/usecases/rebuild-points.server.ts";
import { holdingShopFacts } from "./holding-shop-facts.ts";

/** Balances, debts, lots and bookings written anew from the ledger are those that were lived. */
export async function checkRebuilt(shopId: number): Promise<void> {
  const undo = new Error("undo");
  await holdingShopFacts(shopId, async (tx) => {
    const lived = await readProjections(tx, shopId);
    const { rows } = await tx.query<{ id: string }>("SELECT customer_id::text AS id FROM customers WHERE shop_id = $1", [shopId]);
    await rebuildMembers(tx, shopId, { customerIds: rows.map(({ id }) => id), now: new Date() });
    expect(await readProjections(tx, shopId), "rebuilt from the ledger").toEqual(lived);
    throw undo;
  }).catch((error: unknown) => {
    if (error !== undo) throw error;
  });
}

async function readProjections(tx: Tx, shopId: number): Promise<unknown[]> {
  const lots = await tx.query("SELECT customer_id, key, order_id, points, left_points, redeemed_points, expired_points, expires_on::text, credited_at FROM lots WHERE shop_id = $1 ORDER BY key", [shopId]);
  const bookings = await tx.query(
    `SELECT customer_id, order_id, pending_points, credited_points, reversed_points, waived_points, compensated_points, entries FROM order_bookings
     WHERE shop_id = $1 AND entries > 0 ORDER BY customer_id, order_id`, [shopId]);
  const members = await tx.query("SELECT customer_id, pending_points, settled_points, debt_points FROM member_points WHERE shop_id = $1 AND (pending_points <> 0 OR settled_points <> 0 OR debt_points <> 0) ORDER BY 1", [shopId]);
  return [lots.rows, bookings.rows, members.rows];
}
