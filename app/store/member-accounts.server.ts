import type { AccountKind } from "#app/domain/account/customer-accounts.ts";
import type { MemberAccount, SeenWithAccount } from "#app/domain/account/account-seen.ts";
import type { CustomerId } from "#app/domain/ids.ts";
import type { LockedTx, Tx } from "#app/platform/db.server.ts";

/** The account of a member, or of somebody who was merged into them; their own first. */
export async function findAccount(tx: Tx, shopId: number, customerId: CustomerId): Promise<(MemberAccount & { customerId: CustomerId }) | undefined> {
  const rows = await tx.query<MemberAccount & { customerId: CustomerId }>(
    `SELECT a.customer_id::text AS "customerId", a.source, a.enabled_at AS "enabledAt", a.seen_at AS "seenAt"
     FROM member_accounts a JOIN customers c ON c.shop_id = $1 AND c.customer_id = a.customer_id
     WHERE a.shop_id = $1 AND (c.customer_id = $2 OR c.merged_into_id = $2) ORDER BY a.customer_id = $2 DESC, a.seen_at LIMIT 1`,
    [shopId, customerId],
  );
  return rows.rows[0];
}

/** Those of the customers whom Shopify shows with an account that is not written down, for themselves or for somebody merged into them. */
export async function listUnwrittenAccounts(tx: Tx, shopId: number, customerIds: CustomerId[]): Promise<(SeenWithAccount & { customerId: CustomerId })[]> {
  const rows = await tx.query<SeenWithAccount & { customerId: CustomerId }>(
    `SELECT c.customer_id::text AS "customerId", c.created_at AS "createdAt", c.updated_at AS "updatedAt", c.first_seen_at AS "firstSeenAt" FROM customers c
     WHERE c.shop_id = $1 AND c.customer_id = ANY ($2::bigint[]) AND c.account_state = 'enabled' AND c.merged_into_id IS NULL AND c.deleted_at IS NULL AND c.redacted_at IS NULL
       AND NOT EXISTS (SELECT FROM member_accounts a WHERE a.shop_id = $1 AND a.customer_id = ANY ($2::bigint[]) AND a.customer_id = c.customer_id)
       AND NOT EXISTS (SELECT FROM customers m JOIN member_accounts a ON a.shop_id = $1 AND a.customer_id = m.customer_id WHERE m.shop_id = $1 AND m.merged_into_id = c.customer_id)`,
    [shopId, customerIds],
  );
  return rows.rows;
}

/** Writes accounts down: what is there for a customer becomes what is given. */
export async function writeAccounts(tx: LockedTx, shopId: number, accounts: (MemberAccount & { customerId: CustomerId })[]): Promise<void> {
  if (accounts.length === 0) return;
  await tx.query(
    `INSERT INTO member_accounts (shop_id, customer_id, source, enabled_at, seen_at)
     SELECT $1, x."customerId", x.source, x."enabledAt", x."seenAt" FROM json_to_recordset($2::json) AS x("customerId" bigint, source text, "enabledAt" timestamptz, "seenAt" timestamptz)
     ON CONFLICT (shop_id, customer_id) DO UPDATE SET source = excluded.source, enabled_at = excluded.enabled_at, seen_at = excluded.seen_at`,
    [shopId, JSON.stringify(accounts)],
  );
}

/** Which customer accounts the shop runs, as far as Shopify has said. */
export async function findAccountKind(tx: Tx, shopId: number): Promise<AccountKind | null> {
  const rows = await tx.query<{ kind: AccountKind | null }>("SELECT customer_accounts AS kind FROM shops WHERE id = $1", [shopId]);
  return rows.rows[0]?.kind ?? null;
}

/** What Shopify said at `at` of the shop's customer accounts; older news changes nothing. */
export async function setAccountKind(tx: Tx, shopId: number, { kind, at }: { kind: AccountKind; at: Date }): Promise<void> {
  await tx.query("UPDATE shops SET customer_accounts = $2, customer_accounts_at = $3 WHERE id = $1 AND (customer_accounts_at IS NULL OR customer_accounts_at <= $3)", [shopId, kind, at]);
}
