import type { CustomerId } from "#app/domain/ids.ts";
import type { LockedTx, Tx } from "#app/platform/db.server.ts";

export interface MemberExclusion {
  kind: "excluded_staff" | "blocked";
  from: Date;
  until: Date | null;
  reason: string;
  by: string;
}

/** Leaves a member out from now on. Answers false when somebody did already. */
export async function addExclusion(
  tx: LockedTx,
  shopId: number,
  { customerId, kind, reason, by, now }: { customerId: CustomerId; kind: MemberExclusion["kind"]; reason: string; by: string; now: Date },
): Promise<boolean> {
  const added = await tx.query(
    "INSERT INTO member_exclusions (shop_id, customer_id, kind, from_at, reason, set_by) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (shop_id, customer_id) WHERE until_at IS NULL DO NOTHING",
    [shopId, customerId, kind, now, reason, by],
  );
  return added.rowCount === 1;
}

/** Lets a member, and those who were merged into it, earn again from now on. Answers false when nobody was left out. */
export async function endExclusion(tx: LockedTx, shopId: number, { customerId, now }: { customerId: CustomerId; now: Date }): Promise<boolean> {
  const ended = await tx.query(
    `UPDATE member_exclusions SET until_at = $3 WHERE shop_id = $1 AND until_at IS NULL
       AND customer_id IN (SELECT customer_id FROM customers WHERE shop_id = $1 AND (customer_id = $2 OR merged_into_id = $2))`,
    [shopId, customerId, now],
  );
  return (ended.rowCount ?? 0) > 0;
}

/** The exclusion of a member that stands, or undefined. */
export async function findExclusion(tx: Tx, shopId: number, customerId: CustomerId): Promise<MemberExclusion | undefined> {
  const rows = await tx.query<MemberExclusion>(
    `SELECT kind, from_at AS "from", until_at AS until, reason, set_by AS by FROM member_exclusions WHERE shop_id = $1 AND until_at IS NULL
       AND customer_id IN (SELECT customer_id FROM customers WHERE shop_id = $1 AND (customer_id = $2 OR merged_into_id = $2)) ORDER BY id LIMIT 1`,
    [shopId, customerId],
  );
  return rows.rows[0];
}
