const MASK = "•••";

/** Keys of Shopify's payloads whose values tell who somebody is, or open a door. `name` is also an order's; those begin with "#". */
const PERSONAL_KEYS = [
  "email", "contact_email", "phone", "first_name", "last_name", "name", "company", "address1", "address2", "city", "zip", "latitude", "longitude", "note", "browser_ip", "user_agent",
  "token", "checkout_token", "cart_token", "order_status_url", "landing_site", "referring_site", "customer_key", "shop_owner",
];

const PERSONAL_VALUE = new RegExp(`("(?:${PERSONAL_KEYS.join("|")})"\\s*:\\s*)(?:"(?!#)(?:[^"\\\\]|\\\\.)*("|$)|-?\\d[\\d.eE+-]*)`, "g");
/** Bounded, so that a megabyte without a space costs no more than one with. */
const E_MAIL = /[^\s@"'<>(),;:=\\]{1,64}@[^\s@"'<>(),;:=\\.]{1,63}(?:\.[^\s@"'<>(),;:=\\.]{1,63})+/g;
/** A number that `JSON.parse` would round. */
const LONG_NUMBER = /\d{16,}/;

/**
 * A delivery's text as it may be shown: personal values replaced, indented where it is whole JSON.
 * Works on the text, so that a body that ends in the middle is masked as well; it rather masks too much than too little.
 */
export function maskPersonal(body: string): string {
  const masked = body.replace(PERSONAL_VALUE, `$1"${MASK}"`).replace(E_MAIL, MASK);
  if (LONG_NUMBER.test(masked)) return masked;
  try {
    return JSON.stringify(JSON.parse(masked), null, 2);
  } catch {
    return masked;
  }
}
