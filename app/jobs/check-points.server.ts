import { inTransaction, pool } from "#app/platform/db.server.ts";
import { logger } from "#app/platform/logger.server.ts";
import { checkPointsOf, enqueueJob } from "#app/store/jobs.server.ts";
import { isPointsCheckDue, savePointsCheck } from "#app/store/points-checks.server.ts";
import { listPointsDifferences, type DifferenceKind } from "#app/store/points-differences.server.ts";
import { listShopsServed } from "./list-shops-served.server.ts";

// Adds up every entry of the shop, beside whatever else is going on.
const LOOK_MS_MAX = 10 * 60_000;

/**
 * Compares what stands beside the ledger with the ledger and notes what differs. Changes no points: the ledger wins, and
 * `rebuild-points` writes the rest anew from it. Answers how many differences there are.
 */
export async function checkPoints(shopId: number, now: Date): Promise<number> {
  const startedMs = performance.now();
  const differences = await inTransaction((tx) => listPointsDifferences(tx, shopId), { statementTimeoutMs: LOOK_MS_MAX });
  const tookMs = performance.now() - startedMs;
  const countOf = (kind: DifferenceKind) => differences.filter((one) => one.kind === kind).length;
  const differing = { balance: countOf("balance"), lots: countOf("lots"), lot: countOf("lot"), booking: countOf("booking") };
  await savePointsCheck(pool, shopId, { checkedAt: now, differing, membersDiffering: new Set(differences.map(({ customerId }) => customerId)).size, tookMs });
  // Counts only: an id with its points would say something of a person.
  if (differences.length > 0) logger.error({ shopId, differing }, "balances beside the ledger differ from it; the job rebuild-points mends them");
  return differences.length;
}

/** By calendar: every shop whose ledger was not looked through just now for its size, spread over ten minutes. */
export async function startPointsChecks(now: Date): Promise<void> {
  for (const { id: shopId } of await listShopsServed("check-points")) {
    if (!(await isPointsCheckDue(pool, shopId, now))) continue;
    const runAt = new Date(now.getTime() + (shopId % 600) * 1_000);
    await enqueueJob(pool, checkPointsOf(shopId, runAt));
  }
}
