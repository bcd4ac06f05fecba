import { inReach, type StandingGroup, windowStart, wouldBeMembers } from "#app/domain/program/would-be-tiers.ts";
import type { Tier, TierQualification } from "#app/domain/tiers/tier.ts";
import type { Tx } from "#app/platform/db.server.ts";
import { inHeavyRead } from "#app/platform/heavy-reads.server.ts";

/** What of a program decides whom it reaches: where tiers start, by what, and what rewards cost at least, each cost once, rising. */
export interface ReachQuestion {
  tiers: Pick<Tier, "id" | "threshold">[];
  qualification: TierQualification;
  costs: number[];
}

/**
 * Whom a program would reach. `members` are in a tier now, by the program in force; `wouldBe` would be, were the asked one
 * published now; both by tier id. `rewards` are by cost: `claimed` can pay with what they have available,
 * `waiting` could once they have signed in for the first time. `since` is the first order that counts for the tiers.
 */
export interface ProgramReach {
  asOf: string;
  members: Record<string, number>;
  wouldBe: Record<string, number>;
  rewards: Record<string, { claimed: number; waiting: number }>;
  since: string | null;
}

const REACH_MS_MAX = 20_000;

/**
 * Counts whom a program would reach, in three statements over all members, as a heavy read. Writes nothing; throws
 * where a statement takes more than 20 s. Whoever turns pages asks again with each: what they left is no longer read (`signal`).
 */
export async function findProgramReach(
  shop: { id: number; timeZone: string },
  { tiers, qualification, costs }: ReachQuestion,
  { now, signal }: { now: Date; signal?: AbortSignal },
): Promise<ProgramReach> {
  const since = windowStart(qualification.window, now, shop.timeZone);
  return inHeavyRead(
    shop.id,
    async (tx) => {
      await tx.query("SET TRANSACTION READ ONLY");
      const groups = tiers.length === 0 ? [] : await loadStandingGroups(tx, shop.id, { tiers, basis: qualification.basis, since, now });
      return {
        asOf: now.toISOString(),
        members: await loadTierMembers(tx, shop.id),
        wouldBe: wouldBeMembers(groups, { tierIds: tiers.map(({ id }) => id), graceDays: qualification.graceDays }),
        rewards: costs.length === 0 ? {} : await countPayers(tx, shop.id, costs),
        since: since?.toISOString() ?? null,
      };
    },
    { lane: "reaching", statementTimeoutMs: REACH_MS_MAX, ...(signal && { signal }) },
  );
}

const LIVING = "k.merged_into_id IS NULL AND k.deleted_at IS NULL AND k.redacted_at IS NULL";

async function loadTierMembers(tx: Tx, shopId: number): Promise<Record<string, number>> {
  const { rows } = await tx.query<{ id: string; members: number }>(
    `SELECT m.tier_id AS id, count(*)::float8 AS members FROM member_tiers m JOIN customers k ON k.shop_id = $1 AND k.customer_id = m.customer_id
     WHERE m.shop_id = $1 AND m.tier_id IS NOT NULL AND ${LIVING} GROUP BY 1`,
    [shopId],
  );
  return Object.fromEntries(rows.map(({ id, members }) => [id, members]));
}

