import type { CustomerId } from "#app/domain/ids.ts";
import type { Tx } from "#app/platform/db.server.ts";

/** Whether a customer said that an order was a one-off. Whoever only unsubscribed from mail did not say so. */
export async function isOffersDeclined(tx: Tx, shopId: number, customerId: CustomerId): Promise<boolean> {
  return (await tx.query("SELECT FROM mail_opt_outs WHERE shop_id = $1 AND customer_id = $2 AND reason = 'one_off'", [shopId, customerId])).rowCount === 1;
}
