import { setTimeout as wait } from "node:timers/promises";
import { logger } from "#app/platform/logger.server.ts";
import { ReopenNeededError, ShopGoneError, ThrottledError } from "#app/shopify/errors.ts";
import type { Shop } from "#app/store/shops.server.ts";

const WAIT_MS_MAX = 30_000;
const WAITS_MAX = 20;

/** Whether work ran to its end, or why it rests until the shop comes back. */
export type WorkOutcome = "done" | "reopen_needed" | "shop_gone";

/**
 * Where trouble with Shopify ends that nothing nearer to the call could deal with. Throttling is waited out; a shop that is
 * gone or must be opened again ends the job quietly, since its work is taken up when it comes back: the answer says so; everything else is thrown,
 * and the job is tried again with growing pauses.
 */
export async function withShopifyTrouble(shop: Shop, work: () => Promise<void>): Promise<WorkOutcome> {
  try {
    await waitingOutThrottling(work);
    return "done";
  } catch (error) {
    if (!(error instanceof ReopenNeededError || error instanceof ShopGoneError)) throw error;
    logger.warn({ shopId: shop.id, reason: error.name }, "work for a shop rests");
    return error instanceof ReopenNeededError ? "reopen_needed" : "shop_gone";
  }
}

/** Does work again, from its start, after the time for which Shopify asks to wait. For one step of a long way: the steps before it stay done. */
export async function waitingOutThrottling<T>(work: () => Promise<T>): Promise<T> {
  for (let waits = 0; ; waits += 1) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof ThrottledError) || waits >= WAITS_MAX) throw error;
      await wait(Math.min(error.waitMs, WAIT_MS_MAX));
    }
  }
}
