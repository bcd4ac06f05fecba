import type { CsvRow } from "./read-csv.ts";
import { UnreadableFile } from "./unreadable-file.ts";

/** Where a file has the columns that we use. A cell that is not there is an empty text. */
export interface Columns<Name extends string> {
  has: (name: Name) => boolean;
  cell: (row: CsvRow, name: Name) => string;
  count: number;
  unused: string[];
}

/**
 * Finds columns by the names of a file's first row, whatever their order, case, blanks and signs. `names` are in small letters
 * and digits. Throws `UnreadableFile` when two columns could be the same one.
 */
export function findColumns<Name extends string>(head: CsvRow, names: Readonly<Record<string, Name>>): Columns<Name> {
  const places = new Map<Name, number>();
  const unused: string[] = [];
  for (const [at, text] of head.cells.entries()) {
    const plain = text.toLowerCase().replaceAll(/[^a-z0-9]/g, "");
    const name = Object.hasOwn(names, plain) ? names[plain] : undefined;
    if (!name) unused.push(text);
    else if (places.has(name)) throw new UnreadableFile(`Two columns could be “${text}”. Remove one of them.`);
    else places.set(name, at);
  }
  return { count: head.cells.length, has: (name) => places.has(name), cell: (row, name) => row.cells[places.get(name) ?? -1] ?? "", unused };
}

const NAMED_MAX = 12;

/** What a file's first row says, for a file that lacks a column: a list of names from another program, or no names at all. */
export function columnsThere({ cells }: CsvRow): string {
  const names = cells.filter((cell) => cell !== "").map((cell) => cell.slice(0, 40));
  return `Its first line says: ${names.slice(0, NAMED_MAX).join(", ")}${names.length > NAMED_MAX ? " …" : ""}.`;
}
