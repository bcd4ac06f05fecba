import { pool } from "#app/platform/db.server.ts";

/** What customers hold, by id: available and waiting points together, negative in debt. Who never had any is left out. */
export type HeldPoints = Record<string, number>;

/** For customers of one page of a list. Null where no program was ever published, so that there is nothing to show. */
export async function listHeldPoints(shopId: number, customerIds: readonly string[]): Promise<HeldPoints | null> {
  const { rows } = await pool.query<{ isPublished: boolean; held: HeldPoints | null }>(
    `SELECT EXISTS (SELECT 1 FROM program_versions WHERE shop_id = $1) AS "isPublished",
       (SELECT json_object_agg(customer_id, settled_points) FROM member_points WHERE shop_id = $1 AND customer_id = ANY ($2::bigint[])) AS held`,
    [shopId, customerIds],
  );
  return rows[0]?.isPublished ? (rows[0].held ?? {}) : null;
}
