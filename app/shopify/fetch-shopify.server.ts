import { RetryableError } from "./errors.ts";

const SHOP_DOMAIN = /^[a-z0-9][a-z0-9-]{0,62}\.myshopify\.com$/;

/** An address at a shop. Throws for anything that is not Shopify's own domain of a shop: tokens and secrets go there. */
export function shopUrl(domain: string, path: string): string {
  if (!SHOP_DOMAIN.test(domain)) throw new Error("not a myshopify.com domain");
  return `https://${domain}${path}`;
}

/**
 * One request to Shopify, answered whole within `timeoutMs` or given up with a `RetryableError`.
 *
 * `fetch` is looked up at the time of the call, so that whoever starts the process can put a way of their own in its place.
 * Redirects are not followed: they would carry the token elsewhere.
 */
export async function fetchShopify(url: string, init: RequestInit, timeoutMs = 10_000): Promise<{ response: Response; text: string }> {
  try {
    const response = await globalThis.fetch(url, { ...init, redirect: "manual", signal: AbortSignal.timeout(timeoutMs) });
    return { response, text: await response.text() };
  } catch (error) {
    const isLate = error instanceof Error && error.name === "TimeoutError";
    throw new RetryableError(isLate ? `no answer within ${timeoutMs} ms` : "Shopify could not be reached", { cause: error });
  }
}
