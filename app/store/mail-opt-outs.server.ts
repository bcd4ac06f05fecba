import type { CustomerId } from "#app/domain/ids.ts";
import type { MessageKind } from "#app/domain/messages/message.ts";
import type { Tx } from "#app/platform/db.server.ts";

export type OptOutReason = "unsubscribed" | "one_off";

/** No more offers by mail. The first time counts; that it was a one-off is added whenever it is said. */
export async function addOptOut(
  tx: Tx,
  shopId: number,
  { customerId, kind, reason, now }: { customerId: CustomerId; kind: MessageKind; reason: OptOutReason; now: Date },
): Promise<void> {
  await tx.query(
    `INSERT INTO mail_opt_outs AS m (shop_id, customer_id, kind, reason, opted_out_at) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (shop_id, customer_id) DO UPDATE SET reason = CASE WHEN excluded.reason = 'one_off' THEN 'one_off' ELSE m.reason END`,
    [shopId, customerId, kind, reason, now],
  );
}

/** Offers by mail are welcome again. Nothing where they always were. */
export async function removeOptOut(tx: Tx, shopId: number, customerId: CustomerId): Promise<void> {
  await tx.query("DELETE FROM mail_opt_outs WHERE shop_id = $1 AND customer_id = $2", [shopId, customerId]);
}

/** Whoever said no under either id has said no. */
export async function moveOptOut(tx: Tx, shopId: number, { keptId, removedId }: { keptId: CustomerId; removedId: CustomerId }): Promise<void> {
  await tx.query(
    `WITH gone AS (DELETE FROM mail_opt_outs WHERE shop_id = $1 AND customer_id = $3 RETURNING kind, reason, opted_out_at)
     INSERT INTO mail_opt_outs (shop_id, customer_id, kind, reason, opted_out_at) SELECT $1, $2, kind, reason, opted_out_at FROM gone
     ON CONFLICT (shop_id, customer_id) DO NOTHING`,
    [shopId, keptId, removedId],
  );
}

/** Forgets what mail knows of a customer: what is still to be sent, and what they said. What was sent stays as a number without a person. */
export async function eraseMailOf(tx: Tx, shopId: number, customerId: CustomerId, now: Date): Promise<void> {
  await tx.query("DELETE FROM mail_opt_outs WHERE shop_id = $1 AND customer_id = $2", [shopId, customerId]);
  await tx.query(
    "UPDATE effects SET state = 'dropped', closed_at = $3 WHERE shop_id = $1 AND lane = 'mail' AND effect ->> 'customerId' = $2::text AND state = 'open'",
    [shopId, customerId, now],
  );
}
