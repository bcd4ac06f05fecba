import { isDecimalId, type CustomerId } from "../ids.ts";
import { columnsThere, findColumns, type Columns } from "./find-columns.ts";
import { formulaProblem, isDay, surplusProblem, whoseProblem } from "./line-problems.ts";
import { LineReader } from "./line-reader.ts";
import type { CsvRow } from "./read-csv.ts";
import { UnreadableFile } from "./unreadable-file.ts";

/** One line of a file of balances. `problem` says in words why it cannot be used; then the rest may be missing. */
export interface BalanceLine {
  line: number;
  customerId: CustomerId | null;
  email: string | null;
  points: number | null;
  expiresOn: string | null;
  problem: string | null;
}

type Column = "customerId" | "email" | "points" | "expiresOn";

const POINTS_MAX = 1_000_000_000;

/**
 * Names of columns, without spaces and signs. Ours are customer_id, email, points and expires_on; Smile's own file of points
 * has email and points (its help pages show no others).
 *
 * @see https://help.smile.io/en/articles/4036233-import-points-with-a-csv-file
 */
const NAMES: Record<string, Column> = {
  customerid: "customerId",
  id: "customerId",
  shopifycustomerid: "customerId",
  email: "email",
  emailaddress: "email",
  customeremail: "email",
  points: "points",
  pointsbalance: "points",
  balance: "points",
  expireson: "expiresOn",
  pointsexpireon: "expiresOn",
};

/** Reads a file of balances or adjustments row by row: which columns it has, and what each line says. */
export const balanceReader = (): LineReader<Column, BalanceLine> => new LineReader({ columnsOf, readLine });

function columnsOf(head: CsvRow): Columns<Column> {
  const columns = findColumns(head, NAMES);
  if (!columns.has("points")) throw new UnreadableFile(`No column is called “points”. ${columnsThere(head)} Name the column with the balances “points”.`);
  if (!columns.has("email") && !columns.has("customerId")) throw new UnreadableFile(`No column is called “email” or “customer_id”. ${columnsThere(head)} One must say whose points they are.`);
  return columns;
}

function readLine(row: CsvRow, columns: Columns<Column>): BalanceLine {
  const { line } = row;
  const { cell } = columns;
  const [id, email, points, expiresOn] = [cell(row, "customerId"), cell(row, "email"), cell(row, "points"), cell(row, "expiresOn")];
  const read = { line, customerId: isDecimalId(id) ? id : null, email: email === "" ? null : email.toLowerCase(), points: wholeNumber(points), expiresOn: expiresOn === "" ? null : expiresOn };
  return { ...read, problem: surplusProblem(row, columns) ?? problemOf(read, { id, email, points }) };
}

const wholeNumber = (text: string): number | null => (/^[+-]?\d{1,10}$/.test(text) && Math.abs(Number(text)) <= POINTS_MAX ? Number(text) : null);

// Cells are quoted as they stand in the file, so that they can be searched for.
function problemOf({ email, points, expiresOn }: Omit<BalanceLine, "problem">, cells: { id: string; email: string; points: string }): string | null {
  const formula = formulaProblem([cells.id, cells.email, cells.points, expiresOn ?? ""]);
  if (formula !== null) return formula;
  const nobody = whoseProblem(cells.id, email);
  if (nobody !== null) return nobody;
  if (points === null) return cells.points === "" ? "No points are given." : `“${cells.points.slice(0, 40)}” is no whole number of points. Enter 1250 for 1,250.`;
  if (expiresOn !== null && !isDay(expiresOn)) return `“${expiresOn.slice(0, 40)}” is no day. Enter it as 2027-12-31.`;
  return null;
}
