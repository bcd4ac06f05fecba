import type { LockedTx, Tx } from "#app/platform/db.server.ts";

/**
 * By how much entries with an id after $3 and up to $4 change the days of shop $1 in zone $2: rows of (day, kind,
 * pending_points, points), where the kind `unclaimed` is what waits for a first sign-in.
 *
 * With $3 = 0 it is the whole ledger; what is stored and what came since are two such answers that add up. An entry lies on
 * the day on which it happened, whenever it was recorded. What waits is what a member holds at the end of a day, until the
 * day of the claim: for members with entries or claims since, the answer takes away what counted before and adds what
 * counts now. A merged customer's points wait if the survivor's do.
 */
export const LIABILITY_CHANGES = `
  WITH moved AS (
    SELECT (e.occurred_at AT TIME ZONE $2)::date AS day, e.kind, sum(e.pending_points) AS pending_points, sum(e.pending_points + e.settled_points) AS points
    FROM ledger_entries e WHERE e.shop_id = $1 AND e.id > $3 AND e.id <= $4 GROUP BY 1, 2
  ), touched AS (
    SELECT customer_id, min(day) AS day FROM (
      SELECT e.customer_id, (min(e.occurred_at) AT TIME ZONE $2)::date AS day
      FROM ledger_entries e WHERE e.shop_id = $1 AND e.id > $3 AND e.id <= $4 AND e.settled_points <> 0 GROUP BY 1
      UNION ALL SELECT customer_id, 'infinity' FROM claims_before WHERE shop_id = $1
      UNION ALL SELECT c.customer_id, 'infinity' FROM claims_before b JOIN customers c ON c.shop_id = $1 AND c.merged_into_id = b.customer_id WHERE b.shop_id = $1
    ) t GROUP BY customer_id
  ), waiting AS MATERIALIZED (
    SELECT t.customer_id, k.claimed_on, k.claimed_before
    FROM touched t
    LEFT JOIN customers c ON c.shop_id = $1 AND c.customer_id = t.customer_id
    LEFT JOIN member_points m ON m.shop_id = $1 AND m.customer_id = coalesce(c.merged_into_id, t.customer_id)
    LEFT JOIN claims_before own ON own.shop_id = $1 AND own.customer_id = t.customer_id
    LEFT JOIN claims_before kept ON kept.shop_id = $1 AND kept.customer_id = c.merged_into_id
    CROSS JOIN LATERAL (SELECT (m.claimed_at AT TIME ZONE $2)::date AS claimed_on,
      (CASE WHEN own.customer_id IS NOT NULL THEN own.claimed_at WHEN kept.customer_id IS NOT NULL THEN kept.claimed_at ELSE m.claimed_at END AT TIME ZONE $2)::date AS claimed_before) k
    WHERE k.claimed_on IS NULL OR k.claimed_on > t.day OR k.claimed_on IS DISTINCT FROM k.claimed_before
  ), event AS (
    SELECT w.customer_id, w.claimed_on, w.claimed_before, h.day, h.points, h.points_before
    FROM waiting w CROSS JOIN LATERAL (
      SELECT (e.occurred_at AT TIME ZONE $2)::date AS day, sum(e.settled_points) AS points, coalesce(sum(e.settled_points) FILTER (WHERE e.id <= $3), 0) AS points_before
      FROM ledger_entries e WHERE e.shop_id = $1 AND e.customer_id = w.customer_id AND e.id <= $4 GROUP BY 1
    ) h
    UNION ALL SELECT customer_id, claimed_on, claimed_before, claimed_on, 0, 0 FROM waiting WHERE claimed_on IS NOT NULL
    UNION ALL SELECT customer_id, claimed_on, claimed_before, claimed_before, 0, 0 FROM waiting WHERE claimed_before IS NOT NULL
  ), held AS (
    SELECT customer_id, day, claimed_on, claimed_before, sum(points) OVER upto AS points, sum(points_before) OVER upto AS points_before
    FROM event WINDOW upto AS (PARTITION BY customer_id ORDER BY day)
  ), changed AS (
    SELECT day, by_points - lag(by_points, 1, 0::numeric) OVER (PARTITION BY customer_id ORDER BY day) AS points
    FROM held, LATERAL (SELECT CASE WHEN claimed_on <= day THEN 0 ELSE greatest(0, points) END - CASE WHEN claimed_before <= day THEN 0 ELSE greatest(0, points_before) END AS by_points) s
  )
  SELECT day, kind, pending_points, points FROM moved
  UNION ALL SELECT day, 'unclaimed', 0, sum(points) FROM changed GROUP BY day HAVING sum(points) <> 0`;