/** What members have towards a tier by each basis, the same as `loadContributions` says of one member. */
const TOTALS: Record<TierQualification["basis"], string> = {
  orders: `SELECT customer_id, count(*)::float8 AS total FROM counted_orders($1, $2) WHERE $3::timestamptz IS NULL OR processed_at >= $3 GROUP BY 1`,
  spend: `SELECT c.customer_id, sum(c.total_minor - coalesce(r.refunded_minor, 0))::float8 AS total
    FROM counted_orders($1, $2) c JOIN shops s ON s.id = $1 AND s.currency = c.currency
    LEFT JOIN (SELECT order_id, sum(amount_minor) AS refunded_minor FROM refunds WHERE shop_id = $1 AND amount_minor > 0 AND created_at <= $2 GROUP BY 1) r ON r.order_id = c.order_id
    WHERE $3::timestamptz IS NULL OR c.processed_at >= $3 GROUP BY 1`,
  points: `SELECT customer_id, sum(points)::float8 AS total FROM (SELECT customer_id, sum(points) AS points FROM (
      SELECT coalesce(k.merged_into_id, e.customer_id) AS customer_id, e.order_id, e.occurred_at AS at, e.settled_points - e.waived_points AS points
      FROM ledger_entries e JOIN customers k ON k.shop_id = $1 AND k.customer_id = e.customer_id
      WHERE e.shop_id = $1 AND e.kind IN ('earn_released', 'reverse', 'reverse_waived')
        AND NOT EXISTS (SELECT FROM order_bookings b WHERE b.shop_id = $1 AND b.customer_id = coalesce(k.merged_into_id, e.customer_id) AND b.order_id = e.order_id AND b.course IS NOT NULL)
      UNION ALL
      SELECT b.customer_id, b.order_id, (c.point ->> 0)::timestamptz, (c.point ->> 1)::bigint
      FROM order_bookings b CROSS JOIN LATERAL jsonb_array_elements(b.course) c(point) WHERE b.shop_id = $1 AND b.course IS NOT NULL
    ) p WHERE at <= $2 GROUP BY customer_id, order_id, CASE WHEN order_id IS NULL THEN at END HAVING $3::timestamptz IS NULL OR min(at) >= $3) o GROUP BY 1`,
};

/** The highest of the asked tiers that members were given by a file, whatever their orders say, while that holds. */
const GIVEN = `SELECT coalesce(c.merged_into_id, g.customer_id) AS customer_id, max(array_position($5::text[], g.tier_id)) - 1 AS place
  FROM tier_grants g JOIN customers c ON c.shop_id = $1 AND c.customer_id = g.customer_id
  WHERE g.shop_id = $1 AND g.granted_at <= $2 AND (g.undone_at IS NULL OR g.undone_at > $2)
    AND (g.ends_at > $2 OR (g.ends_at IS NULL AND ($3::timestamptz IS NULL OR g.granted_at >= $3))) GROUP BY 1`;

async function loadStandingGroups(
  tx: Tx,
  shopId: number,
  { tiers, basis, since, now }: { tiers: ReachQuestion["tiers"]; basis: TierQualification["basis"]; since: Date | null; now: Date },
): Promise<StandingGroup[]> {
  const { rows } = await tx.query<StandingGroup>(
    `SELECT m.tier_id AS "tierId", greatest(width_bucket(coalesce(t.total, 0), $4::float8[]) - 1, g.place) AS place, count(*)::float8 AS members
     FROM customers k LEFT JOIN (${TOTALS[basis]}) t ON t.customer_id = k.customer_id LEFT JOIN (${GIVEN}) g ON g.customer_id = k.customer_id
     LEFT JOIN member_tiers m ON m.shop_id = $1 AND m.customer_id = k.customer_id
     WHERE k.shop_id = $1 AND ${LIVING} AND (t.total IS NOT NULL OR g.place IS NOT NULL OR m.tier_id IS NOT NULL) GROUP BY 1, 2`,
    [shopId, now, since, tiers.map(({ threshold }) => threshold), tiers.map(({ id }) => id)],
  );
  return rows;
}

async function countPayers(tx: Tx, shopId: number, costs: number[]): Promise<ProgramReach["rewards"]> {
  const { rows } = await tx.query<{ payable: number; isClaimed: boolean; members: number }>(
    `SELECT width_bucket(m.settled_points::float8, $2::float8[]) AS payable, m.claimed_at IS NOT NULL AS "isClaimed", count(*)::float8 AS members
     FROM member_points m JOIN customers k ON k.shop_id = $1 AND k.customer_id = m.customer_id
     WHERE m.shop_id = $1 AND m.settled_points > 0 AND ${LIVING} GROUP BY 1, 2`,
    [shopId, costs],
  );
  const held = (isClaimed: boolean) => inReach(costs, new Map(rows.filter((row) => row.isClaimed === isClaimed).map(({ payable, members }) => [payable, members])));
  const [claimed, waiting] = [held(true), held(false)];
  return Object.fromEntries(costs.map((cost, at) => [cost, { claimed: claimed[at] ?? 0, waiting: waiting[at] ?? 0 }]));
}
