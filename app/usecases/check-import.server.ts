import { differenceOf, shortageOf, type ImportMode } from "#app/domain/import/book-line.ts";
import { isDay } from "#app/domain/import/line-problems.ts";
import { lineProblem, type LineRules } from "#app/domain/import/line-rules.ts";
import { balanceReader, type BalanceLine } from "#app/domain/import/read-balance-file.ts";
import { inTransaction } from "#app/platform/db.server.ts";
import { findCustomers, type FoundCustomer } from "#app/store/find-customers.server.ts";
import { addImport, type ImportLine } from "#app/store/imports.server.ts";
import { loadLineRules } from "./load-line-rules.server.ts";
import { readImportFile, shownFileName, type FileBytes } from "./read-import-file.server.ts";

export interface ImportWish {
  file: FileBytes;
  fileName: string;
  kind: "import" | "adjust";
  mode: ImportMode;
  reason: string;
  by: string;
}

export type ImportChecked = { outcome: "checked"; importId: string; unusedColumns: string[] } | { outcome: "refused"; message: string };

const REASON_MAX = 500;

/**
 * Reads a file of balances or adjustments and keeps what each line would do, as of now. No points move. A file whose columns
 * are not understood is refused and nothing is kept; a wrong line is kept with its problem and will be passed over.
 */
export async function checkImport(shopId: number, wish: ImportWish, now: Date): Promise<ImportChecked> {
  const reason = wish.reason.replaceAll("\0", "").trim().slice(0, REASON_MAX);
  if (reason === "") return { outcome: "refused", message: "Say why these points are moved. Customers and staff see it beside each entry." };
  const file = balanceReader();
  const refusal = await readImportFile(wish.file, file);
  if (refusal !== undefined) return { outcome: "refused", message: refusal };
  const fileName = shownFileName(wish.fileName);
  const importId = await inTransaction(async (tx) => {
    const found = await findCustomers(tx, shopId, file.lines.map((line) => (line.problem === null ? line : { customerId: null, email: null })));
    const lines = checkLines(file.lines, found, { mode: wish.mode, rules: await loadLineRules(tx, shopId, { kind: wish.kind, now }) });
    return addImport(tx, shopId, { kind: wish.kind, mode: wish.mode, fileName, reason, createdBy: wish.by, lines, now });
  });
  return { outcome: "checked", importId, unusedColumns: file.unusedColumns };
}

// Lines of one customer follow each other, so the second sees what the first would leave.
function checkLines(lines: BalanceLine[], found: (FoundCustomer | undefined)[], { mode, rules }: { mode: ImportMode; rules: LineRules }): ImportLine[] {
  const settled = new Map<string, number>();
  const seen = new Map<string, number>();
  return lines.map((line, at): ImportLine => {
    const customer = found[at];
    if (line.problem !== null || line.points === null) return refusedLine(line, line.problem ?? "No points are given.");
    const unusable = lineProblem({ points: line.points, expiresOn: line.expiresOn }, rules);
    if (unusable !== null) return refusedLine(line, unusable);
    if (!customer) return refusedLine(line, line.customerId === null ? "No customer, or more than one, has this e-mail address." : "No customer has this id.");
    const { customerId } = customer;
    // Balances of one customer may end on different days; twice the same is a mistake.
    const once = mode === "set" ? customerId : `${customerId}/${line.expiresOn}`;
    const before = seen.get(once);
    if (before !== undefined) return refusedLine(line, `The same customer is on line ${before}.`);
    const settledPoints = settled.get(customerId) ?? customer.settledPoints;
    const differencePoints = differenceOf(mode, line.points, settledPoints);
    const shortage = shortageOf(rules.kind, differencePoints, settledPoints);
    if (shortage !== null) return refusedLine(line, shortage);
    seen.set(once, line.line);
    const balancePoints = settledPoints + differencePoints;
    settled.set(customerId, balancePoints);
    return { line: line.line, customerId, points: line.points, expiresOn: line.expiresOn, differencePoints, balancePoints, problem: null };
  });
}

const refusedLine = ({ line, points, expiresOn }: BalanceLine, problem: string): ImportLine => ({
  line, customerId: null, points, expiresOn: expiresOn !== null && isDay(expiresOn) ? expiresOn : null, differencePoints: null, problem,
});
