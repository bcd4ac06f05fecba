import type { CustomerId } from "#app/domain/ids.ts";
import type { ImportMode } from "#app/domain/import/book-line.ts";
import type { Lot } from "#app/domain/points/lot.ts";
import type { Tx } from "#app/platform/db.server.ts";

export type ImportState = "checked" | "running" | "done" | "undoing" | "undone";

/** A file of balances ("import") or adjustments ("adjust") that was checked, and how far it is booked or taken back. */
export interface ImportRun {
  id: string;
  kind: "import" | "adjust";
  mode: ImportMode;
  fileName: string;
  reason: string;
  state: ImportState;
  piecesDone: number;
  createdAt: Date;
  createdBy: string;
  finishedAt: Date | null;
}

/** A line as it was checked, with what became of it: the customer it is for and what it would move, or the problem with it. */
export interface ImportLine {
  line: number;
  customerId: CustomerId | null;
  points: number | null;
  expiresOn: string | null;
  differencePoints: number | null;
  problem: string | null;
  bookedPoints?: number;
  undonePoints?: number;
}

const PIECE_LINES = 5_000;
const COLUMNS = `id::text, kind, mode, file_name AS "fileName", reason, state, pieces_done AS "piecesDone", created_at AS "createdAt", created_by AS "createdBy", finished_at AS "finishedAt"`;

/** Keeps a checked file with its lines; answers its id. */
export async function addImport(
  tx: Tx,
  shopId: number,
  { lines, now, ...run }: Pick<ImportRun, "kind" | "mode" | "fileName" | "reason" | "createdBy"> & { lines: ImportLine[]; now: Date },
): Promise<string> {
  const { rows } = await tx.query<{ id: string }>(
    `INSERT INTO imports (shop_id, kind, mode, file_name, reason, state, created_at, created_by) VALUES ($1, $2, $3, $4, $5, 'checked', $6, $7) RETURNING id::text`,
    [shopId, run.kind, run.mode, run.fileName, run.reason, now, run.createdBy],
  );
  const id = rows[0]?.id;
  if (id === undefined) throw new Error("the import was not kept");
  for (let piece = 0; piece * PIECE_LINES < lines.length; piece++) {
    const own = lines.slice(piece * PIECE_LINES, (piece + 1) * PIECE_LINES);
    await tx.query("INSERT INTO import_pieces (shop_id, import_id, piece, lines) VALUES ($1, $2, $3, $4)", [shopId, id, piece, JSON.stringify(own)]);
  }
  return id;
}

/** Imports of a shop, newest first. */
export async function listImports(tx: Tx, shopId: number, limit: number): Promise<ImportRun[]> {
  return (await tx.query<ImportRun>(`SELECT ${COLUMNS} FROM imports WHERE shop_id = $1 ORDER BY id DESC LIMIT $2`, [shopId, limit])).rows;
}

/** One import; undefined when the shop has none of this id. */
export async function findImport(tx: Tx, shopId: number, id: string): Promise<ImportRun | undefined> {
  return (await tx.query<ImportRun>(`SELECT ${COLUMNS} FROM imports WHERE shop_id = $1 AND id = $2`, [shopId, id])).rows[0];
}

/** The same, locked until the transaction ends. */
export async function lockImport(tx: Tx, shopId: number, id: string): Promise<ImportRun | undefined> {
  return (await tx.query<ImportRun>(`SELECT ${COLUMNS} FROM imports WHERE shop_id = $1 AND id = $2 FOR UPDATE`, [shopId, id])).rows[0];
}

/** Ids of imports that are being booked or taken back, oldest first. */
export async function listOpenImports(tx: Tx, shopId: number): Promise<string[]> {
  return (await tx.query<{ id: string }>("SELECT id::text FROM imports WHERE shop_id = $1 AND state IN ('running', 'undoing') ORDER BY id", [shopId])).rows.map((row) => row.id);
}

export async function changeImport(tx: Tx, shopId: number, { id, state, piecesDone, finishedAt }: { id: string; state: ImportState; piecesDone: number; finishedAt: Date | null }): Promise<void> {
  await tx.query("UPDATE imports SET state = $3, pieces_done = $4, finished_at = $5 WHERE shop_id = $1 AND id = $2", [shopId, id, state, piecesDone, finishedAt]);
}

/** A piece of an import's lines; undefined behind the last one. */
export async function findPiece(tx: Tx, shopId: number, { importId, piece }: { importId: string; piece: number }): Promise<ImportLine[] | undefined> {
  const { rows } = await tx.query<{ lines: ImportLine[] }>("SELECT lines FROM import_pieces WHERE shop_id = $1 AND import_id = $2 AND piece = $3", [shopId, importId, piece]);
  return rows[0]?.lines;
}

export async function writePiece(tx: Tx, shopId: number, { importId, piece, lines }: { importId: string; piece: number; lines: ImportLine[] }): Promise<void> {
  await tx.query("UPDATE import_pieces SET lines = $4 WHERE shop_id = $1 AND import_id = $2 AND piece = $3", [shopId, importId, piece, JSON.stringify(lines)]);
}

/** Lots by their keys, with whom they belong to now. */
export async function loadLotsByKey(tx: Tx, shopId: number, keys: string[]): Promise<(Lot & { customerId: CustomerId })[]> {
  const { rows } = await tx.query<Lot & { customerId: CustomerId }>(
    `SELECT customer_id::text AS "customerId", key, order_id::text AS "orderId", points::float8 AS points, left_points::float8 AS left, redeemed_points::float8 AS redeemed,
       expired_points::float8 AS expired, expires_on AS "expiresOn", credited_at AS "creditedAt"
     FROM lots WHERE shop_id = $1 AND key = ANY ($2::text[])`,
    [shopId, keys],
  );
  return rows;
}
