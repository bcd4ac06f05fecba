import type { Tx } from "#app/platform/db.server.ts";

/** Where a shop stands with telling Shopify. `bulkGid` of a bulk operation that is under way; null while it is being asked for. */
export interface SummaryPush {
  definedAt: Date | null;
  programVersion: number | null;
  markedAt: Date | null;
  restsUntil: Date | null;
  tagPrefix: string | null;
  bulkGid: string | null;
  bulkStartedAt: Date | null;
  bulkFinishedAt: Date | null;
  bulkTotal: number;
  bulkDone: number;
  bulkFailure: string | null;
  /** When the texts of the blocks were changed that Shopify was last told of. */
  textsToldAt: Date | null;
  /** Everybody is to be looked at, and is marked up to this id (markNextSummaries), "0" to begin with; null when all are. */
  markedThroughId: string | null;
  /** What Shopify holds may be gone: it is forgotten on the way, so that all is written again. */
  isForgetting: boolean;
}

const COLUMNS: Record<keyof SummaryPush, string> = {
  definedAt: "defined_at",
  programVersion: "program_version",
  markedAt: "marked_at",
  restsUntil: "rests_until",
  tagPrefix: "tag_prefix",
  bulkGid: "bulk_gid",
  bulkStartedAt: "bulk_started_at",
  bulkFinishedAt: "bulk_finished_at",
  bulkTotal: "bulk_total",
  bulkDone: "bulk_done",
  bulkFailure: "bulk_failure",
  textsToldAt: "texts_told_at",
  markedThroughId: "marked_through_id",
  isForgetting: "is_forgetting",
};

const SELECTED = Object.entries(COLUMNS).map(([name, column]) => `${column} AS "${name}"`).join(", ");

const NOTHING_YET: SummaryPush = {
  definedAt: null, programVersion: null, markedAt: null, restsUntil: null, tagPrefix: null, bulkGid: null, bulkStartedAt: null, bulkFinishedAt: null, bulkTotal: 0, bulkDone: 0, bulkFailure: null,
  textsToldAt: null, markedThroughId: null, isForgetting: false,
};

/** Where a shop stands; as though nothing was ever told where it was not. */
export async function loadSummaryPush(tx: Tx, shopId: number): Promise<SummaryPush> {
  return (await tx.query<SummaryPush>(`SELECT ${SELECTED} FROM summary_pushes WHERE shop_id = $1`, [shopId])).rows[0] ?? NOTHING_YET;
}

/** Notes what has become of telling Shopify. What `change` leaves out stays. */
export async function changeSummaryPush(tx: Tx, shopId: number, change: Partial<SummaryPush>): Promise<void> {
  await tx.query("INSERT INTO summary_pushes (shop_id) VALUES ($1) ON CONFLICT DO NOTHING", [shopId]);
  const names = Object.keys(change) as (keyof SummaryPush)[];
  const sets = names.map((name, at) => `${COLUMNS[name]} = $${at + 2}`).join(", ");
  await tx.query(`UPDATE summary_pushes SET ${sets} WHERE shop_id = $1`, [shopId, ...names.map((name) => change[name])]);
}

/**
 * Forgets what Shopify was told: it may have removed what belonged to the app when that was uninstalled. Everything is told
 * again with the next push. Tags are the customers', and stay as they are known.
 */
export async function forgetSummaryPush(tx: Tx, shopId: number): Promise<void> {
  const { tagPrefix: _kept, ...forgotten } = NOTHING_YET;
  await changeSummaryPush(tx, shopId, forgotten);
}
