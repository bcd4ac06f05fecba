import { isDecimalId } from "../ids.ts";
import type { CsvRow } from "./read-csv.ts";

const SHOWN = 40;

/**
 * Says that a row has more cells than the first has columns, which happens where a comma within a cell is not quoted: then no
 * cell behind it stands in its column. An empty cell too many tells as much. Null when there are none too many.
 */
export const surplusProblem = ({ cells }: CsvRow, { count }: { count: number }): string | null =>
  cells.length > count ? `The line has ${cells.length} cells, and the first line has ${count}. A comma within a cell may be the reason: enter 1250 for 1,250.` : null;

// An address may begin with "=", and is only ever compared.
const ADDRESS = /^[^\s@"(),:;<>[\]\\]+@[^\s@"(),:;<>[\]\\]+\.[^\s@"(),:;<>[\]\\]+$/;

/** Says that one of the cells is a formula, which a file of results never holds; null when none is. */
export function formulaProblem(cells: string[]): string | null {
  const formula = cells.find((text) => /^[=@＝＠]/.test(text) && !ADDRESS.test(text));
  return formula === undefined ? null : `“${formula.slice(0, SHOWN)}” is a formula. Enter its result.`;
}

/** Says why a line names nobody; null when it names somebody. */
export function whoseProblem(id: string, email: string | null): string | null {
  if (id === "" && email === null) return "Neither a customer id nor an e-mail address is given.";
  return id !== "" && !isDecimalId(id) ? `“${id.slice(0, SHOWN)}” is no customer id.` : null;
}

/** Whether a text is a day of the calendar, such as 2027-12-31. */
export const isDay = (text: string): boolean => {
  const ms = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : NaN;
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text);
};
