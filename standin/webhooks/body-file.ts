import { readSync, writeSync } from "node:fs";
import { ScratchFile } from "#standin/scratch-file.ts";

export interface BodyPlace {
  offset: number;
  length: number;
}

/** Keeps the raw bodies of all deliveries on disk, so that replaying a whole history costs no memory. */
export class BodyFile {
  readonly #file = new ScratchFile();
  #end = 0;

  append(body: string): BodyPlace {
    const bytes = Buffer.from(body, "utf8");
    writeSync(this.#file.descriptor, bytes, 0, bytes.length, this.#end);
    const place = { offset: this.#end, length: bytes.length };
    this.#end += bytes.length;
    return place;
  }

  read({ offset, length }: BodyPlace): Buffer {
    const bytes = Buffer.alloc(length);
    readSync(this.#file.descriptor, bytes, 0, length, offset);
    return bytes;
  }

  close(): void {
    this.#file.close();
  }
}
