import { enqueueJob, settleDueOf } from "#app/store/jobs.server.ts";
import { CLICK_PATIENCE_MS, holdShopFacts } from "#app/store/lock-shop-facts.server.ts";
import { markActionGiven, markActionOpen } from "#app/store/nth-order-actions.server.ts";
import { markDirty } from "#app/store/write-stages.server.ts";

/** `gone`: somebody else was first, or the gift's order does not count any more. */
export type HandOver = { outcome: "given" | "open_again" | "gone" };

/** Notes that staff handed a gift over; from then on it stays given, whatever becomes of its order. */
export async function handOverGift(shopId: number, id: string, { by, now }: { by: string; now: Date }): Promise<HandOver> {
  return holdShopFacts(shopId, CLICK_PATIENCE_MS, async (tx): Promise<HandOver> => {
    return { outcome: (await markActionGiven(tx, shopId, { id, by, now })) ? "given" : "gone" };
  });
}

/** Takes that note back. The member is settled again, because the gift's order may not count any more. */
export async function undoHandOver(shopId: number, id: string, now: Date): Promise<HandOver> {
  return holdShopFacts(shopId, CLICK_PATIENCE_MS, async (tx): Promise<HandOver> => {
    const customerId = await markActionOpen(tx, shopId, id);
    if (customerId === undefined) return { outcome: "gone" };
    await markDirty(tx, shopId, { customerIds: [customerId], now });
    await enqueueJob(tx, settleDueOf(shopId));
    return { outcome: "open_again" };
  });
}
