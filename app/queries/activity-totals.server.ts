import type { KindTotal } from "#app/contract/points.ts";
import { pool, type Tx } from "#app/platform/db.server.ts";
import { inHeavyRead } from "#app/platform/heavy-reads.server.ts";

/** Which `ledger_entries e` of shop $1 are meant, by what never changes of an entry. `isHeavy`: no index finds them. */
export type Condition = { sql: string; params: unknown[]; isHeavy: boolean };

/** As in a statement: what became spendable or stopped being so, else what is pending; for a waiver what was given up. */
export const POINTS = "CASE WHEN e.kind = 'reverse_waived' THEN e.waived_points WHEN e.settled_points <> 0 THEN e.settled_points ELSE e.pending_points END";

/** Whether pending points could be spent from then on: the same points as those that were earned. */
export const IS_RELEASE = "e.kind = 'earn_released' AND e.pending_points + e.settled_points = 0";

/** The entries of one kind together, releases apart from what was earned at once; `since` is the instant of the first of them. */
export type ActivityTotal = KindTotal & { isRelease: boolean; since: string };

/** So many entries are added up in a moment. */
const NEAR = 10_000;

/** What the entries add up to, in points, by kind. In its turn where that may take seconds: in a large ledger, the first time. */
export async function addUpEntries(shopId: number, condition: Condition): Promise<ActivityTotal[]> {
  const { throughId } = addedUp(shopId, condition);
  const { rows } = await pool.query<{ isNear: boolean }>(`SELECT NOT EXISTS (SELECT FROM ledger_entries WHERE shop_id = $1 AND id > $2 ORDER BY id OFFSET $3 LIMIT 1) AS "isNear"`, [shopId, throughId, NEAR]);
  const isNear = rows[0]?.isNear === true;
  if (isNear) return addUpEntriesIn(pool, shopId, condition);
  return inHeavyRead(shopId, (tx) => addUpEntriesIn(tx, shopId, condition), { lane: condition.isHeavy ? "judging" : "adding" });
}

/** The same, for whoever has a turn. */
export async function addUpEntriesIn(tx: Tx, shopId: number, condition: Condition): Promise<ActivityTotal[]> {
  const before = addedUp(shopId, condition);
  const { rows } = await tx.query<{ throughId: string }>(`SELECT coalesce(max(id), 0)::text AS "throughId" FROM ledger_entries WHERE shop_id = $1`, [shopId]);
  const throughId = rows[0]?.throughId ?? "0";
  const totals = withMore(before.totals, await sumBetween(tx, condition, { afterId: before.throughId, throughId }));
  remember(keyOf(shopId, condition), { throughId, totals });
  return totals;
}

async function sumBetween(tx: Tx, { sql, params }: Condition, { afterId, throughId }: { afterId: string; throughId: string }): Promise<ActivityTotal[]> {
  const place = params.length;
  const { rows } = await tx.query<KindTotal & { isRelease: boolean; since: Date }>(
    `SELECT e.kind, (${IS_RELEASE}) AS "isRelease", count(*)::float8 AS entries, sum(${POINTS})::float8 AS points, min(e.occurred_at) AS since
     FROM ledger_entries e WHERE e.shop_id = $1 AND ${sql} AND e.id > $${place + 1} AND e.id <= $${place + 2} GROUP BY 1, 2`,
    [...params, afterId, throughId],
  );
  return rows.map(({ since, ...total }) => ({ ...total, since: since.toISOString() }));
}

const placeOf = ({ kind, isRelease }: ActivityTotal): string => `${kind} ${isRelease}`;

function withMore(totals: ActivityTotal[], more: ActivityTotal[]): ActivityTotal[] {
  return [...Map.groupBy([...totals, ...more], placeOf).entries()]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, [first, second]]) =>
      second ? { ...first!, entries: first!.entries + second.entries, points: first!.points + second.points, since: first!.since < second.since ? first!.since : second.since } : first!,
    );
}

/** What was added up before, by this process: up to which entry, and to what. */
type AddedUp = { throughId: string; totals: ActivityTotal[] };

const NOTHING: AddedUp = { throughId: "0", totals: [] };
const REMEMBERED_MAX = 500;

// The ledger is only appended to, and ids follow the order in which entries are committed, as whoever appends holds the shop's
// facts. So what was added up once stands, and only what came since is looked at: on the next page, and when a page is opened again.
const remembered = new Map<string, AddedUp>();

const keyOf = (shopId: number, { sql, params }: Condition): string => JSON.stringify([shopId, sql, params]);
const addedUp = (shopId: number, condition: Condition): AddedUp => remembered.get(keyOf(shopId, condition)) ?? NOTHING;

function remember(key: string, sums: AddedUp): void {
  remembered.delete(key);
  remembered.set(key, sums);
  const [oldest] = remembered.keys();
  if (remembered.size > REMEMBERED_MAX && oldest !== undefined) remembered.delete(oldest);
}
