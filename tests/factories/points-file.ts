import { runImports } from "#app/jobs/run-imports.server.ts";
import { checkImport } from "#app/usecases/check-import.server.ts";
import { startImport, undoImport } from "#app/usecases/import-run.server.ts";

/** A file of one line, so many points for a customer, booked. Answers the id of its import. */
export async function bookFile(shopId: number, customer: { id: string }, points: number, kind: "import" | "adjust" = "import"): Promise<string> {
  const now = new Date();
  const checked = await checkImport(shopId, { fileName: "a.csv", kind, mode: "add", reason: "Moved", by: "Ann", file: [Buffer.from(`customer_id,points\n${customer.id},${points}\n`)] }, now);
  if (checked.outcome === "refused") throw new Error(checked.message);
  await startImport(shopId, checked.importId);
  await runImports(shopId, now);
  return checked.importId;
}

/** Takes back what a file booked. */
export async function undoFile(shopId: number, importId: string): Promise<void> {
  await undoImport(shopId, importId);
  await runImports(shopId, new Date());
}