/** Up to which entry a shop's days are stored, for its present zone; "0" where nothing of use is. */
export async function findLiabilityProgress(tx: Tx, shopId: number): Promise<{ throughId: string; timeZone: string }> {
  const { rows } = await tx.query<{ throughId: string; timeZone: string }>(
    `SELECT coalesce(p.through_id, 0)::text AS "throughId", s.time_zone AS "timeZone"
     FROM shops s LEFT JOIN liability_progress p ON p.shop_id = s.id AND p.time_zone = s.time_zone WHERE s.id = $1`,
    [shopId],
  );
  if (!rows[0]) throw new Error(`There is no shop ${shopId}.`);
  return rows[0];
}

/** So much is added to stored days in a moment. */
const NEAR = 10_000;

/** Whether at most 10,000 entries and as many claims wait to be brought into the shop's stored days. */
export async function isLiabilityNear(tx: Tx, shopId: number): Promise<boolean> {
  const { throughId } = await findLiabilityProgress(tx, shopId);
  const { rows } = await tx.query<{ isNear: boolean }>(
    `SELECT NOT EXISTS (SELECT FROM ledger_entries WHERE shop_id = $1 AND id > $2 ORDER BY id OFFSET $3 LIMIT 1)
       AND NOT EXISTS (SELECT FROM claims_before WHERE shop_id = $1 OFFSET $3 LIMIT 1) AS "isNear"`,
    [shopId, throughId, NEAR],
  );
  return rows[0]?.isNear === true;
}

/** Whether entries or claims wait to be brought into the shop's stored days. */
export async function isLiabilityBehind(tx: Tx, shopId: number): Promise<boolean> {
  const { throughId } = await findLiabilityProgress(tx, shopId);
  const { rowCount } = await tx.query(
    `SELECT FROM (SELECT 1) x WHERE EXISTS (SELECT FROM ledger_entries WHERE shop_id = $1 AND id > $2) OR EXISTS (SELECT FROM claims_before WHERE shop_id = $1)`,
    [shopId, throughId],
  );
  return rowCount === 1;
}

/**
 * Brings the next entries into the stored days, so many at most, and all claims that changed. Answers whether entries are left.
 *
 * Ids follow the order in which entries are committed only because whoever appends holds the shop's facts, as this does.
 */
export async function advanceLiabilityDays(tx: LockedTx, shopId: number, limit: number): Promise<boolean> {
  const { throughId, timeZone } = await findLiabilityProgress(tx, shopId);
  if (throughId === "0") await beginAnew(tx, shopId, timeZone);
  const { rows } = await tx.query<{ nextId: string | null; entries: number }>(
    `SELECT max(id)::text AS "nextId", count(*)::integer AS entries FROM (SELECT id FROM ledger_entries WHERE shop_id = $1 AND id > $2 ORDER BY id LIMIT $3) e`,
    [shopId, throughId, limit],
  );
  const { nextId = null, entries = 0 } = rows[0] ?? {};
  const piece = [shopId, timeZone, throughId, nextId ?? throughId];
  await tx.query(
    `INSERT INTO liability_days AS d (shop_id, day, kind, pending_points, points)
     SELECT $1, c.day, c.kind, c.pending_points, c.points FROM (${LIABILITY_CHANGES}) c
     ON CONFLICT (shop_id, day, kind) DO UPDATE SET pending_points = d.pending_points + excluded.pending_points, points = d.points + excluded.points`,
    piece,
  );
  await tx.query("DELETE FROM claims_before WHERE shop_id = $1", [shopId]);
  await tx.query("UPDATE liability_progress SET through_id = $2 WHERE shop_id = $1", [shopId, nextId ?? throughId]);
  return entries === limit;
}

async function beginAnew(tx: LockedTx, shopId: number, timeZone: string): Promise<void> {
  await tx.query("DELETE FROM liability_days WHERE shop_id = $1", [shopId]);
  await tx.query("DELETE FROM claims_before WHERE shop_id = $1", [shopId]);
  await tx.query(
    "INSERT INTO liability_progress (shop_id, through_id, time_zone) VALUES ($1, 0, $2) ON CONFLICT (shop_id) DO UPDATE SET through_id = 0, time_zone = excluded.time_zone",
    [shopId, timeZone],
  );
}
