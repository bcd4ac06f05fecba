/**
 * What a person typed, as PostgreSQL takes it: without NUL, and with U+FFFD in place of half a surrogate pair. Every way in
 * uses it, so that a delivery and an answer of the same thing stay equal.
 */
export function storableText(text: string): string {
  return text.replaceAll("\0", "").toWellFormed();
}
