import type { Arm } from "#app/domain/holdout/arm.ts";
import { DEFAULT_HOLDOUT_PERCENT } from "#app/domain/holdout/holdout-share.ts";
import type { CustomerId } from "#app/domain/ids.ts";
import type { LockedTx, Tx } from "#app/platform/db.server.ts";

/** The share held out in whole per cent; since when and by whom, null where the merchant never set it. */
export interface HoldoutSetting {
  percent: number;
  since: Date | null;
  by: string | null;
}

/** The share in force; the usual one where the merchant never set it. */
export async function getHoldoutSetting(tx: Tx, shopId: number): Promise<HoldoutSetting> {
  const rows = await tx.query<HoldoutSetting>(
    `SELECT percent, created_at AS since, created_by AS by FROM holdout_settings WHERE shop_id = $1 ORDER BY version DESC LIMIT 1`,
    [shopId],
  );
  return rows.rows[0] ?? { percent: DEFAULT_HOLDOUT_PERCENT, since: null, by: null };
}

/** Writes the next version. Two at once: one of them fails on the key. */
export async function addHoldoutSetting(tx: LockedTx, shopId: number, { percent, by, now }: { percent: number; by: string; now: Date }): Promise<void> {
  await tx.query(
    `INSERT INTO holdout_settings (shop_id, version, percent, created_at, created_by)
     SELECT $1, coalesce(max(version), 0) + 1, $2, $3, $4 FROM holdout_settings WHERE shop_id = $1`,
    [shopId, percent, now, by],
  );
}

/** The arms that were written down for customers: their own, or else that of whoever was merged into them, the earliest first. */
export async function findArms(tx: Tx, shopId: number, customerIds: CustomerId[]): Promise<Map<CustomerId, Arm>> {
  const { rows } = await tx.query<{ customerId: CustomerId; arm: Arm }>(
    `SELECT DISTINCT ON (x.id) x.id::text AS "customerId", a.arm
     FROM unnest($2::bigint[]) AS x(id) JOIN customers c ON c.shop_id = $1 AND (c.customer_id = x.id OR c.merged_into_id = x.id)
     JOIN holdout_assignments a ON a.shop_id = $1 AND a.customer_id = c.customer_id
     ORDER BY x.id, a.customer_id = x.id DESC, a.assigned_at, a.customer_id`,
    [shopId, customerIds],
  );
  return new Map(rows.map(({ customerId, arm }) => [customerId, arm]));
}

/** Writes customers' arms, once; answers those that stand, which are another's where two came at once. */
export async function assignArms(
  tx: Tx,
  shopId: number,
  { assigned, percent, now }: { assigned: { customerId: CustomerId; arm: Arm }[]; percent: number; now: Date },
): Promise<{ customerId: CustomerId; arm: Arm }[]> {
  // DO UPDATE, where DO NOTHING would answer no row while somebody else's is not yet to be seen. By id, so that two never wait for each other.
  const { rows } = await tx.query<{ customerId: CustomerId; arm: Arm }>(
    `INSERT INTO holdout_assignments AS a (shop_id, customer_id, arm, percent, assigned_at)
     SELECT $1, x."customerId", x.arm, $3, $4 FROM json_to_recordset($2::json) AS x("customerId" bigint, arm text) ORDER BY 2
     ON CONFLICT (shop_id, customer_id) DO UPDATE SET arm = a.arm RETURNING a.customer_id::text AS "customerId", a.arm`,
    [shopId, JSON.stringify(assigned), percent, now],
  );
  return rows;
}

/** How many customers stand in each arm; who was merged across arms is in neither. */
export async function countArms(tx: Tx, shopId: number): Promise<{ treated: number; heldOut: number; leftOut: number }> {
  const rows = await tx.query<{ treated: number; heldOut: number; leftOut: number }>(
    `SELECT count(*) FILTER (WHERE arms = 1 AND arm = 'treated')::integer AS treated, count(*) FILTER (WHERE arms = 1 AND arm = 'held_out')::integer AS "heldOut",
       count(*) FILTER (WHERE arms > 1)::integer AS "leftOut"
     FROM (${MEASURED_ARMS}) m`,
    [shopId],
  );
  return rows.rows[0]!;
}

/** A row for each living customer with an assignment: `arm` is sure where `arms` is 1. $1 is the shop. */
export const MEASURED_ARMS = `SELECT coalesce(c.merged_into_id, c.customer_id) AS customer_id, count(DISTINCT a.arm) AS arms, min(a.arm) AS arm
  FROM holdout_assignments a JOIN customers c ON c.shop_id = $1 AND c.customer_id = a.customer_id
  WHERE a.shop_id = $1 GROUP BY 1`;
