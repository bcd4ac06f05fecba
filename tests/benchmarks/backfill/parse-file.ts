import fs from "node:fs";
import { answerQuestions } from "../part.ts";

// The floor: split the file into lines and parse each, and do nothing with them.
const NEWLINE = 10;

async function parse(file: string): Promise<number> {
  const startedMs = performance.now();
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of fs.createReadStream(file, { highWaterMark: 1024 * 1024 }) as AsyncIterable<Buffer>) {
    const bytes = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    let from = 0;
    for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, from)) {
      JSON.parse(bytes.toString("utf8", from, at));
      from = at + 1;
    }
    rest = bytes.subarray(from);
  }
  return (performance.now() - startedMs) / 1_000;
}

answerQuestions({ parse });
