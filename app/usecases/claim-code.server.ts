import { createHmac, timingSafeEqual } from "node:crypto";
import type { ConfirmationCode } from "#app/domain/confirmation/confirmation-code.ts";
import { isDecimalId } from "#app/domain/ids.ts";
import { pool } from "#app/platform/db.server.ts";
import { listClaimKeys } from "#app/store/claim-keys.server.ts";
import { ensureConfirmationCode } from "./ensure-confirmation-code.server.ts";
import { madeCode } from "./see-order.server.ts";

/** `broken`: not a link of ours. `making`: Shopify has yet to answer, or the shop is busy. `none`: there is no code for this order, or not yet. */
export type Claimed = { outcome: "ready"; code: string } | { outcome: "broken" | "making" | "used" | "ended" | "none" | "not_with_us" };

/** Characters of the signature in a link: 96 bits. */
const SIGNATURE_LENGTH = 24;

/**
 * Somebody clicked the link of an order confirmation: finds or makes the order's code. The link is proven by one of the
 * shop's keys, also a replaced one, so that mails already sent go on working.
 */
export async function claimCode(shop: { id: number; domain: string }, { orderId, signature, now }: { orderId: string; signature: string; now: Date }): Promise<Claimed> {
  if (!isDecimalId(orderId) || signature.length !== SIGNATURE_LENGTH) return { outcome: "broken" };
  const keys = await listClaimKeys(pool, shop, now);
  if (!keys.some(({ key }) => isSigned(orderId, signature, key))) return { outcome: "broken" };
  const ensured = await ensureConfirmationCode(shop.id, { orderId, asked: "link", now });
  if (ensured.outcome === "code") return claimedOf(await madeCode(shop.id, ensured.code), now);
  if (ensured.because === "busy") return { outcome: "making" };
  return { outcome: ensured.because === "order_unknown" ? "not_with_us" : ensured.because === "ended" ? "ended" : "none" };
}

function claimedOf({ code, state, endsAt }: ConfirmationCode, now: Date): Claimed {
  if (state === "used") return { outcome: "used" };
  if (state === "making") return { outcome: "making" };
  if (state !== "ready") return { outcome: "none" };
  return endsAt <= now ? { outcome: "ended" } : { outcome: "ready", code };
}

/** What Liquid makes of `{{ id | hmac_sha256: key | slice: 0, 24 }}`. */
export const claimSignature = (orderId: string, key: string): string => createHmac("sha256", key).update(orderId).digest("hex").slice(0, SIGNATURE_LENGTH);

function isSigned(orderId: string, signature: string, key: string): boolean {
  const [expected, given] = [Buffer.from(claimSignature(orderId, key)), Buffer.from(signature)];
  return expected.length === given.length && timingSafeEqual(expected, given);
}
