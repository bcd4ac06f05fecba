const LARGEST = 9_223_372_036_854_775_807n;

/** Whether a part of an address can be an id of Shopify's: a positive whole number that fits into 64 bits. */
export function isShopifyId(text: string): boolean {
  return /^[1-9]\d{0,18}$/.test(text) && BigInt(text) <= LARGEST;
}
