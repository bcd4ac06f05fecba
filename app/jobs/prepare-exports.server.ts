import { exportRequest } from "#app/domain/export-request.ts";
import { inTransaction, pool } from "#app/platform/db.server.ts";
import { exportLines } from "#app/queries/exports.server.ts";
import { addExportPiece, beginExport, finishExport, type BegunExport } from "#app/store/exports.server.ts";
import type { Shop } from "#app/store/shops.server.ts";

const LINES_PER_PIECE = 1_000;

/**
 * Writes the files that were asked for, one after another, until the job's turn is over; a file that was begun is written to its
 * end. One that a dead worker began is begun anew. Answers whether another may wait.
 */
export async function prepareExports(shop: Shop, now: Date, isTurnOver = () => false): Promise<boolean> {
  do {
    const begun = await inTransaction((tx) => beginExport(tx, shop.id));
    if (!begun) return false;
    await prepare(shop, begun, now);
  } while (!isTurnOver());
  return true;
}

async function prepare(shop: Shop, { id, attempt, request }: BegunExport, now: Date): Promise<void> {
  let lines: string[] = [];
  let [piece, rowsDone] = [0, -1]; // The first line names the columns.
  const write = async () => {
    rowsDone += lines.length;
    const isOurs = await addExportPiece(pool, shop.id, { id, attempt, piece, lines: lines.join(""), rowsDone });
    piece += 1;
    lines = [];
    return isOurs;
  };
  for await (const line of exportLines(shop, exportRequest.parse(request), now)) {
    lines.push(line);
    if (lines.length === LINES_PER_PIECE && !(await write())) return;
  }
  if (lines.length > 0 && !(await write())) return;
  await finishExport(pool, shop.id, { id, attempt, now });
}
