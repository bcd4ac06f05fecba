import { program } from "#app/domain/program/program.ts";
import { versionSpans } from "#app/domain/program/version-spans.ts";
import { getProgramOverview } from "#app/queries/program.server.ts";
import { type Formats, formatsFor } from "#app/ui/formats.ts";
import { programChanges } from "../app.program.review/program-changes.ts";

/** One published version: who published it when, when it counts, and what it changed against the one before. */
export interface VersionLine {
  version: number;
  publishedAt: string;
  publishedBy: string;
  state: "in_force" | "paused" | "to_come" | "ended" | "never";
  from: string | null;
  to: string | null;
  /** Whether orders placed while it was in force earn nothing. */
  isPause: boolean;
  isResumption: boolean;
  /** An earlier version that says the same, where it differs from the one before. */
  sameAs: number | null;
  changes: string[];
}

const SHOWN_MAX = 100;

/** The versions of the program, newest first, at most 100, and how many there are. */
export async function readVersions(shopId: number, { formats, now }: { formats: Formats; now: Date }): Promise<{ lines: VersionLine[]; total: number }> {
  const overview = await getProgramOverview(shopId, now);
  const versions = overview.versions.map(({ startsAt, program: definition, ...version }) => ({ ...version, startsAt: new Date(startsAt), program: program.parse(definition) }));
  const spans = versionSpans(versions);
  const lines = versions.slice(0, SHOWN_MAX).map((one, at): VersionLine => {
    const before = versions[at + 1];
    const span = spans.get(one.version);
    const named = formatsFor({ locale: formats.locale, timeZone: formats.timeZone, currency: one.currency, pointsName: one.program.pointsName });
    const changes = programChanges(before?.program ?? null, one.program, named);
    const twin = changes.length > 0 ? versions.slice(at + 2).find((earlier) => programChanges(earlier.program, one.program, named).length === 0) : undefined;
    return {
      version: one.version,
      publishedAt: one.publishedAt,
      publishedBy: one.publishedBy,
      state: !span ? "never" : span.from > now ? "to_come" : span.to && span.to <= now ? "ended" : one.isPaused ? "paused" : "in_force",
      from: span?.from.toISOString() ?? null,
      to: span?.to?.toISOString() ?? null,
      isPause: one.isPaused,
      isResumption: before !== undefined && before.isPaused && !one.isPaused,
      sameAs: twin?.version ?? null,
      changes,
    };
  });
  return { lines, total: versions.length };
}
