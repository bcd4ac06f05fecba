import type { CustomerId } from "#app/domain/ids.ts";
import type { ImportMode } from "#app/domain/import/book-line.ts";
import type { OrderFact } from "#app/domain/orders/order-fact.ts";
import type { Lot } from "#app/domain/points/lot.ts";
import type { Tx } from "#app/platform/db.server.ts";

export type ImportKind = "import" | "adjust" | "orders" | "tiers";
export type ImportState = "checked" | "running" | "done" | "undoing" | "undone";

/** A file of balances ("import"), adjustments, orders or tiers that was checked, and how far it is booked or taken back. */
export interface ImportRun {
  id: string;
  kind: ImportKind;
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
  /** What the customer can spend, or waits for the first sign-in, right after the line: as checked, then as booked or taken back. */
  balancePoints?: number;
}

const PIECE_LINES = 5_000;
const COLUMNS = `id::text, kind, mode, file_name AS "fileName", reason, state, pieces_done AS "piecesDone", created_at AS "createdAt", created_by AS "createdBy", finished_at AS "finishedAt"`;

type FiledImport = Pick<ImportRun, "kind" | "mode" | "fileName" | "reason" | "createdBy"> & { now: Date };

/** Keeps a file that is about to be read; answers its id. It is shown once it is checked. */
export async function openImport(tx: Tx, shopId: number, { now, ...run }: FiledImport): Promise<string> {
  const { rows } = await tx.query<{ id: string }>(
    `INSERT INTO imports (shop_id, kind, mode, file_name, reason, state, created_at, created_by) VALUES ($1, $2, $3, $4, $5, 'reading', $6, $7) RETURNING id::text`,
    [shopId, run.kind, run.mode, run.fileName, run.reason, now, run.createdBy],
  );
  const id = rows[0]?.id;
  if (id === undefined) throw new Error("the import was not kept");
  return id;
}

/** Keeps a checked file with its lines; answers its id. */
export async function addImport<Line>(tx: Tx, shopId: number, { lines, ...run }: FiledImport & { lines: Line[] }): Promise<string> {
  const id = await openImport(tx, shopId, run);
  for (let piece = 0; piece * PIECE_LINES < lines.length; piece++) {
    const own = lines.slice(piece * PIECE_LINES, (piece + 1) * PIECE_LINES);
    await tx.query("INSERT INTO import_pieces (shop_id, import_id, piece, lines) VALUES ($1, $2, $3, $4)", [shopId, id, piece, JSON.stringify(own)]);
  }
  await changeImport(tx, shopId, { id, state: "checked", piecesDone: 0, finishedAt: null });
  return id;
}

/** Forgets a file that could not be read to its end. */
export async function dropImport(tx: Tx, shopId: number, id: string): Promise<void> {
  await tx.query("DELETE FROM imports WHERE shop_id = $1 AND id = $2", [shopId, id]);
}

/** Forgets files whose reading broke off before `unreadSince` (a file is read in minutes), and orders that were checked and not taken in since `waitingSince`. */
export async function dropStaleImports(tx: Tx, { unreadSince, waitingSince }: { unreadSince: Date; waitingSince: Date }): Promise<void> {
  await tx.query("DELETE FROM imports WHERE (state = 'reading' AND created_at < $1) OR (state = 'checked' AND kind = 'orders' AND created_at < $2)", [unreadSince, waitingSince]);
}

/** An order of a file: what it would be taken in as, or that it is known, or the problem with it. */
export interface OrderLine {
  line: number;
  name: string;
  fact: OrderFact | null;
  /** Id of an order that is there already, or its name where the file has no id. */
  knownId: string | null;
  problem: string | null;
}

/** What a piece of orders comes to. `nameless` have no e-mail address; `problems` are all of them. */
export interface OrderPieceReport {
  orders: number;
  added: number;
  known: number;
  nameless: number;
  refunded: number;
  problems: { line: number; name: string; problem: string }[];
}

/** Writes a piece of a file of orders with what it comes to. A piece that is there already fails on its key. */
export async function addOrderPiece(tx: Tx, shopId: number, { importId, piece, lines, report }: { importId: string; piece: number; lines: OrderLine[]; report: OrderPieceReport }): Promise<void> {
  await tx.query("INSERT INTO import_pieces (shop_id, import_id, piece, lines, report) VALUES ($1, $2, $3, $4, $5)", [shopId, importId, piece, JSON.stringify(lines), JSON.stringify(report)]);
}

/** The orders of a piece; none once they are taken in, undefined behind the last piece. */
export const findOrderPiece = (tx: Tx, shopId: number, at: { importId: string; piece: number }): Promise<OrderLine[] | undefined> => findPiece<OrderLine>(tx, shopId, at);

/** The orders of a piece are taken in: what the file said of them is not kept twice, its report stays. */
export async function forgetOrderPiece(tx: Tx, shopId: number, { importId, piece }: { importId: string; piece: number }): Promise<void> {
  await tx.query("UPDATE import_pieces SET lines = '[]' WHERE shop_id = $1 AND import_id = $2 AND piece = $3", [shopId, importId, piece]);
}

