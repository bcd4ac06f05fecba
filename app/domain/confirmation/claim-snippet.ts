import type { Language } from "../messages/language.ts";
import { SHOPPER_WORDS } from "./words/catalogue.ts";

/** Where Shopify forwards to the app, below the shop's own address; as in shopify.app.toml. */
const PROXY_PATH = "/apps/thrice";

/**
 * The lines that a merchant pastes into the template of the order confirmation: a link that proves which order it stands in.
 * `key` is the shop's own for this, in hex. In these templates the order's id is `id`, not `order.id`.
 *
 * @see https://help.shopify.com/en/manual/fulfillment/setup/notifications/email-variables
 */
export function claimSnippet(key: string, language: Language): string {
  const link = `{{ shop.url }}${PROXY_PATH}/c/{{ id }}?s={{ id | hmac_sha256: '${key}' | slice: 0, 24 }}&amp;l=${language}`;
  return `<p style="text-align:center"><a href="${link}">${SHOPPER_WORDS[language].mailLink}</a></p>`;
}
