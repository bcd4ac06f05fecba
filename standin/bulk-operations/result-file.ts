import { closeSync, mkdtempSync, openSync, rmSync, truncateSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The JSONL file of one bulk operation while it is written; complete lines only, unless cut on purpose. */
export class ResultFile {
  readonly path: string;
  readonly #folder = mkdtempSync(join(tmpdir(), "standin-bulk-"));
  readonly #file: number;
  size = 0;
  lineCount = 0;

  constructor() {
    this.path = join(this.#folder, "result.jsonl");
    this.#file = openSync(this.path, "w");
  }

  append(lines: readonly string[]): void {
    if (lines.length === 0) return;
    const bytes = Buffer.from(`${lines.join("\n")}\n`, "utf8");
    writeSync(this.#file, bytes);
    this.size += bytes.length;
    this.lineCount += lines.length;
  }

  finish(): void {
    closeSync(this.#file);
  }

  truncate(size: number): void {
    truncateSync(this.path, size);
    this.size = size;
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
