/** Ids are decimal strings: Shopify's reach past 2^53, where a JavaScript number is no longer exact. */
export type CustomerId = string;
export type OrderId = string;

const DECIMALS = /^\d{1,19}$/;
const prefixes = new Map<string, string>();

/** The decimal id inside of a Shopify gid of the named type; throws for anything else, because a wrong id would move facts to a stranger. */
export function idOfGid(gid: string, type: string): string {
  let prefix = prefixes.get(type);
  if (prefix === undefined) prefixes.set(type, (prefix = `gid://shopify/${type}/`));
  const query = gid.indexOf("?", prefix.length);
  const id = gid.slice(prefix.length, query < 0 ? gid.length : query);
  if (!gid.startsWith(prefix) || !DECIMALS.test(id)) throw new Error(`not a ${type} gid`);
  return id;
}

/** The gid by which Shopify's Admin API knows the thing of a type that has a decimal id: the way back from `idOfGid`. */
export const gidOf = (id: string, type: string): string => `gid://shopify/${type}/${id}`;

/** Whether a text is a decimal id that fits PostgreSQL's bigint. */
export function isDecimalId(text: string): boolean {
  return /^\d{1,19}$/.test(text) && (text.length < 19 || BigInt(text) <= 9_223_372_036_854_775_807n);
}
