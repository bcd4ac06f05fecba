import { inTransaction } from "#app/platform/db.server.ts";
import { lockShopFacts } from "#app/store/lock-shop-facts.server.ts";
import { listEnded } from "#app/store/redemptions.server.ts";
import { startRelease } from "./settle-redemptions.server.ts";

const BATCH = 200;

/** Starts the way back for codes that nobody used by their end, in batches. Answers how many. */
export async function endRedemptions(shopId: number, now: Date): Promise<number> {
  for (let ended = 0; ; ) {
    const count = await inTransaction(async (client) => {
      const tx = await lockShopFacts(client, shopId);
      const redemptions = await listEnded(tx, shopId, { now, limit: BATCH });
      for (const redemption of redemptions) await startRelease(tx, shopId, { redemption, because: "unused", now });
      return redemptions.length;
    });
    ended += count;
    if (count < BATCH) return ended;
  }
}
