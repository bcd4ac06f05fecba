import type { CustomerId } from "#app/domain/ids.ts";
import type { Tx } from "#app/platform/db.server.ts";

/** Whether something of a member's points came due by `now` and has not been settled. */
export async function isMemberDue(tx: Tx, shopId: number, { customerId, now }: { customerId: CustomerId; now: Date }): Promise<boolean> {
  const { rows } = await tx.query("SELECT 1 FROM member_points WHERE shop_id = $1 AND customer_id = $2 AND next_due_at <= $3", [shopId, customerId, now]);
  return rows.length > 0;
}
