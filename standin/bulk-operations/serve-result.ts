import type { IncomingMessage, ServerResponse } from "node:http";
import { send } from "#standin/http.ts";
import type { StoredResult } from "./bulk-operations.ts";

const EXPIRED = "<?xml version='1.0' encoding='UTF-8'?><Error><Code>ExpiredToken</Code><Message>The provided token has expired.</Message></Error>";
const OUT_OF_RANGE = "<?xml version='1.0' encoding='UTF-8'?><Error><Code>InvalidRange</Code></Error>";

/** Serves a bulk file as Google's storage does: whole with its length, or a range of it. */
export function serveResult(result: StoredResult, incoming: IncomingMessage, answer: ServerResponse): void {
  if (result.isExpired) return send(answer, 400, { type: "application/xml", body: EXPIRED });
  const range = /^bytes=(\d+)-(\d*)$/.exec(incoming.headers.range ?? "");
  const start = range ? Number(range[1]) : 0;
  const end = range?.[2] ? Math.min(Number(range[2]), result.file.size - 1) : result.file.size - 1;
  if (start > end) return send(answer, 416, { type: "application/xml", body: OUT_OF_RANGE, headers: { "content-range": `bytes */${result.file.size}` } });
  answer.writeHead(range ? 206 : 200, {
    "content-type": "application/jsonl",
    "content-disposition": `attachment; filename="${result.fileName}"`,
    "accept-ranges": "bytes",
    "content-length": end - start + 1,
    ...(range && { "content-range": `bytes ${start}-${end}/${result.file.size}` }),
  });
  if (incoming.method === "HEAD") {
    answer.end();
    return;
  }
  const breaks = result.breaksOnce;
  result.breaksOnce = false;
  const lastByte = breaks ? start + Math.floor((end - start) * 0.6) : end;
  const stream = result.file.read(start, lastByte);
  stream.on("error", () => answer.destroy());
  if (!breaks) {
    stream.pipe(answer);
    return;
  }
  stream.pipe(answer, { end: false });
  // Not before the bytes are out: the client is to see a file that stops, not one that never began.
  stream.on("end", () => answer.write("", () => answer.destroy()));
}
