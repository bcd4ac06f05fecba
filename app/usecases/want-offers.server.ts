import type { CustomerId } from "#app/domain/ids.ts";
import { allowOffers, declineOffers } from "#app/store/declined-offers.server.ts";
import { CLICK_PATIENCE_MS, holdShopFacts } from "#app/store/lock-shop-facts.server.ts";
import { findMember } from "#app/store/find-members.server.ts";

/** "This was a one-off; no offers, please", and its undoing: for mail and codes alike, at once. False for a customer who is unknown. */
export async function wantOffers(shopId: number, { customerId, wanted, now }: { customerId: CustomerId; wanted: boolean; now: Date }): Promise<boolean> {
  return holdShopFacts(shopId, CLICK_PATIENCE_MS, async (tx) => {
    const memberId = await findMember(tx, shopId, customerId);
    if (!memberId) return false;
    if (wanted) await allowOffers(tx, shopId, memberId);
    else await declineOffers(tx, shopId, { customerId: memberId, now });
    return true;
  });
}
