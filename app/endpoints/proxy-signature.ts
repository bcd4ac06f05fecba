import { createHmac, timingSafeEqual } from "node:crypto";

/** How old a forwarded request may be: Shopify forwards at once, and whoever kept an address must not use it for ever. */
const AGE_MAX_S = 90;

/**
 * Whether Shopify forwarded a request to the app's proxy: its signature over the sorted query, by one of the app's secrets,
 * and its time.
 *
 * @see https://shopify.dev/docs/apps/build/online-store/app-proxies/authenticate-app-proxies
 */
export function isFromProxy(query: URLSearchParams, { secrets, nowMs }: { secrets: string[]; nowMs: number }): boolean {
  const signature = Buffer.from(query.get("signature") ?? "", "hex");
  const ageS = Math.abs(nowMs / 1_000 - Number(query.get("timestamp") ?? Number.NaN));
  if (!(ageS <= AGE_MAX_S)) return false;
  const names = [...new Set(query.keys())].filter((name) => name !== "signature").sort();
  const text = names.map((name) => `${name}=${query.getAll(name).join(",")}`).join("");
  return secrets.some((secret) => {
    const expected = createHmac("sha256", secret).update(text).digest();
    return signature.length === expected.length && timingSafeEqual(signature, expected);
  });
}
