import type { ProgramOverview, ProgramVersionAnswer } from "#app/contract/program.ts";
import { programAt, type Program, type ProgramVersion } from "#app/domain/program/program.ts";
import { originOf, undoStepOf, versionsToCome } from "#app/domain/program/publication.ts";
import { pool } from "#app/platform/db.server.ts";
import { findProgramDraft, listProgramVersions, listPublications } from "#app/store/program-versions.server.ts";
import { getShop } from "#app/store/shops.server.ts";

type Row = ProgramVersion & { publishedAt: Date; publishedBy: string };

/** The program in force at `now`, everything that was published, newest first, and whether a draft is kept. */
export async function getProgramOverview(shopId: number, now: Date): Promise<ProgramOverview> {
  const [rows, draft] = await Promise.all([loadVersions(shopId), findProgramDraft(pool, shopId)]);
  const live = programAt(rows, now);
  const versions = rows.map(toAnswer);
  return { inForce: versions.find(({ version }) => version === live?.version) ?? null, versions, hasDraft: draft !== undefined };
}

/** What an undo would do, and which versions are still to come, by when they start. */
export interface ProgramOutlook {
  /** `goBack`: to the rules of a version. `takeBack`: a version that is to come does not come. Null: there is nothing to undo. */
  undo: { kind: "goBack" | "takeBack"; version: number; isPaused: boolean } | null;
  toCome: { version: number; startsAt: string }[];
}

/** What is still to come of a shop's program, and what an undo would do at `now`. */
export async function getProgramOutlook(shopId: number, now: Date): Promise<ProgramOutlook> {
  const publications = await listPublications(pool, shopId);
  const step = undoStepOf(publications, now);
  const undo = step && { kind: step.takenBack ? ("takeBack" as const) : ("goBack" as const), version: step.takenBack?.version ?? originOf(step.former), isPaused: step.isPaused };
  const toCome = versionsToCome(publications, now).map(({ version, startsAt }) => ({ version, startsAt: startsAt.toISOString() }));
  return { undo: undo ?? null, toCome: toCome.sort((a, b) => a.startsAt.localeCompare(b.startsAt)) };
}

/** One published version; undefined when there is none of that number. */
export async function findProgramVersion(shopId: number, version: number): Promise<ProgramVersionAnswer | undefined> {
  return (await loadVersions(shopId)).filter((row) => row.version === version).map(toAnswer)[0];
}

/** The draft as it was saved, or undefined when nothing is drafted. */
export const findDraft = (shopId: number): Promise<Program | undefined> => findProgramDraft(pool, shopId);

/** What the merchant has granted, as far as we have heard. */
export const findGrantedScopes = async (shopId: number): Promise<string[]> => (await getShop(pool, shopId)).grantedScopes;

/** What the merchant calls points in the program in force; undefined before the first. */
export async function findPointsName(shopId: number, now: Date): Promise<Program["pointsName"] | undefined> {
  return programAt(await listProgramVersions(pool, shopId), now)?.program.pointsName;
}

async function loadVersions(shopId: number): Promise<Row[]> {
  const { rows } = await pool.query<Row>(
    `SELECT version, starts_at AS "startsAt", is_paused AS "isPaused", currency, definition AS program, published_at AS "publishedAt", published_by AS "publishedBy"
     FROM program_versions WHERE shop_id = $1 ORDER BY version DESC`,
    [shopId],
  );
  return rows;
}

const toAnswer = ({ version, startsAt, isPaused, currency, publishedAt, publishedBy, program }: Row): ProgramVersionAnswer => ({
  version, startsAt: startsAt.toISOString(), isPaused, currency, publishedAt: publishedAt.toISOString(), publishedBy, program: { ...program },
});
