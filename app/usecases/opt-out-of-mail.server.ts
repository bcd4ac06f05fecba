import { timingSafeEqual } from "node:crypto";
import { readOptOutKey, optOutKey, signedPart, type OptOutLink } from "#app/domain/messages/opt-out-key.ts";
import { pool } from "#app/platform/db.server.ts";
import { addOptOut, removeOptOut, type OptOutReason } from "#app/store/mail-opt-outs.server.ts";
import { findMember } from "#app/store/find-members.server.ts";
import { findShop, getShopHash, type Shop } from "#app/store/shops.server.ts";

/** Whose link a key is; undefined for a key that we did not write, or whose shop is gone. */
export async function findOptOutLink(key: string): Promise<{ link: OptOutLink; shop: Shop } | undefined> {
  const asked = readOptOutKey(key);
  const shop = asked && (await findShop(pool, asked.shopId));
  if (!shop) return undefined;
  const expected = optOutKey(asked, (await getShopHash(pool, shop)).optOut(signedPart(asked)));
  return key.length === expected.length && timingSafeEqual(Buffer.from(key), Buffer.from(expected)) ? { link: asked, shop } : undefined;
}

/** No more offers by mail for the customer of a link, or offers again. Any number of times; a deleted customer gets no mail anyway. */
export async function optOutOfMail({ shopId, customerId, kind }: OptOutLink, { wish, now }: { wish: OptOutReason | "undo"; now: Date }): Promise<void> {
  const memberId = await findMember(pool, shopId, customerId);
  if (!memberId) return;
  if (wish === "undo") await removeOptOut(pool, shopId, memberId);
  else await addOptOut(pool, shopId, { customerId: memberId, kind, reason: wish, now });
}
