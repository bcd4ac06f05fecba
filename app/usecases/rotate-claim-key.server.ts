import { addClaimKey } from "#app/store/claim-keys.server.ts";
import { markLinkChecked } from "#app/store/confirmation-settings.server.ts";
import { FORM_PATIENCE_MS, holdShopFacts } from "#app/store/lock-shop-facts.server.ts";
import { getShop } from "#app/store/shops.server.ts";

/** Makes a new key for the links of order confirmations. The snippet has to be pasted anew; mails already sent go on working. */
export async function rotateClaimKey(shopId: number, now: Date): Promise<void> {
  await holdShopFacts(shopId, FORM_PATIENCE_MS, async (tx) => {
    await addClaimKey(tx, await getShop(tx, shopId), now);
    await markLinkChecked(tx, shopId, null);
  });
}
