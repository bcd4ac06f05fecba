import type { CsvRow } from "#app/domain/import/read-csv.ts";
import { RowReader } from "#app/domain/import/read-rows.ts";
import { UnreadableFile } from "#app/domain/import/unreadable-file.ts";

/** A file as it comes, a piece after the other. */
export type FileBytes = Iterable<Uint8Array> | AsyncIterable<Uint8Array>;

/** What is made of a file's rows. Either may throw `UnreadableFile`. */
export interface RowTaker {
  push(rows: CsvRow[]): unknown;
  end(): unknown;
}

const NAME_MAX = 200;

/**
 * Hands the rows of a CSV file to `taker` as they come, so that memory does not grow with the file. Answers in words why the
 * file cannot be read, or undefined when all of it was.
 */
export async function readImportFile(file: FileBytes, taker: RowTaker): Promise<string | undefined> {
  const reader = new RowReader();
  try {
    for await (const bytes of file) await taker.push(reader.push(bytes));
    await taker.push(reader.end());
    await taker.end();
    return undefined;
  } catch (error) {
    if (error instanceof UnreadableFile) return error.message;
    throw error;
  }
}

/** A file's name as it is kept and shown. */
export const shownFileName = (name: string): string => name.replaceAll("\0", "").toWellFormed().trim().slice(0, NAME_MAX) || "file.csv";
