/** One line of a CSV file (RFC 4180) with its CRLF; null is an empty cell. */
export const csvLine = (cells: readonly (string | number | null)[]): string => `${cells.map(csvCell).join(",")}\r\n`;

/**
 * What begins like a formula, also in full-width signs, is text for the spreadsheet only with a `'` in front; a plain number
 * below zero is no formula.
 *
 * @see https://owasp.org/www-community/attacks/CSV_Injection
 */
function csvCell(cell: string | number | null): string {
  if (cell === null) return "";
  const text = typeof cell === "string" && /^[=+\-@\t\r\n＝＋－＠]/.test(cell) && !/^-\d+$/.test(cell) ? `'${cell}` : String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
