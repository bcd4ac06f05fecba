import { expect } from "vitest";
import { pool } from "#app/platform/db.server.ts";
import { seededRandom } from "#standin/webhooks/seeded-random.ts";
import { checkLiability } from "./check-liability.ts";
import { checkPoints } from "./check-points.ts";
import { livePoints, readNets, type Lived } from "./live-points.ts";
import type { PointsLife } from "./points-timeline.ts";

/**
 * Lives one history three ways. Between two observations any order and repetition of deliveries gives the same balances;
 * across them every order comes to the same sum. In each, ledger, projections, liability of every day and a recomputation
 * from the facts agree. Answers the entries that were compared.
 */
export async function checkPointsLife(life: PointsLife): Promise<number> {
  const told = await livePoints(life, "asTold", seededRandom(life.dice));
  const mixed = await livePoints(life, "mixed", seededRandom(life.dice));
  expect(mixed.balances, "balances, with deliveries mixed and repeated between observations").toEqual(told.balances);
  const ways = [told, mixed];
  if (!life.steps.some(({ kind }) => kind === "redact")) {
    const late = await livePoints(life, "late", seededRandom(life.dice));
    expect(await readNets(late), "what each order comes to, with deliveries late").toEqual(await readNets(told));
    ways.push(late);
  }
  let entries = 0;
  for (const lived of ways) entries += await checkAtRest(lived);
  return entries;
}

async function checkAtRest({ shop }: Lived): Promise<number> {
  const { entries } = await checkPoints(shop.id);
  await checkLiability(shop);
  const { rows } = await pool.query("SELECT redemption_id FROM redemptions r WHERE shop_id = $1 AND (SELECT count(*) FROM ledger_entries e WHERE e.shop_id = $1 AND e.key = 'redeem:' || redemption_id) <> 1", [shop.id]);
  expect(rows, "redemptions without their one debit").toEqual([]);
  return entries;
}
