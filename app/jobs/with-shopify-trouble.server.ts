import { logger } from "#app/platform/logger.server.ts";
import { ReopenNeededError, ShopGoneError, ThrottledError } from "#app/shopify/errors.ts";
import type { Shop } from "#app/store/shops.server.ts";

const WAIT_MIN_MS = 1_000;
const WAIT_MS_MAX = 30_000;

/** Whether work ran to its end, why it rests until the shop comes back, or for how long Shopify put it off. */
export type WorkOutcome = { outcome: "done" } | { outcome: "reopen_needed" } | { outcome: "shop_gone" } | { outcome: "throttled"; waitMs: number };

/**
 * Where trouble with Shopify ends that nothing nearer to the call could deal with. A shop that is gone or must be opened again
 * ends the work quietly, since it is taken up when it comes back; so does throttling, and whoever asked for the work asks again
 * after the wait (1 to 30 s): every job goes on where it stood. Everything else is thrown, and the job is tried again with growing pauses.
 */
export async function withShopifyTrouble(shop: Shop, work: () => Promise<void>): Promise<WorkOutcome> {
  try {
    await work();
    return { outcome: "done" };
  } catch (error) {
    if (error instanceof ThrottledError) return { outcome: "throttled", waitMs: Math.min(WAIT_MS_MAX, Math.max(WAIT_MIN_MS, error.waitMs)) };
    if (!(error instanceof ReopenNeededError || error instanceof ShopGoneError)) throw error;
    logger.warn({ shopId: shop.id, reason: error.name }, "work for a shop rests");
    return { outcome: error instanceof ReopenNeededError ? "reopen_needed" : "shop_gone" };
  }
}
