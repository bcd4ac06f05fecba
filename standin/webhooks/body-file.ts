import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface BodyPlace {
  offset: number;
  length: number;
}

/** Keeps the raw bodies of all deliveries on disk, so that replaying a whole history costs no memory. */
export class BodyFile {
  readonly #folder = mkdtempSync(join(tmpdir(), "standin-deliveries-"));
  readonly #file = openSync(join(this.#folder, "bodies"), "w+");
  #end = 0;

  append(body: string): BodyPlace {
    const bytes = Buffer.from(body, "utf8");
    writeSync(this.#file, bytes, 0, bytes.length, this.#end);
    const place = { offset: this.#end, length: bytes.length };
    this.#end += bytes.length;
    return place;
  }

  read({ offset, length }: BodyPlace): Buffer {
    const bytes = Buffer.alloc(length);
    readSync(this.#file, bytes, 0, length, offset);
    return bytes;
  }

  close(): void {
    closeSync(this.#file);
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
