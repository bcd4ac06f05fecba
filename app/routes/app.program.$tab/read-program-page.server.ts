import { program, type Program } from "#app/domain/program/program.ts";
import { mayPointsEnd } from "#app/queries/messages.server.ts";
import { findDraft, findGrantedScopes, getProgramOverview } from "#app/queries/program.server.ts";

/** The version in force and the draft beside it; a draft that was never saved is the version in force. */
export type ProgramState = { live: { version: number; isPaused: boolean; startsAt: string; program: Program } | null; draft: Program | null; versions: number; /** When the first version begins. */ startedAt: string | null; grantedScopes: string[]; /** Whether points may be given an end. */ canRemind: boolean };

/** What is in force and what is drafted. Programs are read through today's schema, so that parts added since have their defaults. */
export async function readProgramState(shopId: number, now: Date): Promise<ProgramState> {
  const [overview, draft, grantedScopes, canRemind] = await Promise.all([getProgramOverview(shopId, now), findDraft(shopId), findGrantedScopes(shopId), mayPointsEnd(shopId)]);
  const { inForce } = overview;
  return {
    live: inForce && { version: inForce.version, isPaused: inForce.isPaused, startsAt: inForce.startsAt, program: program.parse(inForce.program) },
    draft: draft ? program.parse(draft) : null,
    versions: overview.versions.length,
    startedAt: overview.versions.map(({ startsAt }) => startsAt).sort()[0] ?? null,
    grantedScopes,
    canRemind,
  };
}
