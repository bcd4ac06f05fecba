import { pool } from "#app/platform/db.server.ts";
import { listOpenImports } from "#app/store/imports.server.ts";
import { runImportPiece } from "#app/usecases/import-run.server.ts";

/** Books or takes back what a shop's files say, piece by piece, until nothing is open. */
export async function runImports(shopId: number, now: Date): Promise<void> {
  for (const importId of await listOpenImports(pool, shopId)) {
    while ((await runImportPiece(shopId, { importId, now })).isOpen);
  }
}
