import { missingScopesForSummary } from "#app/domain/summary/summary-scopes.ts";
import { now as clock } from "#app/platform/clock.server.ts";
import { pool } from "#app/platform/db.server.ts";
import { enqueueJob, pushSummariesOf } from "#app/store/jobs.server.ts";
import { isPushDue } from "#app/store/member-summaries.server.ts";
import { listShopsServed } from "./list-shops-served.server.ts";

// Four looks a minute: what an order caused is in Shopify well within one.
const LOOKS_MS = [15_000, 30_000, 45_000];

/** Every minute: asks for three more looks within it, and looks itself. */
export async function startSummaries(): Promise<void> {
  const now = clock().getTime();
  for (const afterMs of LOOKS_MS) await enqueueJob(pool, { name: "look-for-summaries", payload: {}, key: `look-for-summaries:${afterMs}`, runAt: new Date(now + afterMs) });
  await lookForSummaries();
}

/** Asks for a push in every shop where somebody waits, a bulk operation is under way, or another version has come into force. */
export async function lookForSummaries(): Promise<void> {
  for (const { id: shopId, grantedScopes } of await listShopsServed("push-summaries")) {
    if (missingScopesForSummary(grantedScopes).length > 0 || !(await isPushDue(pool, shopId, clock()))) continue;
    await enqueueJob(pool, pushSummariesOf(shopId));
  }
}
