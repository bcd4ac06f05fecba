/** What stands where words about an erased person stood. The ledger's trigger knows it, too. */
export const ERASED = "(erased)";

const asPattern = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);
const BETWEEN_NAMES = String.raw`[\s,._-]+`;
/** Problems of a file quote no more of a cell than this. */
const QUOTED_MAX = 40;

/**
 * Finds a person's e-mail address and whole name, in either order, in any case, where a text names them; undefined when we
 * know neither. A first or last name alone is too often a word that means something else.
 */
export function namesOf({ email, names }: { email: string | null; names: string[] }): RegExp | undefined {
  const words = names.flatMap((name) => name.trim().split(/\s+/).filter(Boolean)).map(asPattern);
  const wholeNames = words.length < 2 ? [] : [words, [...words.slice(-1), ...words.slice(0, -1)]].map((order) => order.join(BETWEEN_NAMES));
  const addresses = email ? [email, email.slice(0, QUOTED_MAX)].map(asPattern) : [];
  const named = [...addresses, ...wholeNames];
  return named.length === 0 ? undefined : new RegExp(String.raw`(?<![\p{L}\p{N}])(?:${named.join("|")})(?![\p{L}\p{N}])`, "giu");
}
