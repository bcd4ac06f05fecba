import { createHmac } from "node:crypto";

export type Pairs = [name: string, value: string][];

export interface Forwarding {
  shop: string;
  /** Who is signed in at the shop; null for nobody. */
  customerId: string | null;
  secret?: string;
  nowMs?: number;
}

/** The query of a request as Shopify forwards it to the app's proxy: what the page asked for, and Shopify's own pairs behind it. */
export function forwardedPairs(given: Pairs, { shop, customerId, nowMs = Date.now() }: Forwarding): Pairs {
  return [...given, ["shop", shop], ["logged_in_customer_id", customerId ?? ""], ["path_prefix", "/apps/thrice"], ["timestamp", String(Math.floor(nowMs / 1_000))]];
}

/** Shopify's signature: pairs by name, a repeated name once with its values joined by commas, nothing in between, in hex. */
export function signPairs(pairs: Pairs, secret = "test-api-secret"): string {
  const names = [...new Set(pairs.map(([name]) => name))].sort();
  const text = names.map((name) => `${name}=${pairs.filter(([one]) => one === name).map(([, value]) => value).join(",")}`).join("");
  return createHmac("sha256", secret).update(text).digest("hex");
}

export const forwardedQuery = (given: Pairs, forwarding: Forwarding): string => {
  const pairs = forwardedPairs(given, forwarding);
  return new URLSearchParams([...pairs, ["signature", signPairs(pairs, forwarding.secret)]]).toString();
};
