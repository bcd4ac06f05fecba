import { horizonFor } from "#app/domain/history-horizon.ts";
import { inTransaction } from "#app/platform/db.server.ts";
import { openBackfill } from "#app/store/backfills.server.ts";
import { advanceBackfillOf, enqueueJob } from "#app/store/jobs.server.ts";
import { getShop } from "#app/store/shops.server.ts";

/** Reads a shop's history again, after a read failed or because somebody asks. One that is under way goes on instead. */
export async function startBackfill(shopId: number, now: Date): Promise<void> {
  await inTransaction(async (tx) => {
    const shop = await getShop(tx, shopId);
    const readableSince = horizonFor(shop.grantedScopes, now);
    const horizonAt = readableSince && (shop.historyHorizonAt ?? readableSince);
    await openBackfill(tx, shopId, { reason: "asked for", horizonAt, now });
    await enqueueJob(tx, advanceBackfillOf(shopId));
  });
}
