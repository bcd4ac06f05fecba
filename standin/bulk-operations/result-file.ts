import { createReadStream, ftruncateSync, writeSync, type ReadStream } from "node:fs";
import { ScratchFile } from "#standin/scratch-file.ts";

/** The JSONL file of one bulk operation: complete lines only, unless cut on purpose. */
export class ResultFile {
  readonly #file = new ScratchFile();
  size = 0;

  append(lines: readonly string[]): void {
    if (lines.length === 0) return;
    const bytes = Buffer.from(`${lines.join("\n")}\n`, "utf8");
    writeSync(this.#file.descriptor, bytes, 0, bytes.length, this.size);
    this.size += bytes.length;
  }

  truncate(size: number): void {
    ftruncateSync(this.#file.descriptor, size);
    this.size = size;
  }

  /** The bytes from `start` to `end`, both included. */
  read(start: number, end: number): ReadStream {
    return createReadStream("", { fd: this.#file.descriptor, start, end, autoClose: false });
  }

  close(): void {
    this.#file.close();
  }
}
