import type { ExportRequest } from "#app/domain/export-request.ts";
import type { LockedTx, Tx } from "#app/platform/db.server.ts";

/** Keeps the wish for a file; one that is being prepared for the same wish is taken for it. Answers its id. */
export async function addExport(tx: LockedTx, shopId: number, { request, rowsTotal, by, now }: { request: ExportRequest; rowsTotal: number; by: string; now: Date }): Promise<string> {
  const filter = JSON.stringify(request.filter);
  const { rows } = await tx.query<{ id: string }>(
    `WITH same AS (SELECT id FROM exports WHERE shop_id = $1 AND kind = $2 AND filter = $3::jsonb AND state = 'preparing'),
       added AS (INSERT INTO exports (shop_id, kind, filter, state, rows_total, created_at, created_by) SELECT $1, $2, $3::jsonb, 'preparing', $4, $5, $6
         WHERE NOT EXISTS (SELECT FROM same) RETURNING id)
     SELECT id::text FROM same UNION ALL SELECT id::text FROM added`,
    [shopId, request.kind, filter, rowsTotal, now, by],
  );
  const id = rows[0]?.id;
  if (id === undefined) throw new Error("the export was not kept");
  return id;
}

/** A file that is begun: `attempt` tells this beginning from an earlier one that died or still believes to be at work. */
export interface BegunExport {
  id: string;
  attempt: number;
  /** What was asked for, as it was kept. */
  request: unknown;
}

/** Begins the oldest file that is to be prepared, from its first line; undefined where there is none. */
export async function beginExport(tx: Tx, shopId: number): Promise<BegunExport | undefined> {
  const { rows } = await tx.query<BegunExport>(
    `UPDATE exports SET attempt = attempt + 1, rows_done = 0
     WHERE shop_id = $1 AND id = (SELECT min(id) FROM exports WHERE shop_id = $1 AND state = 'preparing')
     RETURNING id::text, attempt, json_build_object('kind', kind, 'filter', filter) AS request`,
    [shopId],
  );
  const [begun] = rows;
  if (begun) await tx.query("DELETE FROM export_pieces WHERE shop_id = $1 AND export_id = $2", [shopId, begun.id]);
  return begun;
}

// Waits for an erasure that is deleting the file, and then finds it gone.
const OWN = "SELECT id FROM exports WHERE shop_id = $1 AND id = $2 AND attempt = $3 AND state = 'preparing' FOR UPDATE";

/** Adds the next lines. Answers false when the file is gone or was begun anew meanwhile: nothing is written then. */
export async function addExportPiece(tx: Tx, shopId: number, { id, attempt, piece, lines, rowsDone }: { id: string; attempt: number; piece: number; lines: string; rowsDone: number }): Promise<boolean> {
  const { rowCount } = await tx.query(
    `WITH own AS (${OWN}), added AS (INSERT INTO export_pieces (shop_id, export_id, piece, lines) SELECT $1, id, $4, $5 FROM own)
     UPDATE exports e SET rows_done = $6 FROM own WHERE e.shop_id = $1 AND e.id = own.id`,
    [shopId, id, attempt, piece, lines, rowsDone],
  );
  return rowCount === 1;
}

/** The file is whole. What it holds counts as its number of rows, whatever was expected. */
export async function finishExport(tx: Tx, shopId: number, { id, attempt, now }: { id: string; attempt: number; now: Date }): Promise<void> {
  await tx.query(`WITH own AS (${OWN}) UPDATE exports e SET state = 'ready', finished_at = $4, rows_total = e.rows_done FROM own WHERE e.shop_id = $1 AND e.id = own.id`, [shopId, id, attempt, now]);
}

/** Deletes all files of a shop, also those that are being prepared: one of them may name a person who is erased. */
export async function dropExports(tx: Tx, shopId: number): Promise<void> {
  await tx.query("DELETE FROM exports WHERE shop_id = $1", [shopId]);
}

/** Forgets files that were asked for before an instant. */
export async function dropOldExports(tx: Tx, before: Date): Promise<void> {
  await tx.query("DELETE FROM exports WHERE created_at < $1", [before]);
}
