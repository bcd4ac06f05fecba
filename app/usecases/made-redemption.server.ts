import { pool } from "#app/platform/db.server.ts";
import { lookUntil } from "#app/platform/look-until.server.ts";
import { findRedemption } from "#app/store/redemptions.server.ts";

/** Waits a moment for Shopify's answer about a redemption, so that most customers see their code at once. */
export async function madeRedemption(shopId: number, redemptionId: string): Promise<void> {
  await lookUntil(() => findRedemption(pool, shopId, redemptionId), (redemption) => redemption?.state !== "issuing");
}
