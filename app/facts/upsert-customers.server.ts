import type { CustomerId } from "#app/domain/ids.ts";
import type { CustomerFact } from "#app/domain/orders/order-fact.ts";
import type { LockedTx } from "#app/platform/db.server.ts";
import { rowsRelation } from "#app/platform/rows-relation.ts";
import { joinWaitingOrders } from "./join-waiting-orders.server.ts";

const PEOPLE = rowsRelation("p", {
  customerId: "bigint", email: "text", firstName: "text", lastName: "text", emailHash: "text", accountState: "text", createdAt: "timestamptz", updatedAt: "timestamptz",
});

// A mention without a version never replaces one that has, and nothing brings back a person who was erased or merged away.
const UPSERT = `
INSERT INTO customers AS c (shop_id, customer_id, email, first_name, last_name, email_hash, account_state, created_at, updated_at, first_seen_at)
SELECT DISTINCT ON (p."customerId") $1, p."customerId", p.email, p."firstName", p."lastName", decode(p."emailHash", 'hex'), p."accountState",
  p."createdAt", coalesce(p."updatedAt", 'epoch'), $2::timestamptz
FROM ${PEOPLE.from(3)}
ORDER BY p."customerId", p."updatedAt" DESC NULLS LAST
ON CONFLICT (shop_id, customer_id) DO UPDATE SET
  email = excluded.email, first_name = excluded.first_name, last_name = excluded.last_name, email_hash = excluded.email_hash,
  account_state = coalesce(excluded.account_state, c.account_state), created_at = coalesce(excluded.created_at, c.created_at), updated_at = excluded.updated_at
WHERE c.redacted_at IS NULL AND c.merged_into_id IS NULL AND c.deleted_at IS NULL AND excluded.updated_at >= c.updated_at AND excluded.updated_at > 'epoch'
  AND (c.email, c.first_name, c.last_name, c.account_state, c.updated_at)
    IS DISTINCT FROM (excluded.email, excluded.first_name, excluded.last_name, coalesce(excluded.account_state, c.account_state), excluded.updated_at)`;

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

/** A customer is gone. The row stays as a mark, so that a late delivery does not bring the person back. */
export async function deleteCustomers(tx: LockedTx, shopId: number, { customerIds, now }: { customerIds: CustomerId[]; now: Date }): Promise<void> {
  await tx.query(
    `INSERT INTO customers AS c (shop_id, customer_id, updated_at, first_seen_at, deleted_at)
     SELECT DISTINCT $1::integer, id, 'epoch'::timestamptz, $3::timestamptz, $3::timestamptz FROM unnest($2::bigint[]) AS id
     ON CONFLICT (shop_id, customer_id) DO UPDATE SET deleted_at = excluded.deleted_at, email = NULL, first_name = NULL, last_name = NULL, email_hash = NULL
     WHERE c.deleted_at IS NULL`,
    [shopId, customerIds, now],
  );
}
