import type { LockedTx } from "#app/platform/db.server.ts";
import { markAllDirty } from "#app/store/marked-members.server.ts";
import { touchShopFigures } from "#app/store/shop-figures.server.ts";

/** Has every member settled again and the shop's figures added up again: its money or its days are counted differently now. */
export async function countAnew(tx: LockedTx, shopId: number): Promise<void> {
  await touchShopFigures(tx, shopId);
  await markAllDirty(tx, shopId);
}
