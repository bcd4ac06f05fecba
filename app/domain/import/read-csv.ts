import { UnreadableFile } from "./unreadable-file.ts";

/** One row of a CSV file; `line` is where it begins, 1 for the first. */
export interface CsvRow {
  line: number;
  cells: string[];
}

const SEPARATORS = [",", ";", "\t"];
const ROW_CHARACTERS_MAX = 1024 * 1024;

/**
 * Rows of a CSV file (RFC 4180; also with semicolons or tabs, as spreadsheets of other countries write it, told by the first
 * line), from its text in pieces. Empty rows are passed over, a byte order mark and the `'` in front of a formula sign are
 * dropped; a quote within a cell that has begun without one is a sign like others. Throws `UnreadableFile` for a quote that
 * is never closed: what follows it can't be told from the cell.
 */
export class CsvParser {
  #text = "";
  #line = 1;
  #separator: string | undefined;

  push(text: string): CsvRow[] {
    this.#text += text;
    return this.#takeRows(false);
  }

  end(): CsvRow[] {
    return this.#takeRows(true);
  }

  #takeRows(isEnd: boolean): CsvRow[] {
    const text = this.#text;
    const rows: CsvRow[] = [];
    let at = this.#separator === undefined && text.startsWith("\uFEFF") ? 1 : 0;
    while (at < text.length) {
      const newline = text.indexOf("\n", at);
      if (newline < 0 && !isEnd) break;
      const end = newline < 0 ? text.length : newline;
      const plain = text.slice(at, end);
      this.#separator ??= separatorOf(plain);
      const quoted = plain.includes('"') ? readQuotedRow(text, at, this.#separator) : undefined;
      if (quoted?.isOpen) {
        if (isEnd || text.length - at > ROW_CHARACTERS_MAX) throw new UnreadableFile(`On line ${this.#line} a quotation mark opens a cell, and nothing closes it. Nothing was taken from the file.`);
        break;
      }
      if (quoted) rows.push({ line: this.#line, cells: quoted.cells.map(plainCell) });
      else if (plain.trim() !== "") rows.push({ line: this.#line, cells: plain.replace(/\r$/, "").split(this.#separator).map(plainCell) });
      this.#line += quoted?.lines ?? 1;
      at = quoted?.end ?? end + 1;
    }
    this.#text = text.slice(at);
    return rows;
  }
}

const separatorOf = (head: string): string => SEPARATORS.reduce((best, one) => (head.split(one).length > head.split(best).length ? one : best));

// What a spreadsheet would take for a formula is exported with a ' in front, also by us.
const plainCell = (cell: string): string => cell.trim().replace(/^'(?=[=+\-@＝＋－＠])/, "");

interface QuotedRow {
  cells: string[];
  lines: number;
  end: number;
  isOpen: boolean;
}

function readQuotedRow(text: string, from: number, separator: string): QuotedRow {
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
    } else if (sign === '"' && cell.trim() === "") isQuoted = true;
    else if (sign === separator) {
      cells.push(cell);
      cell = "";
    } else if (sign === "\n") return { cells: [...cells, cell], lines, end: at + 1, isOpen: false };
    else if (sign !== "\r") cell += sign;
  }
  return { cells: [...cells, cell], lines, end: text.length, isOpen: isQuoted };
}
