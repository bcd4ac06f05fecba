import { now as clock } from "#app/platform/clock.server.ts";
import { pool } from "#app/platform/db.server.ts";
import { findShopByDomain } from "#app/store/shops.server.ts";
import { BY_HAND, forShopNow } from "./registry.server.ts";
import type { WorkOutcome } from "./with-shopify-trouble.server.ts";

export type RunByHand = { outcome: WorkOutcome } | { outcome: "unknown_job" } | { outcome: "unknown_shop" };

/** Runs a job of one shop in this process, to its end: its time stands still at `asOf`, or at the present, so that no turn is ever over. A shop that cannot be asked is left alone, and that is said. */
export async function runJobByHand({ name, shopDomain, asOf }: { name: string; shopDomain: string; asOf: Date | undefined }): Promise<RunByHand> {
  const job = BY_HAND[name];
  if (!job) return { outcome: "unknown_job" };
  const shop = await findShopByDomain(pool, shopDomain);
  if (!shop) return { outcome: "unknown_shop" };
  return { outcome: await forShopNow(shop, (working) => job(working, asOf ?? clock())) };
}
