import { expect } from "vitest";
import { pool } from "#app/platform/db.server.ts";
import { seededRandom } from "#standin/webhooks/seeded-random.ts";
import { checkLiability } from "./check-liability.ts";
import { checkPoints } from "./check-points.ts";
import { checkRebuilt } from "./check-rebuilt.ts";
import { livePoints, readNets, type Lived } from "./live-points.ts";
import type { PointsLife, PointsStep } from "./points-timeline.ts";

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
    late: life.steps.some((step) => isTiedToItsMoment(step, life)) ? undefined : await livePoints(life, "late", { random: seededRandom(life.dice) }),
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

// An event of a customer whose first delivery has not come is refused, so its points, which may lift to a tier, depend on what was heard by then.
const isTiedToItsMoment = ({ kind }: PointsStep, { tierBasis }: PointsLife): boolean => kind === "redact" || (kind === "event" && tierBasis === "points");

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
  await checkRebuilt(shop.id);
  const { rows } = await pool.query("SELECT redemption_id FROM redemptions r WHERE shop_id = $1 AND (SELECT count(*) FROM ledger_entries e WHERE e.shop_id = $1 AND e.key = 'redeem:' || redemption_id) <> 1", [shop.id]);
  expect(rows, "redemptions without their one debit").toEqual([]);
  return entries;
}
