import { createHmac, timingSafeEqual, type KeyObject } from "node:crypto";

/**
 * How old a forwarded request may be: Shopify forwards at once, and whoever came to know an address must not use it for
 * ever. Shopify names no limit; its own libraries allow 90 seconds, for clocks that differ.
 */
const AGE_MAX_S = 90;

/*
 * What is believed. No comma: where a visitor sent such a name as well, Shopify signs both values, joined by one. And nothing
 * of a pair, so that no two pairs read like another two: Shopify puts nothing between them.
 */
const SHOP_DOMAIN = /^[a-z0-9][a-z0-9-]{0,60}\.myshopify\.com$/;
const CUSTOMER_ID = /^\d{0,19}$/;
const TIMESTAMP = /^\d{1,12}$/;
const SIGNATURE = /^[0-9a-f]{64}$/;

/** A request that came by way of Shopify. `customerId` is whoever is signed in at the shop, null for nobody; `query` is all that was signed. */
export interface Forwarded {
  shopDomain: string;
  customerId: string | null;
  query: URLSearchParams;
}

/**
 * Reads the query of a request to the app's proxy; undefined where Shopify did not forward it, or not just now. It signs the
 * pairs in order of their names, without anything between them, the values of a repeated name joined by commas.
 *
 * @see https://shopify.dev/docs/apps/build/online-store/app-proxies/authenticate-app-proxies
 */
export function readForwarded(search: string, { keys, nowMs }: { keys: readonly KeyObject[]; nowMs: number }): Forwarded | undefined {
  const query = new URLSearchParams(search);
  const values = new Map<string, string>();
  for (const [name, value] of query) {
    const earlier = values.get(name);
    values.set(name, earlier === undefined ? value : `${earlier},${value}`);
  }
  const [shopDomain = "", customerId = "", timestamp = "", signature = ""] = [values.get("shop"), values.get("logged_in_customer_id"), values.get("timestamp"), values.get("signature")];
  if (!SHOP_DOMAIN.test(shopDomain) || !CUSTOMER_ID.test(customerId) || !TIMESTAMP.test(timestamp) || !SIGNATURE.test(signature)) return undefined;
  if (!(Math.abs(nowMs / 1_000 - Number(timestamp)) <= AGE_MAX_S)) return undefined;
  values.delete("signature");
  let text = "";
  for (const name of [...values.keys()].sort()) text += `${name}=${values.get(name)}`;
  const claimed = Buffer.from(signature, "hex");
  const isSigned = keys.some((key) => timingSafeEqual(claimed, createHmac("sha256", key).update(text).digest()));
  return isSigned ? { shopDomain, customerId: customerId === "" ? null : customerId, query } : undefined;
}
