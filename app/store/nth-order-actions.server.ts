import type { CustomerId, OrderId } from "#app/domain/ids.ts";
import type { LockedTx, Tx } from "#app/platform/db.server.ts";

/** A gift that an order brought its customer: `n` is the order's number. */
export interface ReachedAction {
  customerId: CustomerId;
  actionId: string;
  n: number;
  orderId: OrderId;
  programVersion: number;
  gift: string;
  customerTag: string | null;
}

/**
 * Logs gifts; each is logged once per customer, action and n, for ever, whoever was merged into that customer. Answers those
 * that were not known yet.
 */
export async function logActions(tx: LockedTx, shopId: number, { actions, now }: { actions: ReachedAction[]; now: Date }): Promise<ReachedAction[]> {
  if (actions.length === 0) return [];
  const rows = await tx.query<ReachedAction>(
    `INSERT INTO nth_order_actions (shop_id, customer_id, action_id, n, order_id, program_version, gift, customer_tag, observed_at)
     SELECT $1, x."customerId", x."actionId", x.n, x."orderId", x."programVersion", x.gift, x."customerTag", $3
     FROM json_to_recordset($2::json) AS x("customerId" bigint, "actionId" text, n integer, "orderId" bigint, "programVersion" integer, gift text, "customerTag" text)
     WHERE NOT EXISTS (SELECT 1 FROM nth_order_actions a JOIN customers k ON k.shop_id = $1 AND k.customer_id = a.customer_id
       WHERE a.shop_id = $1 AND a.action_id = x."actionId" AND a.n = x.n AND k.merged_into_id = x."customerId")
     ON CONFLICT DO NOTHING
     RETURNING customer_id::text AS "customerId", action_id AS "actionId", n, order_id::text AS "orderId", program_version AS "programVersion", gift, customer_tag AS "customerTag"`,
    [shopId, JSON.stringify(actions), now],
  );
  return rows.rows;
}

/**
 * Takes back gifts of members, and of those who were merged into them, whose orders do not count any more: those that staff
 * did not hand over, and rewards of which we know no use. Whether money was spent is only known once Shopify has been asked.
 */
export async function revokeActions(
  tx: Tx,
  shopId: number,
  { customerIds, countedOrderIds, now }: { customerIds: CustomerId[]; countedOrderIds: OrderId[]; now: Date },
): Promise<{ customerId: CustomerId; actionId: string; n: number }[]> {
  const revoked = await tx.query<{ customerId: CustomerId; actionId: string; n: number }>(
    `UPDATE nth_order_actions a SET revoked_at = $4
     WHERE a.shop_id = $1 AND a.customer_id IN (SELECT customer_id FROM customers WHERE shop_id = $1 AND (customer_id = ANY ($2::bigint[]) OR merged_into_id = ANY ($2::bigint[])))
       AND a.order_id <> ALL ($3::bigint[]) AND a.given_at IS NULL AND a.revoked_at IS NULL
       AND NOT EXISTS (SELECT FROM member_perks p JOIN redemptions r ON r.shop_id = $1 AND r.redemption_id = p.redemption_id
         WHERE p.shop_id = $1 AND p.customer_id = a.customer_id AND p.action_id = a.action_id AND p.n = a.n AND p.kind = 'gift' AND r.state = 'used')
     RETURNING a.customer_id::text AS "customerId", a.action_id AS "actionId", a.n`,
    [shopId, customerIds, countedOrderIds, now],
  );
  return revoked.rows;
}

/** Notes that a gift was handed over. Answers false when it was already, or was taken back. */
export async function markActionGiven(tx: LockedTx, shopId: number, { id, by, now }: { id: string; by: string; now: Date }): Promise<boolean> {
  const done = await tx.query("UPDATE nth_order_actions SET given_at = $3, given_by = $4 WHERE shop_id = $1 AND id = $2 AND given_at IS NULL AND revoked_at IS NULL", [shopId, id, now, by]);
  return done.rowCount === 1;
}

/** Notes that a gift was not handed over after all. Answers whose it is; undefined when it was not noted as handed over. */
export async function markActionOpen(tx: LockedTx, shopId: number, id: string): Promise<CustomerId | undefined> {
  const { rows } = await tx.query<{ customerId: CustomerId }>(
    `UPDATE nth_order_actions a SET given_at = NULL, given_by = NULL FROM customers c
     WHERE a.shop_id = $1 AND a.id = $2 AND a.given_at IS NOT NULL AND c.shop_id = $1 AND c.customer_id = a.customer_id
     RETURNING coalesce(c.merged_into_id, c.customer_id)::text AS "customerId"`,
    [shopId, id],
  );
  return rows[0]?.customerId;
}
