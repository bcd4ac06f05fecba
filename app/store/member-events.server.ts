import type { CustomerId } from "#app/domain/ids.ts";
import type { LockedTx, Tx } from "#app/platform/db.server.ts";

/** An event of a member as it was recorded, with what it earned. */
export interface MemberEvent {
  customerId: CustomerId;
  key: string;
  event: string;
  occurredAt: Date;
  programVersion: number | null;
  points: number;
  ruleIds: string[];
}

const COLUMNS = `customer_id::text AS "customerId", key, event, occurred_at AS "occurredAt", program_version AS "programVersion", points::float8 AS points, rule_ids AS "ruleIds"`;

/** An event by its key with when we were told of it, to answer a repeated request as the first one was. */
export async function findEvent(tx: Tx, shopId: number, key: string): Promise<(MemberEvent & { recordedAt: Date }) | undefined> {
  return (await tx.query<MemberEvent & { recordedAt: Date }>(`SELECT ${COLUMNS}, recorded_at AS "recordedAt" FROM member_events WHERE shop_id = $1 AND key = $2`, [shopId, key])).rows[0];
}

/** The event of a member, or of one who was merged into it, that may happen once; to answer a repeated request as the first one was. */
export async function findOnce(tx: Tx, shopId: number, { customerId, event }: { customerId: CustomerId; event: string }): Promise<MemberEvent | undefined> {
  const rows = await tx.query<MemberEvent>(
    `SELECT ${COLUMNS} FROM member_events WHERE shop_id = $1 AND event = $3
       AND customer_id IN (SELECT customer_id FROM customers WHERE shop_id = $1 AND (customer_id = $2 OR merged_into_id = $2)) ORDER BY id LIMIT 1`,
    [shopId, customerId, event],
  );
  return rows.rows[0];
}

/** Events of a member and of those who were merged into it, oldest first. */
export async function listEvents(tx: Tx, shopId: number, customerId: CustomerId): Promise<MemberEvent[]> {
  const rows = await tx.query<MemberEvent>(
    `SELECT ${COLUMNS} FROM member_events WHERE shop_id = $1
       AND customer_id IN (SELECT customer_id FROM customers WHERE shop_id = $1 AND (customer_id = $2 OR merged_into_id = $2)) ORDER BY occurred_at, id`,
    [shopId, customerId],
  );
  return rows.rows;
}

/** Records an event. Its key is taken once: a second time fails. */
export async function addEvent(tx: LockedTx, shopId: number, { event, now }: { event: MemberEvent; now: Date }): Promise<void> {
  await tx.query(
    `INSERT INTO member_events (shop_id, customer_id, key, event, occurred_at, recorded_at, program_version, points, rule_ids) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [shopId, event.customerId, event.key, event.event, event.occurredAt, now, event.programVersion, event.points, event.ruleIds],
  );
}