/** What all pieces of orders come to; the first `shownMax` problems, in the order of the file. */
export async function sumOrderPieces(tx: Tx, shopId: number, { importId, shownMax }: { importId: string; shownMax: number }): Promise<OrderPieceReport & { pieces: number; problemCount: number }> {
  const { rows } = await tx.query<{ pieces: number; orders: number; added: number; known: number; nameless: number; refunded: number; problem_count: number }>(
    `SELECT count(*)::int AS pieces, coalesce(sum((report->>'orders')::int), 0)::int AS orders, coalesce(sum((report->>'added')::int), 0)::int AS added,
       coalesce(sum((report->>'known')::int), 0)::int AS known, coalesce(sum((report->>'nameless')::int), 0)::int AS nameless,
       coalesce(sum((report->>'refunded')::int), 0)::int AS refunded, coalesce(sum(json_array_length(report->'problems')), 0)::int AS problem_count
     FROM import_pieces WHERE shop_id = $1 AND import_id = $2`,
    [shopId, importId],
  );
  const problems = await tx.query<{ problem: OrderPieceReport["problems"][number] }>(
    `SELECT p.value AS problem FROM import_pieces i CROSS JOIN LATERAL json_array_elements(i.report->'problems') WITH ORDINALITY AS p(value, place)
     WHERE i.shop_id = $1 AND i.import_id = $2 ORDER BY i.piece, p.place LIMIT $3`,
    [shopId, importId, shownMax],
  );
  const { problem_count: problemCount = 0, ...sums } = rows[0] ?? { pieces: 0, orders: 0, added: 0, known: 0, nameless: 0, refunded: 0, problem_count: 0 };
  return { ...sums, problemCount, problems: problems.rows.map(({ problem }) => problem) };
}

/** The orders of a piece that are passed over; undefined behind the last piece. */
export async function listOrderProblems(tx: Tx, shopId: number, { importId, piece }: { importId: string; piece: number }): Promise<OrderPieceReport["problems"] | undefined> {
  const { rows } = await tx.query<{ report: OrderPieceReport }>("SELECT report FROM import_pieces WHERE shop_id = $1 AND import_id = $2 AND piece = $3", [shopId, importId, piece]);
  return rows[0]?.report.problems;
}

/** Imports of a shop, newest first. */
export async function listImports(tx: Tx, shopId: number, limit: number): Promise<ImportRun[]> {
  return (await tx.query<ImportRun>(`SELECT ${COLUMNS} FROM imports WHERE shop_id = $1 AND state <> 'reading' ORDER BY id DESC LIMIT $2`, [shopId, limit])).rows;
}

/** One import; undefined when the shop has none of this id. */
export async function findImport(tx: Tx, shopId: number, id: string): Promise<ImportRun | undefined> {
  return (await tx.query<ImportRun>(`SELECT ${COLUMNS} FROM imports WHERE shop_id = $1 AND id = $2 AND state <> 'reading'`, [shopId, id])).rows[0];
}

/** The same, locked until the transaction ends. */
export async function lockImport(tx: Tx, shopId: number, id: string): Promise<ImportRun | undefined> {
  return (await tx.query<ImportRun>(`SELECT ${COLUMNS} FROM imports WHERE shop_id = $1 AND id = $2 AND state <> 'reading' FOR UPDATE`, [shopId, id])).rows[0];
}

/** Ids of imports that are being booked or taken back, oldest first. */
export async function listOpenImports(tx: Tx, shopId: number): Promise<string[]> {
  return (await tx.query<{ id: string }>("SELECT id::text FROM imports WHERE shop_id = $1 AND state IN ('running', 'undoing') ORDER BY id", [shopId])).rows.map((row) => row.id);
}

/** Notes the state of an import, how many of its pieces are done in it, and when it was over (null while it is not). */
export async function changeImport(tx: Tx, shopId: number, { id, state, piecesDone, finishedAt }: { id: string; state: ImportState; piecesDone: number; finishedAt: Date | null }): Promise<void> {
  await tx.query("UPDATE imports SET state = $3, pieces_done = $4, finished_at = $5 WHERE shop_id = $1 AND id = $2", [shopId, id, state, piecesDone, finishedAt]);
}

/** A piece of an import's lines; undefined behind the last one. */
export async function findPiece<Line = ImportLine>(tx: Tx, shopId: number, { importId, piece }: { importId: string; piece: number }): Promise<Line[] | undefined> {
  const { rows } = await tx.query<{ lines: Line[] }>("SELECT lines FROM import_pieces WHERE shop_id = $1 AND import_id = $2 AND piece = $3", [shopId, importId, piece]);
  return rows[0]?.lines;
}

/** Writes the lines of a piece anew, with what became of each. */
export async function writePiece<Line>(tx: Tx, shopId: number, { importId, piece, lines }: { importId: string; piece: number; lines: Line[] }): Promise<void> {
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
