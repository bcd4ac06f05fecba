import { expect } from "vitest";
import { pool, type Tx } from "#app/platform/db.server.ts";
import { rebuildMembers } from "#app/usecases/rebuild-points.server.ts";
import { seededRandom } from "#standin/webhooks/seeded-random.ts";
import { checkLiability } from "./check-liability.ts";
import { checkPoints } from "./check-points.ts";
import { holdingShopFacts } from "./holding-shop-facts.ts";
import { livePoints, readNets, type Lived } from "./live-points.ts";
import type { PointsLife } from "./points-timeline.ts";

/**
 * Lives histories at the same time, as so many shops in one database whose customers, orders and keys have the same ids, each
 * history three ways. Between two observations any order and repetition of deliveries gives the same balances; across them
 * every order comes to the same sum, and what has settled changes by its own facts only. In each shop, once all have lived,
 * ledger, projections, liability of every day and a recomputation from the facts agree. Answers the entries that were compared.
 */
export async function checkPointsLives(lives: PointsLife[]): Promise<number> {
  const lived = await together(lives, async (life) => ({
    life,
    told: await livePoints(life, "asTold", { random: seededRandom(life.dice) }),
    mixed: await livePoints(life, "mixed", { random: seededRandom(life.dice) }),
    late: life.steps.some(({ kind }) => kind === "redact") ? undefined : await livePoints(life, "late", { random: seededRandom(life.dice) }),
  }));
  const entries = await together(lived, async ({ life, told, mixed, late }) => {
    expect(mixed.balances, `balances, with deliveries mixed and repeated between observations, of ${JSON.stringify(life)}`).toEqual(told.balances);
    if (late) expect(await readNets(late), `what each order comes to, with deliveries late, of ${JSON.stringify(life)}`).toEqual(await readNets(told));
    let compared = 0;
    for (const one of late ? [told, mixed, late] : [told, mixed]) compared += await checkAtRest(one);
    return compared;
  });
  return entries.reduce((sum, one) => sum + one, 0);
}

/** Works on all of them at the same time, and ends when all have ended, also when one fails. */
async function together<One, Done>(all: One[], work: (one: One) => Promise<Done>): Promise<Done[]> {
  const ended = await Promise.allSettled(all.map(work));
  return ended.map((one) => {
    if (one.status === "rejected") throw one.reason;
    return one.value;
  });
}

async function checkAtRest({ shop }: Lived): Promise<number> {
  const { entries } = await checkPoints(shop.id);
  await checkLiability(shop);
  await expectRebuiltTheSame(shop.id);
  const { rows } = await pool.query("SELECT redemption_id FROM redemptions r WHERE shop_id = $1 AND (SELECT count(*) FROM ledger_entries e WHERE e.shop_id = $1 AND e.key = 'redeem:' || redemption_id) <> 1", [shop.id]);
  expect(rows, "redemptions without their one debit").toEqual([]);
  return entries;
}

/** Balances, debts, lots and bookings written anew from the ledger are those that were lived. */
async function expectRebuiltTheSame(shopId: number): Promise<void> {
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
