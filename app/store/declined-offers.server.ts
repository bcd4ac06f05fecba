import type { CustomerId } from "#app/domain/ids.ts";
import type { LockedTx, Tx } from "#app/platform/db.server.ts";

/** In the place of a message's name, where it was said on a page and in no mail. */
const SAID_ON_PAGE = "order_page";

/** Whether a customer said that an order was a one-off. Whoever only unsubscribed from mail did not say so. */
export async function isOffersDeclined(tx: Tx, shopId: number, customerId: CustomerId): Promise<boolean> {
  return (await tx.query("SELECT FROM mail_opt_outs WHERE shop_id = $1 AND customer_id = $2 AND reason = 'one_off'", [shopId, customerId])).rowCount === 1;
}

/** No more offers, by mail or otherwise. That somebody had unsubscribed before stays to be seen in the message's name. */
export async function declineOffers(tx: LockedTx, shopId: number, { customerId, now }: { customerId: CustomerId; now: Date }): Promise<void> {
  await tx.query(
    `INSERT INTO mail_opt_outs (shop_id, customer_id, kind, reason, opted_out_at) VALUES ($1, $2, '${SAID_ON_PAGE}', 'one_off', $3)
     ON CONFLICT (shop_id, customer_id) DO UPDATE SET reason = 'one_off'`,
    [shopId, customerId, now],
  );
}

/** Takes back what was said on a page. Whoever had unsubscribed in a mail stays so: only there can that be taken back. */
export async function allowOffers(tx: LockedTx, shopId: number, customerId: CustomerId): Promise<void> {
  await tx.query("DELETE FROM mail_opt_outs WHERE shop_id = $1 AND customer_id = $2 AND kind = $3", [shopId, customerId, SAID_ON_PAGE]);
  await tx.query("UPDATE mail_opt_outs SET reason = 'unsubscribed' WHERE shop_id = $1 AND customer_id = $2 AND reason = 'one_off'", [shopId, customerId]);
}
