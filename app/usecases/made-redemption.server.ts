import { pool } from "#app/platform/db.server.ts";
import { findRedemption } from "#app/store/redemptions.server.ts";

const PATIENCE_MS = 1_500;
const LOOK_MS = 50;

/** Waits a moment for Shopify's answer about a redemption, so that most customers see their code at once. */
export async function madeRedemption(shopId: number, redemptionId: string): Promise<void> {
  const untilMs = performance.now() + PATIENCE_MS;
  while (performance.now() < untilMs && (await findRedemption(pool, shopId, redemptionId))?.state === "issuing") await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
}
