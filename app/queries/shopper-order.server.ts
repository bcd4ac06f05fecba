import { isDecimalId } from "#app/domain/ids.ts";
import { pool } from "#app/platform/db.server.ts";
import { findMember } from "#app/store/find-members.server.ts";
import { getShopHash } from "#app/store/shops.server.ts";

/** An order that whoever asks may hear of. `isOwner`: they are signed in as its customer; `hasEmail`: it has an address, by which a customer may be found later. */
export interface ShopperOrder {
  orderId: string;
  name: string;
  customerId: string | null;
  placedAt: Date;
  paidAt: Date | null;
  isUndone: boolean;
  hasEmail: boolean;
  isOwner: boolean;
}

/**
 * The order that a shopper names, if they may hear of it: by its checkout token as well, or signed in as its customer.
 * Undefined in every other case, without a difference between one that does not exist and one that is somebody else's.
 */
export async function findShopperOrder(
  shop: { id: number; domain: string },
  { orderId, checkoutToken, customerId }: { orderId: string; checkoutToken: string | null; customerId: string | null },
): Promise<ShopperOrder | undefined> {
  if (!isDecimalId(orderId)) return undefined;
  const memberId = customerId === null ? undefined : await findMember(pool, shop.id, customerId);
  const tokenHash = checkoutToken ? (await getShopHash(pool, shop)).checkoutToken(checkoutToken) : null;
  const { rows } = await pool.query<ShopperOrder>(
    `SELECT order_id::text AS "orderId", coalesce(name, order_id::text) AS name, customer_id::text AS "customerId", processed_at AS "placedAt", paid_at AS "paidAt",
       (cancelled_at IS NOT NULL OR fully_refunded_at IS NOT NULL) AS "isUndone", coalesce(email_hash, '') <> '' AS "hasEmail", (customer_id = $4::bigint) IS TRUE AS "isOwner"
     FROM orders WHERE shop_id = $1 AND order_id = $2 AND deleted_at IS NULL AND ((checkout_token_hash <> '' AND checkout_token_hash = $3) OR customer_id = $4::bigint)`,
    [shop.id, orderId, tokenHash, memberId ?? null],
  );
  return rows[0];
}
