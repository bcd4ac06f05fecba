/**
 * One line of a CSV file (RFC 4180, ends with CRLF). A text cell that a spreadsheet would run as a formula gets a `'` in front.
 * @see https://owasp.org/www-community/attacks/CSV_Injection
 */
export function csvLine(cells: readonly (string | number)[]): string {
  return `${cells.map(csvCell).join(",")}\r\n`;
}

/** What begins like a formula, also in full-width signs, is text for the spreadsheet only with a `'` in front. */
function csvCell(cell: string | number): string {
  const text = typeof cell === "string" && /^[=+\-@\t\r\n＝＋－＠]/.test(cell) ? `'${cell}` : String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
