/**
 * One line of a CSV file (RFC 4180, ends with CRLF); null is an empty cell. A text cell that a spreadsheet would run as a
 * formula gets a `'` in front, which an import takes away again; a plain whole number below zero is no formula.
 * @see https://owasp.org/www-community/attacks/CSV_Injection
 */
export function csvLine(cells: readonly (string | number | null)[]): string {
  return `${cells.map(csvCell).join(",")}\r\n`;
}

/** What begins like a formula, also in full-width signs, is text for the spreadsheet only with a `'` in front. */
function csvCell(cell: string | number | null): string {
  if (cell === null) return "";
  const text = typeof cell === "string" && /^[=+\-@\t\r\n＝＋－＠]/.test(cell) && !/^-\d+$/.test(cell) ? `'${cell}` : String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
