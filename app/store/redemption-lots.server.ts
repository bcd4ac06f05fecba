import type { CustomerId } from "#app/domain/ids.ts";
import type { Lot } from "#app/domain/points/lot.ts";
import type { HeldLot, PaidReversal, Returned, UndoneFileLot, WaivedBooking } from "#app/domain/redemption/return-points.ts";
import type { LockedTx, Tx } from "#app/platform/db.server.ts";
import { loadPayingFileLots, loadUndoneLines } from "./file-lots.server.ts";

const OF_CUSTOMER = "IN (SELECT k.customer_id FROM customers k WHERE k.shop_id = $1 AND (k.customer_id = $2 OR k.merged_into_id = $2))";

// What one order's lots paid for another less what the other's paid for it.
const PAID = `WITH paid AS (
    SELECT e.order_id, l.order_id AS payer_id, sum(a.points) AS points
    FROM ledger_entries e JOIN lot_allocations a ON a.shop_id = $1 AND a.entry_key = e.key JOIN lots l ON l.shop_id = $1 AND l.key = a.lot_key
    WHERE e.shop_id = $1 AND e.customer_id ${OF_CUSTOMER} AND e.kind = 'reverse' AND l.order_id <> e.order_id GROUP BY 1, 2)
  SELECT p.order_id::text AS "orderId", p.payer_id::text AS "payerId", (p.points - coalesce(back.points, 0))::float8 AS points
  FROM paid p LEFT JOIN paid back ON back.order_id = p.payer_id AND back.payer_id = p.order_id
  WHERE p.points > coalesce(back.points, 0) ORDER BY p.order_id, p.payer_id`;

/**
 * The lots that hold a redemption's points, with how many came from each; whose points, and which undone files', paid when orders of its
 * customer were undone; and what the customer has booked of all these orders: what another customer of such an order has given up is theirs.
 */
export async function loadHeldLots(tx: Tx, shopId: number, { entryKey, customerId }: { entryKey: string; customerId: CustomerId }): Promise<{ held: HeldLot[]; bookings: WaivedBooking[]; paid: PaidReversal[]; files: UndoneFileLot[] }> {
  const lots = await tx.query<Lot & Pick<HeldLot, "held" | "wasExtended">>(
    `SELECT l.key, l.order_id AS "orderId", l.points::float8 AS points, l.left_points::float8 AS left, l.redeemed_points::float8 AS redeemed, l.expired_points::float8 AS expired,
       l.expires_on::text AS "expiresOn", l.credited_at AS "creditedAt", a.points::float8 AS held, x.lot_key IS NOT NULL AS "wasExtended"
     FROM lot_allocations a JOIN lots l ON l.shop_id = $1 AND l.key = a.lot_key LEFT JOIN lot_extensions x ON x.shop_id = $1 AND x.lot_key = a.lot_key
     WHERE a.shop_id = $1 AND a.entry_key = $2 ORDER BY l.expires_on NULLS LAST, l.credited_at, l.key`,
    [shopId, entryKey],
  );
  const { rows: paid } = await tx.query<PaidReversal>(PAID, [shopId, customerId]);
  const orderIds = [...new Set([...lots.rows.flatMap(({ orderId }) => orderId ?? []), ...paid.map(({ payerId }) => payerId)])];
  const bookings = await tx.query<WaivedBooking>(
    // Of what was reversed, what did not come from the order's own lots was found elsewhere or became a debt; the rest of what
    // was compensated had been given up because it was spent.
    `SELECT b.customer_id AS "customerId", b.order_id AS "orderId", b.reversed_points::float8 AS reversed, b.waived_points::float8 AS waived,
       greatest(0, least(b.waived_points, b.compensated_points - (b.reversed_points - own.points)))::float8 AS "waivedSpent",
       b.compensated_points::float8 AS compensated, b.entries, own.version AS "programVersion"
     FROM order_bookings b CROSS JOIN LATERAL (
       SELECT coalesce(sum(a.points), 0) AS points, max(e.program_version) AS version FROM ledger_entries e
       LEFT JOIN (lot_allocations a JOIN lots l ON l.shop_id = $1 AND l.key = a.lot_key AND l.order_id = ANY ($2::bigint[]))
         ON a.shop_id = $1 AND a.entry_key = e.key AND e.kind = 'reverse' AND l.order_id = e.order_id
       WHERE e.shop_id = $1 AND e.order_id = b.order_id
         AND e.customer_id IN (SELECT k.customer_id FROM customers k WHERE k.shop_id = $1 AND (k.customer_id = b.customer_id OR k.merged_into_id = b.customer_id))) own
     WHERE b.shop_id = $1 AND b.customer_id = $3 AND b.order_id = ANY ($2::bigint[]) AND b.waived_points > 0`,
    [shopId, orderIds, customerId],
  );
  const paying = await loadPayingFileLots(tx, shopId, [customerId]);
  const undone = await loadUndoneLines(tx, shopId, [...lots.rows.map(({ key }) => key), ...paying.map(({ lotKey }) => lotKey)]);
  const files = paying.flatMap((file) => {
    const line = undone.get(file.lotKey);
    return line ? [{ ...file, line }] : [];
  });
  return { held: lots.rows.map(({ held, wasExtended, ...lot }) => ({ lot, held, wasExtended, undoneLine: undone.get(lot.key) ?? null })), bookings: bookings.rows, paid, files };
}

/** Writes what a return changed beside the ledger: later days of lots, and bookings whose waiver was taken. */
export async function writeReturn(
  tx: LockedTx,
  shopId: number,
  { redemptionId, extensions, bookings }: { redemptionId: string; extensions: Returned["extensions"]; bookings: WaivedBooking[] },
): Promise<void> {
  await tx.query(
    `WITH extended AS (
       INSERT INTO lot_extensions (shop_id, lot_key, redemption_id, expired_on, expires_on)
       SELECT $1, x."lotKey", $3, x."expiredOn", x."expiresOn" FROM json_to_recordset($2::json) AS x("lotKey" text, "expiredOn" date, "expiresOn" date)
       RETURNING lot_key, expires_on)
     UPDATE lots l SET expires_on = x.expires_on FROM extended x WHERE l.shop_id = $1 AND l.key = x.lot_key`,
    [shopId, JSON.stringify(extensions), redemptionId],
  );
  await tx.query(
    `UPDATE order_bookings b SET reversed_points = x.reversed, waived_points = x.waived, compensated_points = x.compensated, entries = x.entries
     FROM json_to_recordset($2::json) AS x("customerId" bigint, "orderId" bigint, reversed bigint, waived bigint, compensated bigint, entries integer)
     WHERE b.shop_id = $1 AND b.customer_id = x."customerId" AND b.order_id = x."orderId"`,
    [shopId, JSON.stringify(bookings)],
  );
}
