import { pool } from "#app/platform/db.server.ts";
import { listOpenImports } from "#app/store/imports.server.ts";
import { enqueueJob, runImportOf } from "#app/store/jobs.server.ts";
import { runImportPiece } from "#app/usecases/import-run.server.ts";

/** Books or takes back what a shop's files say, piece by piece, until nothing is open; when its turn is over before, it comes back for the rest. */
export async function runImports(shopId: number, now: Date, isTurnOver = () => false): Promise<void> {
  for (const importId of await listOpenImports(pool, shopId)) {
    while ((await runImportPiece(shopId, { importId, now })).isOpen) if (isTurnOver()) return enqueueJob(pool, runImportOf(shopId));
  }
}
