import { emptyDryRun, type DryRun, type TriedShare, type UnreadFacts } from "#app/domain/program/dry-run.ts";
import { programAt, type Program, type ProgramVersion } from "#app/domain/program/program.ts";
import { type ProgramFault, readProgram } from "#app/domain/program/read-program.ts";
import { listProgramVersions } from "#app/store/program-versions.server.ts";
import { getShop } from "#app/store/shops.server.ts";
import { inNewestDryRun } from "./in-newest-dry-run.server.ts";
import { tryVersions } from "./try-versions.server.ts";

const DAYS = 90;
const DAY_MS = 86_400_000;

export interface ProgramPreview {
  from: Date;
  until: Date;
  draft: DryRun;
  /** What the program in force would have given for the same orders; null where there is none. */
  live: DryRun | null;
  tried: TriedShare;
  unread: UnreadFacts;
}

export type Previewed = { outcome: "previewed"; preview: ProgramPreview } | { outcome: "invalid"; fields: ProgramFault[] };

/**
 * What a program would have given in the last 90 days, had it been in force all the time, beside the one that is in force
 * now: what it gives when it is published now with a beginning 90 days ago. Nothing is written. Ends the one that the same person asked for before (inNewestDryRun).
 */
export async function previewProgram(shopId: number, input: unknown, { by, now }: { by: string; now: Date }): Promise<Previewed> {
  const read = readProgram(input);
  if (read.outcome === "invalid") return read;
  const from = new Date(now.getTime() - DAYS * DAY_MS);
  return inNewestDryRun(shopId, { tried: "draft", by }, async (tx, signal) => {
    await tx.query("SET TRANSACTION READ ONLY");
    const live = programAt(await listProgramVersions(tx, shopId), now);
    const { currency } = await getShop(tx, shopId);
    const fromThen = (program: Program): ProgramVersion => ({ version: 0, startsAt: from, publishedAt: now, isPaused: false, currency, program });
    const versions = [read.program, ...(live && !live.isPaused ? [live.program] : [])].map(fromThen);
    const { runs: [draft = emptyDryRun(), tried = null], share, unread } = await tryVersions(tx, shopId, { versions, until: now, now, signal });
    return { outcome: "previewed", preview: { from, until: now, draft, live: tried, tried: share, unread } };
  });
}
