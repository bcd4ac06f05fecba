import type { SettledEntry } from "#app/domain/points/points-member.ts";
import type { Tx } from "#app/platform/db.server.ts";

/**
 * The only writer of the ledger. Appends entries, with the lots that they fill and take from, in the caller's transaction.
 *
 * The business key of an entry is taken once: writing one a second time fails, because settling under the member's lock
 * never asks for it. Rows are immutable from then on.
 */
export async function appendEntries(tx: Tx, shopId: number, { entries, now }: { entries: SettledEntry[]; now: Date }): Promise<void> {
  if (entries.length === 0) return;
  // A column each as an array: as one JSON text the rows of a large file cost the database twice as much.
  await tx.query(
    `INSERT INTO ledger_entries (shop_id, customer_id, key, kind, pending_points, settled_points, waived_points, occurred_at, recorded_at, order_id, program_version, why)
     SELECT $1, e.customer_id, e.key, e.kind, e.pending, e.settled, e.waived, e.occurred_at, $2, e.order_id, e.version, e.why
     FROM unnest($3::bigint[], $4::text[], $5::text[], $6::bigint[], $7::bigint[], $8::bigint[], $9::timestamptz[], $10::bigint[], $11::integer[], $12::jsonb[])
       AS e(customer_id, key, kind, pending, settled, waived, occurred_at, order_id, version, why)`,
    [
      shopId, now,
      entries.map((entry) => entry.customerId), entries.map((entry) => entry.key), entries.map((entry) => entry.kind), entries.map((entry) => entry.pendingPoints),
      entries.map((entry) => entry.settledPoints), entries.map((entry) => entry.waivedPoints), entries.map((entry) => entry.occurredAt.toISOString()),
      entries.map((entry) => entry.orderId), entries.map((entry) => entry.programVersion), entries.map((entry) => JSON.stringify(entry.why)),
    ],
  );
  const allocations = entries.flatMap((entry) => entry.allocations.map((one) => ({ entryKey: entry.key, ...one })));
  if (allocations.length === 0) return;
  await tx.query(
    `INSERT INTO lot_allocations (shop_id, entry_key, lot_key, points)
     SELECT $1, a."entryKey", a."lotKey", a.points FROM json_to_recordset($2::json) AS a("entryKey" text, "lotKey" text, points bigint)`,
    [shopId, JSON.stringify(allocations)],
  );
}
