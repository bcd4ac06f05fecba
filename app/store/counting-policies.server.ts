import type { CountingPolicy } from "#app/domain/scoring/counting-policy.ts";
import type { LockedTx, Tx } from "#app/platform/db.server.ts";

interface PolicyRow {
  version: number;
  count_from: CountingPolicy["countFrom"];
  minimum_order_minor: string;
  excluded_tags: string[];
  excluded_sources: string[];
  merge_same_day: boolean;
  loyal_at: number;
  champion_at: number;
  created_at: Date;
  created_by: string;
}

/** A policy as it was saved: who saved it, when, and its number, rising from 1. */
export interface StoredCountingPolicy extends CountingPolicy {
  version: number;
  createdAt: Date;
  createdBy: string;
}

/** The counting policy in force: the highest version. Every installed shop has one; throws where there is none. */
export async function getCountingPolicy(tx: Tx, shopId: number): Promise<StoredCountingPolicy> {
  const answer = await tx.query<PolicyRow>("SELECT * FROM counting_policies WHERE shop_id = $1 ORDER BY version DESC LIMIT 1", [shopId]);
  const row = answer.rows[0];
  if (!row) throw new Error(`shop ${shopId} has no counting policy`);
  return {
    version: row.version,
    countFrom: row.count_from,
    minimumOrderMinor: Number(row.minimum_order_minor),
    excludedTags: row.excluded_tags,
    excludedSources: row.excluded_sources,
    mergeSameDay: row.merge_same_day,
    loyalAt: row.loyal_at,
    championAt: row.champion_at,
    createdAt: row.created_at,
    createdBy: row.created_by,
  };
}

/** Adds the next version and answers its number. Two writers at once: the primary key lets one through, the other fails. */
export async function addCountingPolicy(tx: LockedTx, shopId: number, added: AddedPolicy): Promise<number> {
  return insertPolicy(tx, shopId, { ...added, version: "coalesce((SELECT max(version) FROM counting_policies WHERE shop_id = $1), 0) + 1" });
}

/**
 * Puts a policy in force in this transaction alone, which must be rolled back. Its number is above all and of this connection
 * only: nobody who saves a policy meanwhile, or tries another, waits for this one to end.
 */
export async function tryCountingPolicy(tx: Tx, shopId: number, { policy, now }: { policy: CountingPolicy; now: Date }): Promise<void> {
  await insertPolicy(tx, shopId, { policy, by: "preview", now, version: "1000000000 + pg_backend_pid()" });
}

interface AddedPolicy {
  policy: CountingPolicy;
  by: string;
  now: Date;
}

async function insertPolicy(tx: Tx, shopId: number, { policy, by, now, version }: AddedPolicy & { version: string }): Promise<number> {
  const answer = await tx.query<{ version: number }>(
    `INSERT INTO counting_policies (shop_id, version, count_from, minimum_order_minor, excluded_tags, excluded_sources, merge_same_day, loyal_at, champion_at, created_at, created_by)
     SELECT $1, ${version}, $2, $3, $4, $5, $6, $7, $8, $9, $10 RETURNING version`,
    [shopId, policy.countFrom, policy.minimumOrderMinor, policy.excludedTags, policy.excludedSources, policy.mergeSameDay, policy.loyalAt, policy.championAt, now, by],
  );
  return answer.rows[0]!.version;
}
