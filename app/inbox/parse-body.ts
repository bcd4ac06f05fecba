/** A delivery that will never be readable, with the reason in words for the merchant's page. */
export class UnreadableDelivery extends Error {
  override readonly name = "UnreadableDelivery";
}

const LONG_INTEGER = /[:[,]\s*-?\d{16,}\s*[,}\]]/;

/**
 * The JSON of a delivery. Integers past 2^53 become decimal strings, because JSON.parse would round them and an id
 * would name somebody else's order; the slow way is taken only when the text holds a number that long.
 *
 * Throws UnreadableDelivery for what is no JSON object.
 */
export function parseBody(body: string): unknown {
  let parsed: unknown;
  try {
    parsed = LONG_INTEGER.test(body) ? JSON.parse(body, keepLongIntegers) : JSON.parse(body);
  } catch (error) {
    throw new UnreadableDelivery(isCutOff(body) ? "Its text ends in the middle." : "Its text is no JSON.", { cause: error });
  }
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) throw new UnreadableDelivery("Its text is no JSON object.");
  return parsed;
}

// Node hands the source text of a primitive to the reviver; TypeScript's library does not know that argument yet.
function keepLongIntegers(this: unknown, _key: string, value: unknown, context?: { source?: string }): unknown {
  if (typeof value !== "number" || Number.isSafeInteger(value)) return value;
  const source = context?.source;
  return source && /^-?\d+$/.test(source) ? source : value;
}

const isCutOff = (body: string) => body.trimStart().startsWith("{") && !body.trimEnd().endsWith("}");
