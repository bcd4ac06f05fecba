import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { env } from "./env.server.ts";

const VERSION = "v1";
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** The one row and column a sealed value belongs to, for example `sessions/example.myshopify.com/offline/access_token`. */
export type Place = string;

export type Seal = {
  seal(plain: string, place: Place): string;
  open(sealed: string, place: Place): string;
};

/** A sealed value does not open: its key is not in the ring, it was moved to another place, or it was changed. */
export class SealError extends Error {
  override name = "SealError";
}

/**
 * AES-256-GCM boxes, as "v1.<key name>.<iv, ciphertext and tag in base64url>".
 *
 * The first key seals and every key of the ring opens, so a key is replaced by putting a new one in front and leaving the
 * old one until all values have been written again. A box copied to another row or column does not open.
 * `open` throws a `SealError` on an unknown version or key, on another place and on any changed byte.
 */
export function makeSeal(keys: readonly { name: string; key: Buffer }[]): Seal {
  const first = keys[0];
  if (!first) throw new Error("sealing needs at least one key");
  const ring = new Map(keys.map(({ name, key }) => [name, key]));
  return {
    seal(plain, place) {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv("aes-256-gcm", first.key, iv).setAAD(Buffer.from(place));
      const box = Buffer.concat([iv, cipher.update(plain, "utf8"), cipher.final(), cipher.getAuthTag()]);
      return `${VERSION}.${first.name}.${box.toString("base64url")}`;
    },
    open(sealed, place) {
      const [version, name = "", body = ""] = sealed.split(".");
      const key = ring.get(name);
      if (version !== VERSION || !key) throw new SealError(`a sealed value needs key "${name}" of version "${version}", which TOKEN_KEYS does not hold`);
      const box = Buffer.from(body, "base64url");
      if (box.length < IV_BYTES + TAG_BYTES) throw new SealError("a sealed value is too short to be whole");
      const decipher = createDecipheriv("aes-256-gcm", key, box.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES })
        .setAAD(Buffer.from(place))
        .setAuthTag(box.subarray(-TAG_BYTES));
      const plain = decipher.update(box.subarray(IV_BYTES, -TAG_BYTES));
      try {
        return Buffer.concat([plain, decipher.final()]).toString("utf8");
      } catch (error) {
        throw new SealError("a sealed value was changed or belongs to another place", { cause: error });
      }
    },
  };
}

/** Seals with the process's own keys (TOKEN_KEYS). */
export const { seal, open }: Seal = makeSeal(env.tokenKeys);
