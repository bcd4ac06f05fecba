import { setTimeout as wait } from "node:timers/promises";
import { now as clock } from "#app/platform/clock.server.ts";
import { pool } from "#app/platform/db.server.ts";
import { abandonReconciliations } from "#app/store/reconciliations.server.ts";
import { findShopByDomain } from "#app/store/shops.server.ts";
import { BY_HAND, runForShop } from "./registry.server.ts";
import type { WorkOutcome } from "./with-shopify-trouble.server.ts";

/** So often is waited for Shopify's allowance before somebody at a keyboard is told. */
const WAITS_MAX = 20;

export type RunByHand = { outcome: WorkOutcome["outcome"] | "unknown_job" | "unknown_shop" };

/**
 * Runs a job of one shop in this process, to its end: its time stands still at `at`, or at the present, and no turn is ever over.
 * A comparison begins anew. A shop that is gone, or cannot be asked what the job needs to know, is left alone, and that is said.
 */
export async function runJobByHand({ name, shopDomain, at }: { name: string; shopDomain: string; at: Date | undefined }): Promise<RunByHand> {
  const job = BY_HAND[name];
  if (!job) return { outcome: "unknown_job" };
  const shop = await findShopByDomain(pool, shopDomain);
  if (!shop) return { outcome: "unknown_shop" };
  if (name.startsWith("reconcile")) await abandonReconciliations(pool, shop.id);
  const stillAt = at ?? clock();
  const run = { clock: () => stillAt, isTurnOver: () => false };
  for (let waits = 0; ; waits += 1) {
    const worked = await runForShop(job, shop, run);
    if (worked.outcome !== "throttled" || waits === WAITS_MAX) return { outcome: worked.outcome };
    await wait(worked.waitMs);
  }
}
