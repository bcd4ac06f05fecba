import type { CustomerId } from "#app/domain/ids.ts";
import type { Tx } from "#app/platform/db.server.ts";
import { findByEmail } from "./find-by-email.server.ts";
import { findMembers } from "./find-members.server.ts";
import { getShop } from "./shops.server.ts";

/** Whom a line is for, and what they have settled. */
export interface FoundCustomer {
  customerId: CustomerId;
  settledPoints: number;
  debtPoints: number;
}

/**
 * The living customers that lines name by id or by e-mail address in small letters, in the order of the lines; undefined for
 * nobody. A merged customer's id finds the survivor. An id that the shop does not have gives way to the address; an address that
 * two customers share finds nobody.
 *
 * One table at a time, because after a large file came in a plan for a join is made for what the tables were before it: for
 * 6,000 lines that took 17 seconds.
 */
export async function findCustomers(tx: Tx, shopId: number, lines: { customerId: CustomerId | null; email: string | null }[]): Promise<(FoundCustomer | undefined)[]> {
  const byId = await findMembers(tx, shopId, lines.flatMap(({ customerId }) => customerId ?? []));
  const idOf = (customerId: CustomerId | null) => (customerId === null ? undefined : byId.get(customerId));
  // A customer has another id in another shop, and the same address.
  const byEmail = await findByEmail(tx, await getShop(tx, shopId), lines.flatMap(({ customerId, email }) => (email !== null && idOf(customerId) === undefined ? [email] : [])));
  const onlyOf = (email: string | null) => {
    const ids = byEmail.get(email ?? "") ?? [];
    return ids.length === 1 ? ids[0] : undefined;
  };
  const found = lines.map(({ customerId, email }) => idOf(customerId) ?? onlyOf(email));
  const holdings = await loadHoldingSums(tx, shopId, [...new Set(found.flatMap((id) => id ?? []))]);
  return found.map((customerId) => (customerId === undefined ? undefined : { customerId, ...(holdings.get(customerId) ?? { settledPoints: 0, debtPoints: 0 }) }));
}

/** What customers have settled; nobody who never had points. */
export async function loadHoldingSums(tx: Tx, shopId: number, customerIds: CustomerId[]): Promise<Map<CustomerId, Omit<FoundCustomer, "customerId">>> {
  const { rows } = await tx.query<FoundCustomer>(
    `SELECT customer_id::text AS "customerId", settled_points::float8 AS "settledPoints", debt_points::float8 AS "debtPoints" FROM member_points WHERE shop_id = $1 AND customer_id = ANY ($2::bigint[])`,
    [shopId, customerIds],
  );
  return new Map(rows.map(({ customerId, ...sums }) => [customerId, sums]));
}

/** Those of the customers who have something to be settled first. */
export async function listUnsettledOf(tx: Tx, shopId: number, { customerIds, now }: { customerIds: CustomerId[]; now: Date }): Promise<CustomerId[]> {
  const { rows } = await tx.query<{ customer_id: string }>(
    `SELECT customer_id FROM customers WHERE shop_id = $1 AND customer_id = ANY ($2::bigint[]) AND (dirty_since IS NOT NULL OR next_due_at <= $3)
     UNION SELECT c.customer_id FROM shops s JOIN customers c ON c.shop_id = $1 AND c.customer_id > s.marked_through_id WHERE s.id = $1 AND c.customer_id = ANY ($2::bigint[]) AND c.merged_into_id IS NULL
     UNION SELECT customer_id FROM member_points WHERE shop_id = $1 AND customer_id = ANY ($2::bigint[]) AND next_due_at <= $3`,
    [shopId, customerIds, now],
  );
  return rows.map((row) => row.customer_id);
}
