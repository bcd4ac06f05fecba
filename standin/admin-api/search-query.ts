import { compareIds } from "#standin/shop/shop.ts";
import { notImplemented } from "./graphql-errors.ts";

export type SearchValue =
  | { kind: "instant"; atMs: number }
  | { kind: "id"; id: string }
  | { kind: "number"; value: number }
  | { kind: "words"; words: readonly string[] };

/** What a search term such as `updated_at:>=...` looks at, per resource. */
export type SearchFields<T> = Record<string, (record: T) => SearchValue>;

type Test<T> = (record: T) => boolean;

const TOKEN = /\(|\)|(?:[\w.]+:)?(?:>=|<=|>|<)?(?:'[^']*'|"[^"]*"|[^\s()]+)/g;

/**
 * Shopify's search syntax, as far as it is used: `field:value`, the comparators, AND (also unwritten), OR, NOT, a
 * leading minus and brackets. A field that the stand-in does not search by fails instead of being ignored as by Shopify.
 */
export function compileSearch<T>(query: unknown, fields: SearchFields<T>): Test<T> {
  if (query == null || String(query).trim() === "") return () => true;
  const tokens = [...String(query).matchAll(TOKEN)].map(([token]) => token);
  const parser = { tokens, at: 0 };
  const test = parseOr(parser, fields);
  if (parser.at < tokens.length) throw notImplemented(`the search "${String(query)}"`);
  return test;
}

interface Parser {
  tokens: string[];
  at: number;
}

function parseOr<T>(parser: Parser, fields: SearchFields<T>): Test<T> {
  const tests = [parseAnd(parser, fields)];
  while (parser.tokens[parser.at] === "OR") {
    parser.at += 1;
    tests.push(parseAnd(parser, fields));
  }
  return (record) => tests.some((test) => test(record));
}

function parseAnd<T>(parser: Parser, fields: SearchFields<T>): Test<T> {
  const tests = [parseTerm(parser, fields)];
  for (let token = parser.tokens[parser.at]; token !== undefined && token !== "OR" && token !== ")"; token = parser.tokens[parser.at]) {
    if (token === "AND") parser.at += 1;
    tests.push(parseTerm(parser, fields));
  }
  return (record) => tests.every((test) => test(record));
}

function parseTerm<T>(parser: Parser, fields: SearchFields<T>): Test<T> {
  const token = parser.tokens[parser.at] ?? "";
  parser.at += 1;
  if (token === "NOT") {
    const test = parseTerm(parser, fields);
    return (record) => !test(record);
  }
  if (token === "(") {
    const test = parseOr(parser, fields);
    parser.at += 1;
    return test;
  }
  return compileTerm(token, fields);
}

function compileTerm<T>(token: string, fields: SearchFields<T>): Test<T> {
  const match = /^(-?)([\w.]+):(>=|<=|>|<)?(.*)$/s.exec(token);
  const read = match?.[2] === undefined ? undefined : fields[match[2]];
  if (!match || !read) throw notImplemented(`the search term "${token}"`);
  const [, minus, , comparator = "", raw = ""] = match;
  const wanted = raw.replace(/^(['"])(.*)\1$/s, "$2");
  const test = (record: T) => matches(read(record), comparator, wanted);
  return minus ? (record) => !test(record) : test;
}

function matches(found: SearchValue, comparator: string, wanted: string): boolean {
  switch (found.kind) {
    case "instant": {
      const atMs = Date.parse(wanted);
      if (Number.isNaN(atMs)) throw notImplemented(`the time "${wanted}"`);
      return holds(found.atMs - atMs, comparator);
    }
    case "number": return holds(found.value - Number(wanted), comparator);
    case "id": return holds(compareIds(found.id, wanted.replace(/^gid:\/\/shopify\/\w+\//, "")), comparator);
    case "words": return found.words.some((word) => isSameWord(word.toLowerCase(), wanted.toLowerCase()));
  }
}

const isSameWord = (word: string, wanted: string): boolean =>
  (wanted.endsWith("*") ? word.startsWith(wanted.slice(0, -1)) : word === wanted);

function holds(difference: number, comparator: string): boolean {
  switch (comparator) {
    case ">=": return difference >= 0;
    case "<=": return difference <= 0;
    case ">": return difference > 0;
    case "<": return difference < 0;
    default: return difference === 0;
  }
}
