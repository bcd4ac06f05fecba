import type { CustomerId, OrderId } from "#app/domain/ids.ts";
import type { ReplayedEntry, ReplayedMember, ReplayedMerge } from "#app/domain/points/replay-lots.ts";
import type { LockedTx, Tx } from "#app/platform/db.server.ts";

/** Who the named customers are today: themselves, or whoever they were merged into. */
export async function loadSurvivors(tx: Tx, shopId: number, customerIds: CustomerId[]): Promise<Map<CustomerId, CustomerId>> {
  const rows = await tx.query<{ id: CustomerId; survivor: CustomerId }>(
    "SELECT n.id::text, coalesce(c.merged_into_id, n.id)::text AS survivor FROM unnest($2::bigint[]) AS n(id) LEFT JOIN customers c ON c.shop_id = $1 AND c.customer_id = n.id ORDER BY n.id",
    [shopId, customerIds],
  );
  return new Map(rows.rows.map(({ id, survivor }) => [id, survivor]));
}

/** Everybody who was merged into the named customers, each with whom they were merged into themselves. */
export async function loadMerges(tx: Tx, shopId: number, customerIds: CustomerId[]): Promise<ReplayedMerge[]> {
  const { rows } = await tx.query<ReplayedMerge>(
    `SELECT customer_id::text AS "removedId", coalesce(merged_directly_into_id, merged_into_id)::text AS "keptId", coalesce(merged_at, 'epoch') AS at
     FROM customers WHERE shop_id = $1 AND merged_into_id = ANY ($2::bigint[]) ORDER BY customer_id`,
    [shopId, customerIds],
  );
  return rows;
}

/** Every entry of members and of those who were merged into them, in the order in which it was written. */
export async function loadLedger(tx: Tx, shopId: number, customerIds: CustomerId[]): Promise<ReplayedEntry[]> {
  const rows = await tx.query<ReplayedEntry>(
    `SELECT e.customer_id::text AS "customerId", e.kind, e.pending_points::float8 AS "pendingPoints", e.settled_points::float8 AS "settledPoints", e.waived_points::float8 AS "waivedPoints",
       e.occurred_at AS "occurredAt", e.recorded_at AS "recordedAt", e.order_id::text AS "orderId", e.program_version AS "programVersion", e.key, e.why,
       coalesce((SELECT json_agg(json_build_object('lotKey', a.lot_key, 'points', a.points) ORDER BY a.lot_key) FROM lot_allocations a WHERE a.shop_id = $1 AND a.entry_key = e.key), '[]') AS allocations
     FROM ledger_entries e
     WHERE e.shop_id = $1 AND (e.customer_id = ANY ($2::bigint[]) OR e.customer_id IN (SELECT customer_id FROM customers WHERE shop_id = $1 AND merged_into_id = ANY ($2::bigint[])))
     ORDER BY e.id`,
    [shopId, customerIds],
  );
  return rows.rows;
}

/** The last days that lots have now, by key: an import's day and a prolonged one stand nowhere else. */
export async function loadLastDays(tx: Tx, shopId: number, keys: string[]): Promise<Map<string, string | null>> {
  const rows = await tx.query<{ key: string; day: string | null }>("SELECT key, expires_on::text AS day FROM lots WHERE shop_id = $1 AND key = ANY ($2)", [shopId, keys]);
  return new Map(rows.rows.map(({ key, day }) => [key, day]));
}

/** Puts what the ledger says in the place of lots, bookings and balances of members. Everybody named is looked at again afterwards. */
export async function replaceProjections(tx: LockedTx, shopId: number, { members, customerIds, now }: { members: Map<CustomerId, ReplayedMember>; customerIds: CustomerId[]; now: Date }): Promise<void> {
  const all = [...new Set([...customerIds, ...members.keys()])];
  const lots = [...members].flatMap(([customerId, { lots: own }]) => [...own.values()].map((lot) => ({ ...lot, customerId })));
  const bookings = [...members].flatMap(([customerId, { bookings: own }]) => [...own].map(([orderId, booking]): Record<string, unknown> & { orderId: OrderId } => ({ ...booking, customerId, orderId })));
  await tx.query("DELETE FROM lots WHERE shop_id = $1 AND (customer_id = ANY ($2::bigint[]) OR key = ANY ($3))", [shopId, all, lots.map(({ key }) => key)]);
  await tx.query(
    `INSERT INTO lots (shop_id, customer_id, key, order_id, points, left_points, redeemed_points, expired_points, expires_on, credited_at)
     SELECT $1, x."customerId", x.key, x."orderId", x.points, x.left, x.redeemed, x.expired, x."expiresOn", x."creditedAt"
     FROM json_to_recordset($2::json) AS x("customerId" bigint, key text, "orderId" bigint, points bigint, "left" bigint, redeemed bigint, expired bigint, "expiresOn" date, "creditedAt" timestamptz)`,
    [shopId, JSON.stringify(lots)],
  );
  // What an order has settled without earning anything stands in no entry: rows that are there keep their times, and every
  // order is asked again whether it earns what is booked.
  await tx.query(
    `UPDATE order_bookings SET pending_points = 0, credited_points = 0, reversed_points = 0, waived_points = 0, compensated_points = 0, order_revision = -1
     WHERE shop_id = $1 AND customer_id = ANY ($2::bigint[])`,
    [shopId, all],
  );
  await tx.query(
    `INSERT INTO order_bookings AS k (shop_id, customer_id, order_id, pending_points, credited_points, reversed_points, waived_points, compensated_points, entries, order_revision, booked_through, settled_at)
     SELECT $1, b."customerId", b."orderId", b.pending, b.credited, b.reversed, b.waived, b.compensated, b.entries, -1, $3, b."settledAt"
     FROM json_to_recordset($2::json) AS b("customerId" bigint, "orderId" bigint, pending bigint, credited bigint, reversed bigint, waived bigint, compensated bigint, entries integer, "settledAt" timestamptz)
     ON CONFLICT (shop_id, customer_id, order_id) DO UPDATE SET pending_points = excluded.pending_points, credited_points = excluded.credited_points, reversed_points = excluded.reversed_points,
       waived_points = excluded.waived_points, compensated_points = excluded.compensated_points, entries = greatest(k.entries, excluded.entries)`,
    [shopId, JSON.stringify(bookings), now],
  );
  await tx.query("UPDATE member_points SET pending_points = 0, settled_points = 0, debt_points = 0, next_due_at = $3 WHERE shop_id = $1 AND customer_id = ANY ($2::bigint[])", [shopId, all, now]);
  await tx.query(
    `INSERT INTO member_points (shop_id, customer_id, pending_points, settled_points, debt_points, next_due_at)
     SELECT $1, x."customerId", x."pendingPoints", x."settledPoints", x."debtPoints", $3
     FROM json_to_recordset($2::json) AS x("customerId" bigint, "pendingPoints" bigint, "settledPoints" bigint, "debtPoints" bigint)
     ON CONFLICT (shop_id, customer_id) DO UPDATE SET pending_points = excluded.pending_points, settled_points = excluded.settled_points, debt_points = excluded.debt_points`,
    [shopId, JSON.stringify([...members].map(([customerId, { pendingPoints, settledPoints, debtPoints }]) => ({ customerId, pendingPoints, settledPoints, debtPoints }))), now],
  );
}
