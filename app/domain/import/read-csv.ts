/** One row of a CSV file; `line` is where it begins, 1 for the first. */
export interface CsvRow {
  line: number;
  cells: string[];
}

const SEPARATORS = [",", ";", "\t"];

/**
 * Rows of a CSV file (RFC 4180; also with semicolons or tabs, as spreadsheets of other countries write it, told by the first
 * line). Empty rows are passed over, a byte order mark and the `'` in front of a formula sign are dropped. A quote that is
 * never closed takes the rest of the file as one cell.
 */
export function* readCsv(text: string): Generator<CsvRow> {
  const from = text.startsWith("\uFEFF") ? 1 : 0;
  const separator = separatorOf(text.slice(from, lineEnd(text, from)));
  let line = 1;
  for (let at = from; at < text.length;) {
    const end = lineEnd(text, at);
    const plain = text.slice(at, end);
    if (!plain.includes('"')) {
      if (plain.trim() !== "") yield { line, cells: plain.replace(/\r$/, "").split(separator).map(plainCell) };
      line += 1;
      at = end + 1;
      continue;
    }
    const quoted = readQuotedRow(text, at, separator);
    yield { line, cells: quoted.cells.map(plainCell) };
    line += quoted.lines;
    at = quoted.end;
  }
}

const lineEnd = (text: string, from: number): number => {
  const end = text.indexOf("\n", from);
  return end < 0 ? text.length : end;
};

const separatorOf = (head: string): string => SEPARATORS.reduce((best, one) => (head.split(one).length > head.split(best).length ? one : best));

// What a spreadsheet would take for a formula is exported with a ' in front, also by us.
const plainCell = (cell: string): string => cell.trim().replace(/^'(?=[=+\-@＝＋－＠])/, "");

function readQuotedRow(text: string, from: number, separator: string): { cells: string[]; lines: number; end: number } {
  const cells: string[] = [];
  let cell = "";
  let isQuoted = false;
  let lines = 1;
  for (let at = from; at < text.length; at += 1) {
    const sign = text[at]!;
    if (isQuoted) {
      if (sign === "\n") lines += 1;
      if (sign !== '"') cell += sign;
      else if (text[at + 1] === '"') cell += text[(at += 1)]!;
      else isQuoted = false;
    } else if (sign === '"') isQuoted = true;
    else if (sign === separator) {
      cells.push(cell);
      cell = "";
    } else if (sign === "\n") return { cells: [...cells, cell], lines, end: at + 1 };
    else if (sign !== "\r") cell += sign;
  }
  return { cells: [...cells, cell], lines, end: text.length };
}
