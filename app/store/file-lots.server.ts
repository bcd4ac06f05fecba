import type { CustomerId } from "#app/domain/ids.ts";
import type { PayingFileLot } from "#app/domain/import/book-line.ts";
import type { Tx } from "#app/platform/db.server.ts";

/** SQL for the line of a file (FileLine) that filled a lot, by the lot's key; null unless it was taken back. What taking back gave again is a lot with a longer key, and stays. */
export const undoneLine = (key: string): string => `CASE WHEN ${key} ~ '^import:[0-9]+:[0-9]+$' THEN (
    SELECT json_build_object('reason', i.reason, 'fileName', i.file_name, 'line', split_part(${key}, ':', 3)::int, 'createdBy', i.created_by) FROM imports i
    WHERE i.shop_id = $1 AND i.id = split_part(${key}, ':', 2)::bigint AND (i.state = 'undone' OR (i.state = 'undoing' AND EXISTS (
      SELECT FROM import_pieces p CROSS JOIN LATERAL json_array_elements(p.lines) AS one(line)
      WHERE p.shop_id = $1 AND p.import_id = i.id AND p.piece < i.pieces_done AND one.line ->> 'line' = split_part(${key}, ':', 3))))) END`;

/** The lots of files of these customers, and of those who were merged into them, whose points paid for orders that were undone. */
export async function loadPayingFileLots(tx: Tx, shopId: number, customerIds: CustomerId[]): Promise<PayingFileLot[]> {
  if (customerIds.length === 0) return [];
  const { rows } = await tx.query<PayingFileLot>(
    `WITH RECURSIVE entry AS (
       SELECT e.key, e.kind, e.order_id FROM customers k JOIN ledger_entries e ON e.shop_id = $1 AND e.customer_id = k.customer_id
       WHERE k.shop_id = $1 AND (k.customer_id = ANY ($2::bigint[]) OR k.merged_into_id = ANY ($2::bigint[])) AND e.kind IN ('reverse', 'adjust')),
     paid AS (
       SELECT e.order_id, l.order_id AS payer_id, l.key AS lot_key, a.points
       FROM entry e JOIN lot_allocations a ON a.shop_id = $1 AND a.entry_key = e.key JOIN lots l ON l.shop_id = $1 AND l.key = a.lot_key
       WHERE e.kind = 'reverse' AND l.order_id IS DISTINCT FROM e.order_id),
     behind AS (
       SELECT p.lot_key, p.order_id FROM paid p WHERE p.lot_key ~ '^import:[0-9]+:[0-9]+$'
       UNION SELECT b.lot_key, p.order_id FROM behind b JOIN paid p ON p.payer_id = b.order_id),
     taken AS (
       SELECT b.lot_key, sum(a.points) AS points FROM (SELECT DISTINCT lot_key FROM behind) b
       JOIN entry e ON e.kind = 'adjust' AND starts_with(e.key, b.lot_key || ':undo') JOIN lot_allocations a ON a.shop_id = $1 AND a.entry_key = e.key AND a.lot_key <> b.lot_key
       GROUP BY 1)
     SELECT b.lot_key AS "lotKey", ${undoneLine("b.lot_key")} AS undone, array_agg(b.order_id::text) AS "orderIds",
       ((SELECT sum(p.points) FROM paid p WHERE p.lot_key = b.lot_key) - coalesce((SELECT t.points FROM taken t WHERE t.lot_key = b.lot_key), 0))::float8 AS "paidPoints"
     FROM behind b GROUP BY b.lot_key ORDER BY b.lot_key`,
    [shopId, customerIds],
  );
  return rows;
}
