import type { ProgramVersion } from "./program.ts";

/** From when to when a version was (or will be) what counts for an order; `to` is null while no later one ends it. */
export interface VersionSpan {
  from: Date;
  to: Date | null;
}

/**
 * When each published version is in force, by version: from its beginning until a later published one begins. Null for one
 * that a later one began before or together with. Awards are no versions and must be left out.
 */
export function versionSpans(versions: Pick<ProgramVersion, "version" | "startsAt">[]): Map<number, VersionSpan | null> {
  return new Map(
    versions.map(({ version, startsAt }) => {
      const laterMs = versions.filter((one) => one.version > version).map((one) => one.startsAt.getTime());
      const endMs = Math.min(...laterMs);
      return [version, endMs <= startsAt.getTime() ? null : { from: startsAt, to: Number.isFinite(endMs) ? new Date(endMs) : null }];
    }),
  );
}
