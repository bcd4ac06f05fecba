import { isDecimalId, type CustomerId } from "../ids.ts";
import { readCsv, type CsvRow } from "./read-csv.ts";

/** One line of a file of balances. `problem` says in words why it cannot be used; then the rest may be missing. */
export interface BalanceLine {
  line: number;
  customerId: CustomerId | null;
  email: string | null;
  points: number | null;
  expiresOn: string | null;
  problem: string | null;
}

export type BalanceFile = { outcome: "read"; lines: BalanceLine[]; unusedColumns: string[] } | { outcome: "refused"; message: string };

type Column = "customerId" | "email" | "points" | "expiresOn";

/** Most lines of a file: more belong into two files. */
export const LINES_MAX = 200_000;
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

/**
 * A file of balances or adjustments: which columns it has, and what each line says. Refused as a whole when a column is
 * missing or named twice, or when it has no lines or more than 200,000; a wrong line only says what is wrong with it.
 */
export function readBalanceFile(text: string): BalanceFile {
  const rows = readCsv(text);
  const head = rows.next().value as CsvRow | undefined;
  if (!head) return refused("The file is empty.");
  const places = new Map<Column, number>();
  const unusedColumns: string[] = [];
  for (const [at, name] of head.cells.entries()) {
    const column = NAMES[name.toLowerCase().replaceAll(/[^a-z]/g, "")];
    if (!column) unusedColumns.push(name);
    else if (places.has(column)) return refused(`Two columns could be “${name}”. Remove one of them.`);
    else places.set(column, at);
  }
  if (!places.has("points")) return refused("No column is called “points”. Name the column with the balances “points”.");
  if (!places.has("email") && !places.has("customerId")) return refused("No column is called “email” or “customer_id”. One of them must say whose points they are.");
  const lines: BalanceLine[] = [];
  for (const row of rows) {
    if (lines.length === LINES_MAX) return refused(`The file has more than ${LINES_MAX.toLocaleString("en")} lines. Split it.`);
    lines.push(readLine(row, (column) => row.cells[places.get(column) ?? -1] ?? ""));
  }
  return lines.length === 0 ? refused("The file has column names, but no lines.") : { outcome: "read", lines, unusedColumns };
}

const refused = (message: string): BalanceFile => ({ outcome: "refused", message });

function readLine({ line }: CsvRow, cell: (column: Column) => string): BalanceLine {
  const [id, email, points, expiresOn] = [cell("customerId"), cell("email"), cell("points"), cell("expiresOn")];
  const read = { line, customerId: isDecimalId(id) ? id : null, email: email === "" ? null : email.toLowerCase(), points: wholeNumber(points), expiresOn: expiresOn === "" ? null : expiresOn };
  return { ...read, problem: problemOf(read, { id, points }) };
}

const wholeNumber = (text: string): number | null => (/^[+-]?\d{1,10}$/.test(text) && Math.abs(Number(text)) <= POINTS_MAX ? Number(text) : null);

function problemOf({ email, points, expiresOn }: Omit<BalanceLine, "problem">, cells: { id: string; points: string }): string | null {
  const formula = [cells.id, email ?? "", cells.points, expiresOn ?? ""].find((text) => /^[=@＝＠]/.test(text));
  if (formula !== undefined) return `“${formula.slice(0, 40)}” is a formula. Enter its result.`;
  if (cells.id === "" && email === null) return "Neither a customer id nor an e-mail address is given.";
  if (cells.id !== "" && !isDecimalId(cells.id)) return `“${cells.id.slice(0, 40)}” is no customer id.`;
  if (points === null) return cells.points === "" ? "No points are given." : `“${cells.points.slice(0, 40)}” is no whole number of points. Enter 1250 for 1,250.`;
  if (expiresOn !== null && !isDay(expiresOn)) return `“${expiresOn.slice(0, 40)}” is no day. Enter it as 2027-12-31.`;
  return null;
}

const isDay = (text: string): boolean => {
  const ms = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : NaN;
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text);
};
