import { createHash } from "node:crypto";

const ETAG_CHARS = 22;

/** What a form would replace was saved by somebody after the form was drawn. Nothing was changed; the same may be sent again once that was seen. */
export class ChangedMeanwhile extends Error {
  override name = "ChangedMeanwhile";
}

/** Tells what is saved from what was saved before: the beginning of the SHA-256 of its JSON, for a form to bear as "etag". */
export const etagOf = (saved: unknown): string => createHash("sha256").update(JSON.stringify(saved)).digest("base64url").slice(0, ETAG_CHARS);

/**
 * Throws `ChangedMeanwhile` where a form was drawn over something else than what is saved now. A form without an etag passes, and
 * of two that are sent at the very same moment the later one wins.
 */
export function requireUnchanged(form: FormData, saved: unknown): void {
  const etag = form.get("etag");
  if (etag !== null && etag !== etagOf(saved)) throw new ChangedMeanwhile("somebody saved this after the form was drawn");
}
