import type { CustomerId } from "#app/domain/ids.ts";
import { inTransaction } from "#app/platform/db.server.ts";
import { addOptOut, removeOptOut } from "#app/store/mail-opt-outs.server.ts";
import { isOffersDeclined } from "#app/store/declined-offers.server.ts";
import { lockShopFacts } from "#app/store/lock-shop-facts.server.ts";
import { findMember } from "#app/store/points.server.ts";

/** "This was a one-off; no offers, please", and its undoing: for mail and codes alike, at once. False for a customer who is unknown. */
export async function wantOffers(shopId: number, { customerId, wanted, now }: { customerId: CustomerId; wanted: boolean; now: Date }): Promise<boolean> {
  return inTransaction(async (tx) => {
    await lockShopFacts(tx, shopId);
    const memberId = await findMember(tx, shopId, customerId);
    if (!memberId) return false;
    if (!wanted) await addOptOut(tx, shopId, { customerId: memberId, kind: "invitation", reason: "one_off", now });
    // Only what was said here is taken back: whoever unsubscribed from mail stays so.
    else if (await isOffersDeclined(tx, shopId, memberId)) await removeOptOut(tx, shopId, memberId);
    return true;
  });
}
