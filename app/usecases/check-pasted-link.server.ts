import { checkClaimLink, type LinkCheck } from "#app/domain/confirmation/check-claim-link.ts";
import { pool } from "#app/platform/db.server.ts";
import { listClaimKeys } from "#app/store/claim-keys.server.ts";
import { markLinkChecked } from "#app/store/confirmation-settings.server.ts";
import { claimSignature } from "./claim-code.server.ts";

/** Compares the link of a test mail with what it should be; one that is right is remembered. */
export async function checkPastedLink(shop: { id: number; domain: string }, { pasted, now }: { pasted: string; now: Date }): Promise<LinkCheck> {
  const keys = await listClaimKeys(pool, shop, now);
  const check = checkClaimLink(pasted, { domain: shop.domain, signaturesOf: (orderId) => keys.map(({ key }) => claimSignature(orderId, key)) });
  if (check.outcome === "right") await markLinkChecked(pool, shop.id, now);
  return check;
}
