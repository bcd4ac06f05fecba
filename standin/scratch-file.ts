import { closeSync, mkdtempSync, openSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * A file without a name: removed as soon as it is open, so that nothing stays behind, however the process ends. Where the
 * system does not let go of an open file, it is removed by `close`.
 */
export class ScratchFile {
  readonly #folder = mkdtempSync(join(tmpdir(), "standin-"));
  readonly descriptor = openSync(join(this.#folder, "scratch"), "w+");

  constructor() {
    this.#remove();
  }

  close(): void {
    closeSync(this.descriptor);
    this.#remove();
  }

  #remove(): void {
    try {
      rmSync(this.#folder, { recursive: true, force: true });
    } catch {
      // Windows keeps open files; `close` tries again.
    }
  }
}
