import type { CustomerId } from "#app/domain/ids.ts";
import type { FileLine, PayingFileLot } from "#app/domain/import/book-line.ts";
import type { Tx } from "#app/platform/db.server.ts";

/** The lines of files that filled these lots and were undone since, by the lots' keys. What an undoing gave again is a lot with a longer key, and stays. */
export async function loadUndoneLines(tx: Tx, shopId: number, lotKeys: string[]): Promise<Map<string, FileLine>> {
  const ofFiles = lotKeys.flatMap((lotKey) => {
    const [, importId, line] = FILE_LOT.exec(lotKey) ?? [];
    return importId !== undefined && line !== undefined ? [{ lotKey, importId, line: Number(line) }] : [];
  });
  if (ofFiles.length === 0) return new Map();
  const { rows } = await tx.query<FileLine & { lotKey: string }>(
    `SELECT x."lotKey", i.reason, i.file_name AS "fileName", x.line, i.created_by AS "createdBy"
     FROM json_to_recordset($2::json) AS x("lotKey" text, "importId" bigint, line integer) JOIN imports i ON i.shop_id = $1 AND i.id = x."importId"
     WHERE i.state = 'undone' OR (i.state = 'undoing' AND EXISTS (
       SELECT FROM import_pieces p CROSS JOIN LATERAL json_array_elements(p.lines) AS one(line)
       WHERE p.shop_id = $1 AND p.import_id = i.id AND p.piece < i.pieces_done AND (one.line ->> 'line')::int = x.line))`,
    [shopId, JSON.stringify(ofFiles)],
  );
  return new Map(rows.map(({ lotKey, ...line }) => [lotKey, line]));
}

const FILE_LOT = /^import:(\d+):(\d+)$/;

/**
 * The lots of files of these customers, and of those who were merged into them, whose points paid for orders that were undone.
 * Between orders such payments are netted both ways; a file pays, and no order pays for it.
 */
export async function loadPayingFileLots(tx: Tx, shopId: number, customerIds: CustomerId[]): Promise<PayingFileLot[]> {
  if (customerIds.length === 0) return [];
  const { rows } = await tx.query<PayingFileLot>(
    `WITH RECURSIVE entry AS (
       SELECT e.key, e.kind, e.order_id, substring(e.key FROM '^(import:[0-9]+:[0-9]+):undo') AS undone_key
       FROM customers k JOIN ledger_entries e ON e.shop_id = $1 AND e.customer_id = k.customer_id
       WHERE k.shop_id = $1 AND (k.customer_id = ANY ($2::bigint[]) OR k.merged_into_id = ANY ($2::bigint[])) AND e.kind IN ('reverse', 'adjust')),
     paid AS (
       SELECT e.order_id, l.order_id AS payer_id, l.key AS lot_key, a.points
       FROM entry e JOIN lot_allocations a ON a.shop_id = $1 AND a.entry_key = e.key JOIN lots l ON l.shop_id = $1 AND l.key = a.lot_key
       WHERE e.kind = 'reverse' AND l.order_id IS DISTINCT FROM e.order_id),
     behind AS (
       SELECT p.lot_key, p.order_id FROM paid p WHERE p.lot_key ~ '^import:[0-9]+:[0-9]+$'
       UNION SELECT b.lot_key, p.order_id FROM behind b JOIN paid p ON p.payer_id = b.order_id),
     paying AS (SELECT lot_key, array_agg(order_id::text) AS order_ids FROM behind GROUP BY lot_key),
     given AS (SELECT lot_key, sum(points) AS points FROM paid GROUP BY lot_key),
     taken AS (
       SELECT e.undone_key AS lot_key, sum(a.points) AS points FROM entry e JOIN lot_allocations a ON a.shop_id = $1 AND a.entry_key = e.key
       WHERE e.kind = 'adjust' AND a.lot_key <> e.undone_key GROUP BY e.undone_key)
     SELECT lot_key AS "lotKey", y.order_ids AS "orderIds", (g.points - coalesce(t.points, 0))::float8 AS "paidPoints"
     FROM paying y JOIN given g USING (lot_key) LEFT JOIN taken t USING (lot_key) ORDER BY lot_key`,
    [shopId, customerIds],
  );
  return rows;
}
