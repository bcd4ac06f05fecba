import type { Program, ProgramVersion } from "#app/domain/program/program.ts";
import type { Publication } from "#app/domain/program/publication.ts";
import type { LockedTx, Tx } from "#app/platform/db.server.ts";

const VERSIONS = `SELECT version, starts_at AS "startsAt", published_at AS "publishedAt", is_paused AS "isPaused", currency, definition AS program, NULL::timestamptz AS "awardedAt", NULL::timestamptz AS until,
    NULL::timestamptz AS "undoneAt", 0 AS place FROM program_versions WHERE shop_id = $1
  UNION ALL
  SELECT v.version, a.from_at, v.published_at, false, v.currency, v.definition, a.awarded_at, a.until_at, a.undone_at, a.id FROM past_order_awards a
  JOIN program_versions v ON v.shop_id = $1 AND v.version = a.version WHERE a.shop_id = $1
  ORDER BY place, version`;

/**
 * Every published version of a shop's program, oldest first, then awards to past orders, oldest first; empty for a shop
 * that has published none.
 */
export async function listProgramVersions(tx: Tx, shopId: number): Promise<ProgramVersion[]> {
  const rows = await tx.query<Omit<ProgramVersion, "award"> & { publishedAt: Date; awardedAt: Date | null; until: Date | null; undoneAt: Date | null }>({ name: "program-versions", text: VERSIONS, values: [shopId] });
  return rows.rows.map(({ version, startsAt, publishedAt, isPaused, currency, program, awardedAt, until, undoneAt }) => ({
    version, startsAt, publishedAt, isPaused, currency, program, ...(awardedAt && until && { award: { awardedAt, until, undoneAt } }),
  }));
}

/** What the shop calls its points by the version in force at an instant, as SQL: null before the first. All that most pages need of `programAt`. */
export const pointsNameAt = ({ shopId, at }: { shopId: string; at: string }): string =>
  `(SELECT v.definition -> 'pointsName' FROM program_versions v WHERE v.shop_id = ${shopId} AND v.starts_at <= ${at} ORDER BY v.version DESC LIMIT 1)`;

/** Every published version with when and by what it came about, oldest first. */
export async function listPublications(tx: Tx, shopId: number): Promise<Publication[]> {
  const rows = await tx.query<Publication>(
    `SELECT version, starts_at AS "startsAt", is_paused AS "isPaused", currency, definition AS program, published_at AS "publishedAt", rules_of AS "rulesOf"
     FROM program_versions WHERE shop_id = $1 ORDER BY version`,
    [shopId],
  );
  return rows.rows;
}

export interface VersionToAdd {
  program: Program;
  startsAt: Date;
  isPaused: boolean;
  /** The version whose rules these are; null where they are new. */
  rulesOf: number | null;
  /** Default: the shop's of today. */
  currency?: string;
  by: string;
  now: Date;
}

/** Publishes the next version. Two publishers at once: the primary key lets one through, the other fails. */
export async function addProgramVersion(tx: LockedTx, shopId: number, { program, startsAt, isPaused, rulesOf, currency, by, now }: VersionToAdd): Promise<number> {
  const row = await tx.query<{ version: number }>(
    `INSERT INTO program_versions (shop_id, version, definition, currency, starts_at, is_paused, published_at, published_by, rules_of)
     SELECT $1, coalesce((SELECT max(version) FROM program_versions WHERE shop_id = $1), 0) + 1, $2, coalesce($8, s.currency), $3, $4, $5, $6, $7 FROM shops s WHERE s.id = $1
     RETURNING version`,
    [shopId, JSON.stringify(program), startsAt, isPaused, now, by, rulesOf, currency ?? null],
  );
  const version = row.rows[0]?.version;
  if (version === undefined) throw new Error("the program was not published");
  return version;
}

/** Whether points were already decided for an order placed at an instant or later: other rules for it would come too late. */
export async function hasBookedSince(tx: Tx, shopId: number, since: Date): Promise<boolean> {
  const rows = await tx.query(
    `SELECT 1 FROM order_bookings b JOIN orders o ON o.shop_id = $1 AND o.order_id = b.order_id WHERE b.shop_id = $1 AND o.processed_at >= $2 LIMIT 1`,
    [shopId, since],
  );
  return rows.rows.length > 0;
}

/** The draft, or undefined when nothing is drafted. */
export async function findProgramDraft(tx: Tx, shopId: number): Promise<Program | undefined> {
  return (await tx.query<{ definition: Program }>("SELECT definition FROM program_drafts WHERE shop_id = $1", [shopId])).rows[0]?.definition;
}

/** Keeps a draft in place of the one before. */
export async function saveProgramDraft(tx: Tx, shopId: number, { program, by, now }: { program: Program; by: string; now: Date }): Promise<void> {
  await tx.query(
    `INSERT INTO program_drafts (shop_id, definition, updated_at, updated_by) VALUES ($1, $2, $3, $4)
     ON CONFLICT (shop_id) DO UPDATE SET definition = excluded.definition, updated_at = excluded.updated_at, updated_by = excluded.updated_by`,
    [shopId, JSON.stringify(program), now, by],
  );
}
