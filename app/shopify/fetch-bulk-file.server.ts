import { Readable } from "node:stream";
import type { ReadableStream } from "node:stream/web";
import { RetryableError, TerminalError } from "./errors.ts";

// The address of a bulk file comes from outside, so it may only lead where Shopify keeps such files.
const FILE_HOST = "storage.googleapis.com";
const READ_MS_MAX = 15 * 60_000;

/** The address is no longer good: ask the operation for a new one, or start again. */
export class BulkFileGone extends Error {
  override readonly name = "BulkFileGone";
}

/**
 * The bytes of a bulk operation's file from `fromByte` on. Follows no redirect. Throws BulkFileGone when the address has
 * expired, RetryableError when the way there is in trouble, TerminalError for an address that is not Shopify's.
 */
export async function fetchBulkFile(address: string, fromByte: number): Promise<AsyncIterable<Uint8Array>> {
  const url = new URL(address);
  if (url.protocol !== "https:" || url.hostname !== FILE_HOST) throw new TerminalError("the bulk file lies on an unexpected host");
  const headers = fromByte > 0 ? { range: `bytes=${fromByte}-` } : {};
  let response: Response;
  try {
    response = await fetch(url, { headers, redirect: "error", signal: AbortSignal.timeout(READ_MS_MAX) });
  } catch (error) {
    throw new RetryableError("the bulk file could not be fetched", { cause: error });
  }
  // The file ends exactly where the last piece ended.
  if (response.status === 416) return empty();
  if ([400, 403, 404, 410].includes(response.status)) throw new BulkFileGone(`the bulk file is gone (${response.status})`);
  if (!response.ok || !response.body) throw new RetryableError(`the bulk file answered ${response.status}`);
  const body = Readable.fromWeb(response.body as ReadableStream<Uint8Array>);
  // A connection that breaks before the first byte is asked for must not count as nobody's: whoever reads meets the error.
  body.on("error", () => undefined);
  return response.status === 206 || fromByte === 0 ? body : skip(body, fromByte);
}

async function* empty(): AsyncGenerator<Uint8Array> {}

async function* skip(chunks: AsyncIterable<Uint8Array>, bytes: number): AsyncGenerator<Uint8Array> {
  let left = bytes;
  for await (const chunk of chunks) {
    if (left >= chunk.length) left -= chunk.length;
    else {
      yield chunk.subarray(left);
      left = 0;
    }
  }
}
