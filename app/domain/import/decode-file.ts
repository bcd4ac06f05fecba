import { UnreadableFile } from "./unreadable-file.ts";

const NEWLINE = 10;
/** No line of an honest file is longer. */
export const LINE_BYTES_MAX = 1024 * 1024;

/**
 * The text of a file, piece by piece: UTF-8 with or without a byte order mark, UTF-16 with one, and Windows-1252 (which
 * holds Latin-1) from the first line on that is no UTF-8: in that, letters of other alphabets never look like UTF-8.
 * Throws `UnreadableFile` for a spreadsheet that was not saved as CSV, a picture or other bytes that are no text, and for a line without an end.
 */
export class FileDecoder {
  #decoder: TextDecoder | undefined;
  #isWide = false;
  #rest = new Uint8Array(0);

  push(bytes: Uint8Array): string {
    const all = this.#join(bytes);
    this.#decoder ??= this.#choose(all);
    if (this.#isWide) return this.#decoder.decode(all, { stream: true });
    const end = all.lastIndexOf(NEWLINE) + 1;
    if (all.length - end > LINE_BYTES_MAX) throw new UnreadableFile("A line of the file is longer than a megabyte. Save the sheet as CSV and try again.");
    this.#rest = all.slice(end);
    return this.#decode(all.subarray(0, end));
  }

  /** What is behind the last line break. */
  end(): string {
    const rest = this.#rest;
    this.#rest = new Uint8Array(0);
    return this.#isWide ? (this.#decoder?.decode() ?? "") : this.#decode(rest);
  }

  #join(bytes: Uint8Array): Uint8Array {
    if (this.#rest.length === 0 || this.#isWide) return bytes;
    const all = new Uint8Array(this.#rest.length + bytes.length);
    all.set(this.#rest);
    all.set(bytes, this.#rest.length);
    return all;
  }

  #choose(bytes: Uint8Array): TextDecoder {
    const [first, second] = bytes;
    if (first === 0x50 && second === 0x4b) throw new UnreadableFile("This is a spreadsheet, not a CSV file. Save it as CSV and choose that file.");
    this.#isWide = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
    if (this.#isWide) return new TextDecoder(first === 0xff ? "utf-16le" : "utf-16be");
    if (isNoText(bytes)) throw new UnreadableFile("This is not a CSV file. Save the sheet as CSV and choose that file.");
    return new TextDecoder("utf-8", { fatal: true });
  }

  #decode(lines: Uint8Array): string {
    try {
      return this.#decoder?.decode(lines) ?? "";
    } catch {
      this.#decoder = new TextDecoder("windows-1252");
      return this.#decoder.decode(lines);
    }
  }
}

const PDF = [0x25, 0x50, 0x44, 0x46];
/** Pictures, archives and old spreadsheets show within their first bytes that they are none. */
const LOOKED_AT_BYTES = 512;

// No text has these control characters. A zero is let be: spreadsheets write UTF-16 without saying so.
const isNoText = (bytes: Uint8Array): boolean =>
  PDF.every((byte, at) => bytes[at] === byte) || bytes.subarray(0, LOOKED_AT_BYTES).some((byte) => (byte > 0 && byte < 9) || (byte > 13 && byte < 26) || (byte > 27 && byte < 32));
