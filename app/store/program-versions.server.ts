import type { Program, ProgramVersion } from "#app/domain/program/program.ts";
import type { Tx } from "#app/platform/db.server.ts";

/** Every published version of a shop's program, oldest first; empty for a shop that has published none. */
export async function listProgramVersions(tx: Tx, shopId: number): Promise<ProgramVersion[]> {
  const rows = await tx.query<ProgramVersion>(
    `SELECT version, starts_at AS "startsAt", is_paused AS "isPaused", currency, definition AS program FROM program_versions WHERE shop_id = $1 ORDER BY version`,
    [shopId],
  );
  return rows.rows;
}

/** Publishes the next version. Two publishers at once: the primary key lets one through, the other fails. */
export async function addProgramVersion(
  tx: Tx,
  shopId: number,
  { program, startsAt, isPaused, by, now }: { program: Program; startsAt: Date; isPaused: boolean; by: string; now: Date },
): Promise<number> {
  const row = await tx.query<{ version: number }>(
    `INSERT INTO program_versions (shop_id, version, definition, currency, starts_at, is_paused, published_at, published_by)
     SELECT $1, coalesce((SELECT max(version) FROM program_versions WHERE shop_id = $1), 0) + 1, $2, s.currency, $3, $4, $5, $6 FROM shops s WHERE s.id = $1
     RETURNING version`,
    [shopId, JSON.stringify(program), startsAt, isPaused, now, by],
  );
  const version = row.rows[0]?.version;
  if (version === undefined) throw new Error("the program was not published");
  return version;
}

/** The draft, or undefined when nothing is drafted. */
export async function findProgramDraft(tx: Tx, shopId: number): Promise<Program | undefined> {
  return (await tx.query<{ definition: Program }>("SELECT definition FROM program_drafts WHERE shop_id = $1", [shopId])).rows[0]?.definition;
}

export async function saveProgramDraft(tx: Tx, shopId: number, { program, by, now }: { program: Program; by: string; now: Date }): Promise<void> {
  await tx.query(
    `INSERT INTO program_drafts (shop_id, definition, updated_at, updated_by) VALUES ($1, $2, $3, $4)
     ON CONFLICT (shop_id) DO UPDATE SET definition = excluded.definition, updated_at = excluded.updated_at, updated_by = excluded.updated_by`,
    [shopId, JSON.stringify(program), now, by],
  );
}
