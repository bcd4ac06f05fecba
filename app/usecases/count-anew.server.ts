import type { LockedTx } from "#app/platform/db.server.ts";
import { enqueueJob, settleDueOf } from "#app/store/jobs.server.ts";
import { touchShopFigures } from "#app/store/shop-figures.server.ts";
import { markAllDirty } from "#app/store/write-stages.server.ts";

/** Has every member settled again and the shop's figures added up again: its money or its days are counted differently now. */
export async function countAnew(tx: LockedTx, shopId: number, now: Date): Promise<void> {
  await touchShopFigures(tx, shopId, now);
  await markAllDirty(tx, shopId);
  await enqueueJob(tx, settleDueOf(shopId));
}
