/** A root line of a grouped bulk file with the child lines behind it. `endByte` is where the next root begins. */
export interface JsonlGroup {
  root: unknown;
  children: unknown[];
  endByte: number;
}

/** The file ends in the middle of a line: what came before is good, the rest must be read again. */
export class CutOffFile extends Error {
  override readonly name = "CutOffFile";
}

const NEWLINE = 10;

/**
 * Groups of a bulk operation's JSONL, made with its objects grouped: each root line, then its children (lines with __parentId).
 *
 * `startByte` is where in the file `chunks` begin; it must be the start of a root line. `fileBytes` is how long Shopify says
 * the file is: of a shorter one the last group may lack children, so it is not given out. Memory holds one group and one chunk.
 * Throws CutOffFile when the file ends too early, SyntaxError for any other line that is none.
 */
export async function* readJsonl(
  chunks: AsyncIterable<Uint8Array>,
  { startByte, fileBytes }: { startByte: number; fileBytes: number | null },
): AsyncGenerator<JsonlGroup> {
  let group: JsonlGroup | undefined;
  for await (const lines of linesOf(chunks, startByte)) {
    for (const { text, endByte } of lines) {
      const value: unknown = JSON.parse(text);
      if (isChild(value)) {
        if (!group) throw new SyntaxError("the file begins with a child line");
        group.children.push(value);
        group.endByte = endByte;
      } else {
        if (group) yield group;
        group = { root: value, children: [], endByte };
      }
    }
  }
  if (!group) return;
  if (fileBytes !== null && group.endByte < fileBytes) throw new CutOffFile("the file is shorter than Shopify said");
  yield group;
}

const isChild = (value: unknown): boolean => typeof value === "object" && value !== null && "__parentId" in value;

interface Line {
  text: string;
  endByte: number;
}

// A chunk's lines together: to wait for each would cost as much as to read it.
async function* linesOf(chunks: AsyncIterable<Uint8Array>, startByte: number): AsyncGenerator<Line[]> {
  let rest: Buffer = Buffer.alloc(0);
  let byte = startByte;
  for await (const chunk of chunks) {
    const buffer = rest.length > 0 ? Buffer.concat([rest, chunk]) : Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    const lines: Line[] = [];
    let from = 0;
    for (let at = buffer.indexOf(NEWLINE); at >= 0; at = buffer.indexOf(NEWLINE, from)) {
      byte += at + 1 - from;
      if (at > from) lines.push({ text: buffer.toString("utf8", from, at), endByte: byte });
      from = at + 1;
    }
    rest = buffer.subarray(from);
    yield lines;
  }
  if (rest.length === 0) return;
  const text = rest.toString("utf8");
  if (!isWhole(text)) throw new CutOffFile("the file ends in the middle of a line");
  yield [{ text, endByte: byte + rest.length }];
}

function isWhole(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
