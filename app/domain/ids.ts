/** Ids are decimal strings: Shopify's reach past 2^53, where a JavaScript number is no longer exact. */
export type CustomerId = string;
export type OrderId = string;

const GID = /^gid:\/\/shopify\/([A-Za-z]+)\/(\d{1,19})(?:\?.*)?$/;

/** The decimal id inside of a Shopify gid of the named type; throws for anything else, because a wrong id would move facts to a stranger. */
export function idOfGid(gid: string, type: string): string {
  const match = GID.exec(gid);
  if (match?.[1] !== type || !match[2]) throw new Error(`not a ${type} gid`);
  return match[2];
}

/** Whether a text is a decimal id that fits PostgreSQL's bigint. */
export function isDecimalId(text: string): boolean {
  return /^\d{1,19}$/.test(text) && (text.length < 19 || BigInt(text) <= 9_223_372_036_854_775_807n);
}
