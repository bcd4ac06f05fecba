import type { CustomerId } from "#app/domain/ids.ts";
import type { TierGrant } from "#app/domain/tiers/qualify-tier.ts";
import type { Owned } from "#app/domain/tiers/seen-by.ts";
import type { LockedTx, Tx } from "#app/platform/db.server.ts";

/** A tier that a line of a file gives somebody; `endsAt` null: when a tier ends by the program. */
export interface FiledTierGrant {
  line: number;
  customerId: CustomerId;
  tierId: string;
  endsAt: string | null;
}

/** The tiers that members were given, also those that were taken back: their time with them stays. What a merged customer was given is the survivor's. */
export async function loadTierGrants(tx: Tx, shopId: number, customerIds: CustomerId[]): Promise<Map<CustomerId, Owned<TierGrant>[]>> {
  const { rows } = await tx.query<Owned<TierGrant> & { customerId: CustomerId }>(
    `SELECT coalesce(k.merged_into_id, k.customer_id)::text AS "customerId", g.customer_id::text AS "ownerId", g.tier_id AS "tierId", g.granted_at AS "from", g.ends_at AS until, g.undone_at AS "takenBackAt"
     FROM tier_grants g JOIN customers k ON k.shop_id = $1 AND k.customer_id = g.customer_id
     WHERE g.shop_id = $1 AND (k.customer_id = ANY ($2::bigint[]) OR k.merged_into_id = ANY ($2::bigint[])) ORDER BY g.granted_at, g.import_id, g.line`,
    [shopId, customerIds],
  );
  return Map.groupBy(rows, ({ customerId }) => customerId);
}

/** Writes what a file gives; a line that was written already stays as it is. */
export async function addTierGrants(tx: LockedTx, shopId: number, { importId, grants, now }: { importId: string; grants: FiledTierGrant[]; now: Date }): Promise<void> {
  if (grants.length === 0) return;
  await tx.query(
    `INSERT INTO tier_grants (shop_id, import_id, line, customer_id, tier_id, granted_at, ends_at)
     SELECT $1, $2, g.line, g.customer_id, g.tier_id, $3, g.ends_at FROM unnest($4::integer[], $5::bigint[], $6::text[], $7::timestamptz[]) AS g(line, customer_id, tier_id, ends_at)
     ON CONFLICT DO NOTHING`,
    [shopId, importId, now, grants.map(({ line }) => line), grants.map(({ customerId }) => customerId), grants.map(({ tierId }) => tierId), grants.map(({ endsAt }) => endsAt)],
  );
}

/** Takes lines of a file back, from now. */
export async function endTierGrants(tx: LockedTx, shopId: number, { importId, lines, now }: { importId: string; lines: number[]; now: Date }): Promise<void> {
  await tx.query("UPDATE tier_grants SET undone_at = $4 WHERE shop_id = $1 AND import_id = $2 AND line = ANY ($3::integer[]) AND undone_at IS NULL", [shopId, importId, lines, now]);
}

/** The tier in which each of these customers is; nobody who is in none. */
export async function findTiers(tx: Tx, shopId: number, customerIds: CustomerId[]): Promise<Map<CustomerId, string>> {
  const { rows } = await tx.query<{ customerId: CustomerId; tierId: string }>(
    `SELECT customer_id::text AS "customerId", tier_id AS "tierId" FROM member_tiers WHERE shop_id = $1 AND customer_id = ANY ($2::bigint[]) AND tier_id IS NOT NULL`,
    [shopId, customerIds],
  );
  return new Map(rows.map(({ customerId, tierId }) => [customerId, tierId]));
}
