/** The cursor is not one that this list gave out. */
export class CursorError extends Error {
  override name = "CursorError";
}

/** Where a page ended, as text that may stand in an address. The parts mean something only to the list that made them. */
export function writeCursor(parts: readonly (string | null)[]): string {
  return Buffer.from(JSON.stringify(parts)).toString("base64url");
}

/** Whether a part of a cursor is one that the list could have written; null stands for a row without a value. */
export type PartCheck = (part: string | null) => boolean;

/** The parts of a cursor, each checked. Throws `CursorError` for anything that this list did not write. */
export function readCursor(cursor: string, checks: readonly PartCheck[]): (string | null)[] {
  const parts = parse(cursor);
  const fits = (check: PartCheck, part: unknown) => (part === null || typeof part === "string") && check(part);
  if (!Array.isArray(parts) || parts.length !== checks.length || !checks.every((check, index) => fits(check, parts[index]))) {
    throw new CursorError("the cursor is not one that this list gave out");
  }
  return parts as (string | null)[];
}

function parse(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
  } catch {
    return undefined;
  }
}

/** 1 to 250, default 50: what a caller may ask of one page. */
export const pageLimit = (limit: number | undefined): number => Math.min(250, Math.max(1, Math.trunc(limit ?? 50)));
