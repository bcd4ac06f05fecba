import { printPrefix } from "./code-pool.ts";
import type { Language } from "../messages/language.ts";
import { SHOPPER_WORDS } from "./words/catalogue.ts";

/**
 * The lines that print an order's code into its confirmation. `key` is in hex. The template computes the code from the
 * order's number by itself; the code was made in Shopify before.
 *
 * @see https://help.shopify.com/en/manual/fulfillment/setup/notifications/email-variables
 */
export function printSnippet({ version, key }: { version: number; key: string }, language: Language): string {
  const code = `${printPrefix(version)}{{ order_number | hmac_sha256: '${key}' | slice: 0, 12 | upcase }}`;
  return `<p style="text-align:center">${SHOPPER_WORDS[language].mailCode} <strong>${code}</strong></p>`;
}
