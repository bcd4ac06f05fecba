import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { from as copyFrom } from "pg-copy-streams";
import type { Connection } from "./db.server.ts";

const CHUNK_BYTES = 64 * 1024;
/** A character of a JavaScript text takes at most so many bytes in UTF-8. */
const BYTES_OF_CHARACTER = 3;

/** Buffers that were sent and wait to be filled again: left to the garbage they would pile up until a great collection. */
const idle: Buffer[] = [];
const IDLE_MAX = 64;

/** Lines of COPY's text format, kept as bytes: as texts and parts of texts they would take several times the memory. */
export class CopyLines {
  readonly #full: { buffer: Buffer; end: number }[] = [];
  #open: Buffer = Buffer.alloc(0);
  #end = 0;

  /** `line` with its end, its values made by `copyText` or free of tabs, line ends and backslashes. */
  add(line: string): void {
    const most = line.length * BYTES_OF_CHARACTER;
    if (this.#open.length - this.#end < most) this.#reopen(most);
    this.#end += this.#open.write(line, this.#end);
  }

  get isEmpty(): boolean {
    return this.#end === 0 && this.#full.length === 0;
  }

  /** Hands the lines to a `COPY … FROM STDIN`; afterwards there are none. */
  async copyInto(client: Connection, statement: string): Promise<void> {
    this.#close();
    await pipeline(Readable.from(this.#full.map(({ buffer, end }) => buffer.subarray(0, end))), client.query(copyFrom(statement)));
    const ordinary = this.#full.flatMap(({ buffer }) => (buffer.length === CHUNK_BYTES ? buffer : []));
    idle.push(...ordinary.slice(0, IDLE_MAX - idle.length));
    this.#full.length = 0;
  }

  #reopen(most: number): void {
    this.#close();
    this.#open = most > CHUNK_BYTES ? Buffer.allocUnsafeSlow(most) : (idle.pop() ?? Buffer.allocUnsafeSlow(CHUNK_BYTES));
  }

  #close(): void {
    if (this.#end > 0) this.#full.push({ buffer: this.#open, end: this.#end });
    this.#open = Buffer.alloc(0);
    this.#end = 0;
  }
}

/**
 * Copies lines that are made while the database takes in those before, so that both work at once; each with its end, its
 * values as in `CopyLines`.
 */
export async function copyWhileMaking(client: Connection, statement: string, lines: Iterable<string>): Promise<void> {
  await pipeline(Readable.from(chunksOf(lines), { highWaterMark: 1 }), client.query(copyFrom(statement)));
}

const CHUNK_CHARACTERS = 32 * 1024;

function* chunksOf(lines: Iterable<string>): Generator<Buffer> {
  let chunk = "";
  for (const line of lines) {
    chunk += line;
    if (chunk.length < CHUNK_CHARACTERS) continue;
    yield Buffer.from(chunk);
    chunk = "";
  }
  if (chunk !== "") yield Buffer.from(chunk);
}

const SPECIAL = /[\\\t\n\r]/;
const SPECIALS = /[\\\t\n\r]/g;
const ESCAPES: Record<string, string> = { "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r" };

/** A text as COPY reads it back, whatever it holds. */
export const copyText = (text: string): string => (SPECIAL.test(text) ? text.replace(SPECIALS, (character) => ESCAPES[character] ?? character) : text);

/** The same for a value that may be missing. */
export const copyTextOrNull = (text: string | null): string => (text === null ? "\\N" : copyText(text));
