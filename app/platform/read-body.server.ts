/** So far a body that is too long is read and thrown away: whoever is cut off while it still sends never reads the answer. */
export const DISCARDED_BYTES_MAX = 32 * 1024 * 1024;

/**
 * The bytes of a request, from their beginning to their end; undefined where they are more than `bytesMax`, read up to
 * DISCARDED_BYTES_MAX. Throws where the request ends before its body.
 */
export async function readBody(request: AsyncIterable<Uint8Array> | null, bytesMax: number): Promise<Buffer | undefined> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of request ?? []) {
    bytes += part.byteLength;
    if (bytes <= bytesMax) parts.push(part);
    if (bytes > DISCARDED_BYTES_MAX) break;
  }
  return bytes > bytesMax ? undefined : Buffer.concat(parts);
}
