import { prisma } from "#app/platform/db.server.ts";

/** Puts the set-up card of Home away for this shop. A second call keeps the time of the first. */
export async function dismissSetUp(shopId: number, now: Date): Promise<void> {
  await prisma.shop.updateMany({ where: { id: shopId, setUpDismissedAt: null }, data: { setUpDismissedAt: now } });
}
