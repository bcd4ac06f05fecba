import { isDecimalId } from "../ids.ts";

const SHOWN = 40;

/** Says that one of the cells is a formula, which a file of results never holds; null when none is. */
export function formulaProblem(cells: string[]): string | null {
  const formula = cells.find((text) => /^[=@＝＠]/.test(text));
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
