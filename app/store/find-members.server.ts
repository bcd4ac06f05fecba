import type { CustomerId } from "#app/domain/ids.ts";
import type { Tx } from "#app/platform/db.server.ts";

/** The living customer that an id stands for: themselves, or whoever they were merged into. Undefined when unknown, deleted or erased. */
export async function findMember(tx: Tx, shopId: number, customerId: CustomerId): Promise<CustomerId | undefined> {
  return (await findMembers(tx, shopId, [customerId])).values().next().value;
}

/** The same for many at once, for each id that stands for somebody. */
export async function findMembers(tx: Tx, shopId: number, customerIds: CustomerId[]): Promise<Map<CustomerId, CustomerId>> {
  if (customerIds.length === 0) return new Map();
  const sql = "SELECT customer_id::text AS id, merged_into_id::text AS into, deleted_at IS NULL AND redacted_at IS NULL AS is_living FROM customers WHERE shop_id = $1 AND customer_id = ANY ($2::bigint[])";
  type Row = { id: CustomerId; into: CustomerId | null; is_living: boolean };
  const { rows } = await tx.query<Row>(sql, [shopId, customerIds]);
  const merged = rows.flatMap(({ into }) => into ?? []);
  const kept = merged.length === 0 ? [] : (await tx.query<Row>(sql, [shopId, merged])).rows;
  const living = new Set([...rows, ...kept].filter((row) => row.is_living && row.into === null).map(({ id }) => id));
  return new Map(rows.flatMap(({ id, into }) => (living.has(into ?? id) ? [[id, into ?? id]] : [])));
}

/** Whether something that was stored under an id, perhaps before a merge, is a living member's. */
export async function isSameMember(tx: Tx, shopId: number, { storedId, memberId }: { storedId: CustomerId; memberId: CustomerId }): Promise<boolean> {
  return storedId === memberId || (await findMember(tx, shopId, storedId)) === memberId;
}
