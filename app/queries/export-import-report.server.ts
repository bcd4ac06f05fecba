import { pool } from "#app/platform/db.server.ts";
import { findImport, findPiece, listOrderProblems } from "#app/store/imports.server.ts";
import { csvLine } from "./csv-line.ts";

/** What of a kept line its report shows, whatever the file brings. */
interface ReportedLine {
  line: number;
  customerId: string | null;
  points?: number | null;
  differencePoints?: number | null;
  bookedPoints?: number;
  undonePoints?: number;
  tierId?: string | null;
  fromTierId?: string | null;
  problem: string | null;
}

const LINE_COLUMNS = ["line", "customer_id", "points", "would_move", "moved", "taken_back", "from_tier", "to_tier", "problem"] as const;
const ORDER_COLUMNS = ["line", "order", "problem"] as const;

/**
 * The report of a file as a CSV file: each line with what it would move, moved and why it is passed over; of a file of orders
 * those that are passed over. Read piece by piece. Undefined when the shop has no import of this id.
 */
export async function exportImportReport(shopId: number, importId: string): Promise<AsyncIterable<string> | undefined> {
  if (!/^\d{1,18}$/.test(importId)) return undefined;
  const run = await findImport(pool, shopId, importId);
  if (!run) return undefined;
  return run.kind === "orders" ? orderLines(shopId, importId) : lines(shopId, importId);
}

async function* lines(shopId: number, importId: string): AsyncIterable<string> {
  yield csvLine(LINE_COLUMNS);
  for (let piece = 0; ; piece++) {
    const more = await findPiece<ReportedLine>(pool, shopId, { importId, piece });
    if (!more) return;
    yield more.map((one) => csvLine([
      one.line, one.customerId, one.points ?? null, one.differencePoints ?? null, one.bookedPoints ?? null, one.undonePoints ?? null, one.fromTierId ?? null, one.tierId ?? null, one.problem,
    ])).join("");
  }
}

async function* orderLines(shopId: number, importId: string): AsyncIterable<string> {
  yield csvLine(ORDER_COLUMNS);
  for (let piece = 0; ; piece++) {
    const more = await listOrderProblems(pool, shopId, { importId, piece });
    if (!more) return;
    yield more.map(({ line, name, problem }) => csvLine([line, name, problem])).join("");
  }
}
