import { FileDecoder } from "./decode-file.ts";
import { CsvParser, type CsvRow } from "./read-csv.ts";

/** Rows of a CSV file from its bytes, a batch for each piece that came; memory holds one piece. Throws `UnreadableFile`. */
export class RowReader {
  readonly #decoder = new FileDecoder();
  readonly #parser = new CsvParser();

  push(bytes: Uint8Array): CsvRow[] {
    return this.#parser.push(this.#decoder.push(bytes).replaceAll("\0", ""));
  }

  end(): CsvRow[] {
    return [...this.#parser.push(this.#decoder.end().replaceAll("\0", "")), ...this.#parser.end()];
  }
}
