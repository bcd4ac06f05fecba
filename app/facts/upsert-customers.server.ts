import type { CustomerId } from "#app/domain/ids.ts";
import type { CustomerFact } from "#app/domain/orders/order-fact.ts";
import type { LockedTx } from "#app/platform/db.server.ts";
import { rowsRelation } from "#app/platform/rows-relation.ts";
import { joinWaitingOrders, leaveDeletedCustomers } from "./join-waiting-orders.server.ts";

const PEOPLE = rowsRelation("p", {
  customerId: "bigint", email: "text", firstName: "text", lastName: "text", emailHash: "text", accountState: "text", createdAt: "timestamptz", updatedAt: "timestamptz",
});

const IS_MERGED = "c.merged_into_id IS NOT NULL";

// A mention without a version never replaces one that has, and nothing brings back a person who was erased or merged away. But
// the address that somebody had until a merge leads orders without a customer to the survivor, also where it is told late.
const UPSERT = `
INSERT INTO customers AS c (shop_id, customer_id, email, first_name, last_name, email_hash, account_state, created_at, updated_at, first_seen_at)
SELECT DISTINCT ON (p."customerId") $1, p."customerId", p.email, p."firstName", p."lastName", decode(p."emailHash", 'hex'), p."accountState",
  p."createdAt", coalesce(p."updatedAt", 'epoch'), $2::timestamptz
FROM ${PEOPLE.from(3)}
ORDER BY p."customerId", p."updatedAt" DESC NULLS LAST
ON CONFLICT (shop_id, customer_id) DO UPDATE SET
  email = CASE WHEN ${IS_MERGED} THEN NULL ELSE excluded.email END, first_name = CASE WHEN ${IS_MERGED} THEN NULL ELSE excluded.first_name END,
  last_name = CASE WHEN ${IS_MERGED} THEN NULL ELSE excluded.last_name END, email_hash = excluded.email_hash,
  account_state = CASE WHEN ${IS_MERGED} THEN c.account_state ELSE coalesce(excluded.account_state, c.account_state) END,
  created_at = CASE WHEN ${IS_MERGED} THEN c.created_at ELSE coalesce(excluded.created_at, c.created_at) END, updated_at = excluded.updated_at
WHERE c.redacted_at IS NULL AND c.deleted_at IS NULL AND excluded.updated_at >= c.updated_at AND excluded.updated_at > 'epoch'
  AND CASE WHEN ${IS_MERGED} THEN
    c.email_hash IS DISTINCT FROM excluded.email_hash
    AND EXISTS (SELECT FROM customers k WHERE k.shop_id = c.shop_id AND k.customer_id = c.merged_into_id AND k.deleted_at IS NULL AND k.redacted_at IS NULL)
  ELSE (c.email, c.first_name, c.last_name, c.account_state, c.updated_at)
    IS DISTINCT FROM (excluded.email, excluded.first_name, excluded.last_name, coalesce(excluded.account_state, c.account_state), excluded.updated_at)
  END`;

// Whoever is only named, as every order of a bulk read names its customer, is nearly always there: DO NOTHING leaves that
// row alone, where DO UPDATE would lock and write it before it finds nothing to change.
const INSERT_NAMED = `
INSERT INTO customers (shop_id, customer_id, updated_at, first_seen_at)
SELECT $1, id, 'epoch', $2 FROM unnest($3::bigint[]) AS id ON CONFLICT (shop_id, customer_id) DO NOTHING RETURNING customer_id`;

const isOnlyNamed = ({ customerId: _customerId, ...rest }: CustomerFact) => Object.values(rest).every((value) => value === null);

/** Writes people without asking who waited for them: the newest version wins. Answers who is new or changed. */
export async function upsertPeople(tx: LockedTx, shopId: number, { facts, now }: { facts: CustomerFact[]; now: Date }): Promise<CustomerId[]> {
  const written: CustomerId[] = [];
  const write = async (sql: string, people: unknown[]) => {
    const answer = await tx.query<{ customer_id: string }>(sql, [shopId, now, ...people]);
    written.push(...answer.rows.map((row) => row.customer_id));
  };
  const told = facts.filter((fact) => !isOnlyNamed(fact));
  if (told.length > 0) await write(`${UPSERT} RETURNING c.customer_id`, PEOPLE.values(told));
  const named = new Set(facts.filter(isOnlyNamed).map(({ customerId }) => customerId));
  if (named.size > 0) await write(INSERT_NAMED, [[...named]]);
  return written;
}

/**
 * Brings people in line with what is known: the newest version wins. Answers the customers that orders had waited for, and
 * those who are new or changed: a new one is a prospect, and one who has signed in may claim points.
 */
export async function upsertCustomers(tx: LockedTx, shopId: number, { facts, now }: { facts: CustomerFact[]; now: Date }): Promise<CustomerId[]> {
  if (facts.length === 0) return [];
  const written = await upsertPeople(tx, shopId, { facts, now });
  const joined = await joinWaitingOrders(tx, shopId, { orderIds: [], customerIds: written });
  return [...new Set([...written, ...joined])];
}

/**
 * Customers are gone. The rows stay as marks, so that a late delivery does not bring anybody back; the addresses of those who
 * were merged into them go as well. Answers the customers whom orders join that had come without one.
 */
export async function deleteCustomers(tx: LockedTx, shopId: number, { customerIds, now }: { customerIds: CustomerId[]; now: Date }): Promise<CustomerId[]> {
  await tx.query(
    `INSERT INTO customers AS c (shop_id, customer_id, updated_at, first_seen_at, deleted_at)
     SELECT DISTINCT $1::integer, id, 'epoch'::timestamptz, $3::timestamptz, $3::timestamptz FROM unnest($2::bigint[]) AS id
     ON CONFLICT (shop_id, customer_id) DO UPDATE SET deleted_at = excluded.deleted_at, email = NULL, first_name = NULL, last_name = NULL, email_hash = NULL
     WHERE c.deleted_at IS NULL`,
    [shopId, customerIds, now],
  );
  await tx.query("UPDATE customers SET email_hash = NULL WHERE shop_id = $1 AND merged_into_id = ANY ($2::bigint[]) AND email_hash IS NOT NULL", [shopId, customerIds]);
  return leaveDeletedCustomers(tx, shopId, { customerIds, now });
}
