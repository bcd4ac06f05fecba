import { ERASED, namesOf } from "#app/domain/erased.ts";
import type { LockedTx, Tx } from "#app/platform/db.server.ts";
import type { OrderPieceReport } from "./imports.server.ts";
import type { Person } from "./privacy.server.ts";

/**
 * Erases a person from the files that were imported: their name and address wherever a file, its reason or a problem with one
 * of its lines quotes them, and the name and reason of a file that is about nobody else who is still there. Numbers stay.
 */
export async function eraseFromImports(tx: LockedTx, shopId: number, person: Person): Promise<void> {
  await eraseFilesAboutNobodyElse(tx, shopId, person);
  const named = namesOf(person);
  if (!named) return;
  await eraseFromFiles(tx, shopId, named);
  await eraseFromPieces(tx, shopId, named);
}

// The lines are kept as JSON.stringify writes them: looking for the text is a hundred times cheaper than taking all apart.
async function eraseFilesAboutNobodyElse(tx: Tx, shopId: number, { customerIds }: Person): Promise<void> {
  await tx.query(
    `UPDATE imports i SET file_name = $3, reason = CASE WHEN i.kind IN ('import', 'adjust') THEN $3 ELSE i.reason END
     WHERE i.shop_id = $1 AND i.kind <> 'orders'
       AND (EXISTS (SELECT FROM import_pieces p, unnest($2::text[]) AS id WHERE p.shop_id = $1 AND p.import_id = i.id AND strpos(p.lines::text, '"customerId":"' || id || '"') > 0)
         OR i.state <> 'reading' AND NOT EXISTS (SELECT FROM import_pieces p WHERE p.shop_id = $1 AND p.import_id = i.id AND strpos(p.lines::text, '"customerId":"') > 0))
       AND NOT EXISTS (SELECT FROM import_pieces p CROSS JOIN LATERAL json_array_elements(p.lines) AS line LEFT JOIN customers k ON k.shop_id = $1 AND k.customer_id = (line ->> 'customerId')::bigint
         WHERE p.shop_id = $1 AND p.import_id = i.id AND line ->> 'customerId' IS NOT NULL AND k.redacted_at IS NULL)`,
    [shopId, customerIds, ERASED],
  );
}

async function eraseFromFiles(tx: Tx, shopId: number, named: RegExp): Promise<void> {
  const { rows } = await tx.query<{ id: string; file_name: string; reason: string }>("SELECT id, file_name, reason FROM imports WHERE shop_id = $1", [shopId]);
  for (const { id, file_name: fileName, reason } of rows) {
    const kept = { fileName: fileName.replace(named, ERASED), reason: reason.replace(named, ERASED) };
    if (kept.fileName === fileName && kept.reason === reason) continue;
    await tx.query("UPDATE imports SET file_name = $3, reason = $4 WHERE shop_id = $1 AND id = $2", [shopId, id, kept.fileName, kept.reason]);
  }
}

type Quoting = { problem: string | null; name?: string };

// Only pieces with a problem quote anything of the file but ids and numbers.
async function eraseFromPieces(tx: Tx, shopId: number, named: RegExp): Promise<void> {
  const pieces = await tx.query<{ import_id: string; piece: number }>(
    `SELECT import_id, piece FROM import_pieces WHERE shop_id = $1 AND (strpos(lines::text, '"problem":"') > 0 OR strpos(report::text, '"problem":"') > 0) ORDER BY import_id, piece`,
    [shopId],
  );
  for (const { import_id: importId, piece } of pieces.rows) {
    const { rows } = await tx.query<{ lines: Quoting[]; report: OrderPieceReport | null }>("SELECT lines, report FROM import_pieces WHERE shop_id = $1 AND import_id = $2 AND piece = $3", [shopId, importId, piece]);
    const found = rows[0];
    if (!found) continue;
    const unnamed = <Line extends Quoting>(line: Line): Line => ({
      ...line, problem: line.problem?.replace(named, ERASED) ?? null, ...(line.name !== undefined && { name: line.name.replace(named, ERASED) }),
    });
    const kept = { lines: found.lines.map(unnamed), report: found.report && { ...found.report, problems: found.report.problems.map(unnamed) } };
    if (JSON.stringify(kept) === JSON.stringify(found)) continue;
    await tx.query("UPDATE import_pieces SET lines = $4, report = $5 WHERE shop_id = $1 AND import_id = $2 AND piece = $3", [
      shopId, importId, piece, JSON.stringify(kept.lines), kept.report && JSON.stringify(kept.report),
    ]);
  }
}
