import type { CustomerId } from "../ids.ts";
import { isMessageKind, type MessageKind } from "./message.ts";

// 128 bits: nobody guesses it.
const SIGNATURE_LENGTH = 32;

/** Whom a link to unsubscribe is for, and in which message it stood. */
export interface OptOutLink {
  shopId: number;
  customerId: CustomerId;
  kind: MessageKind;
}

/** What is signed of a link. */
export const signedPart = ({ customerId, kind }: Pick<OptOutLink, "customerId" | "kind">): string => `${customerId}/${kind}`;

/** The key in a link to unsubscribe; `hash` is the shop's keyed hash of the signed part. */
export const optOutKey = ({ shopId, customerId, kind }: OptOutLink, hash: string): string => `${shopId}.${customerId}.${kind}.${hash.slice(0, SIGNATURE_LENGTH)}`;

/** What a key says, before its signature is checked; undefined for anything that we did not write. */
export function readOptOutKey(key: string): (OptOutLink & { signature: string }) | undefined {
  const [shop = "", customerId = "", kind = "", signature = "", ...more] = key.split(".");
  if (more.length > 0 || !/^\d{1,9}$/.test(shop) || !/^\d{1,19}$/.test(customerId) || !isMessageKind(kind) || !new RegExp(`^[0-9a-f]{${SIGNATURE_LENGTH}}$`).test(signature)) return undefined;
  return { shopId: Number(shop), customerId, kind, signature };
}
