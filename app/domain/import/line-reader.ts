import type { Columns } from "./find-columns.ts";
import type { CsvRow } from "./read-csv.ts";
import { UnreadableFile } from "./unreadable-file.ts";

/** Most lines of a file: more belong into two files. */
const LINES_MAX = 200_000;

/** How the rows of a kind of file are read: which columns its head names (throws `UnreadableFile` when one is missing), and what a row says. */
export interface LineFormat<Column extends string, Line> {
  columnsOf: (head: CsvRow) => Columns<Column>;
  readLine: (row: CsvRow, columns: Columns<Column>) => Line;
}

/**
 * Reads a file of lines row by row; the first row names its columns. Throws `UnreadableFile` when it has no lines or more
 * than 200,000; a wrong line only says what is wrong with it.
 */
export class LineReader<Column extends string, Line> {
  readonly lines: Line[] = [];
  readonly #format: LineFormat<Column, Line>;
  #columns: Columns<Column> | undefined;

  constructor(format: LineFormat<Column, Line>) {
    this.#format = format;
  }

  get unusedColumns(): string[] {
    return this.#columns?.unused ?? [];
  }

  push(rows: CsvRow[]): void {
    const { columnsOf, readLine } = this.#format;
    for (const row of rows) {
      if (!this.#columns) this.#columns = columnsOf(row);
      else if (this.lines.length === LINES_MAX) throw new UnreadableFile(`The file has more than ${LINES_MAX.toLocaleString("en")} lines. Split it.`);
      else this.lines.push(readLine(row, this.#columns));
    }
  }

  end(): void {
    if (!this.#columns) throw new UnreadableFile("The file is empty.");
    if (this.lines.length === 0) throw new UnreadableFile("The file has column names, but no lines.");
  }
}
