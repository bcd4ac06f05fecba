import type { ExportRequest } from "#app/domain/export-request.ts";
import { addExport } from "#app/store/exports.server.ts";
import { enqueueJob, prepareExportsOf } from "#app/store/jobs.server.ts";
import { FORM_PATIENCE_MS, holdShopFacts } from "#app/store/lock-shop-facts.server.ts";

/**
 * Asks for a file that a job prepares. Asking again while it is prepared is asking once.
 *
 * Under the shop's lock, as an erasure is: a file that is asked for while a person is erased is read after that.
 */
export async function startExport(shopId: number, request: ExportRequest, { rowsTotal, by, now }: { rowsTotal: number; by: string; now: Date }): Promise<string> {
  return holdShopFacts(shopId, FORM_PATIENCE_MS, async (tx) => {
    const id = await addExport(tx, shopId, { request, rowsTotal, by, now });
    await enqueueJob(tx, prepareExportsOf(shopId));
    return id;
  });
}
