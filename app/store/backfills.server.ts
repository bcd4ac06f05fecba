import type { Tx } from "#app/platform/db.server.ts";

export type BackfillSubject = "customers" | "orders";
export type BackfillState = "asked" | "running" | "loading" | "settling" | "done" | "failed";

/** One bulk read. `bytesDone` of its file are merged and committed; the next start goes on from there. */
export interface Backfill {
  id: string;
  subject: BackfillSubject;
  state: BackfillState;
  operationGid: string | null;
  horizonAt: Date | null;
  fileUrl: string | null;
  fileBytes: number | null;
  bytesDone: number;
  objectsTotal: number | null;
  objectsDone: number;
  tries: number;
  startedAt: Date;
  updatedAt: Date;
}

const COLUMNS = `id, subject, state, operation_gid AS "operationGid", horizon_at AS "horizonAt", file_url AS "fileUrl", file_bytes::float8 AS "fileBytes", bytes_done::float8 AS "bytesDone",
  objects_total::float8 AS "objectsTotal", objects_done::float8 AS "objectsDone", tries, started_at AS "startedAt", updated_at AS "updatedAt"`;

/** Customers and orders, which are read as one: only together do they give opening counts. */
const SUBJECTS = 2;

// What was never read whole begins where Shopify begins to show it: what is older lies inside the opening counts, and none of
// it counts beside them when news of it come. A shop whose orders were all read once keeps them all.
const HISTORY_BEGINS = `
UPDATE shops s SET history_horizon_at = $2 WHERE s.id = $1 AND s.history_horizon_at IS NULL
  AND NOT EXISTS (SELECT FROM backfills b WHERE b.shop_id = $1 AND b.subject = 'orders' AND b.state = 'done' AND b.horizon_at IS NULL)`;

/**
 * Asks for a read of customers and of orders, from `horizonAt` on where the shop shows no more. One that is open already goes
 * on instead.
 */
export async function openBackfill(tx: Tx, shopId: number, { reason, horizonAt, now }: { reason: string; horizonAt: Date | null; now: Date }): Promise<void> {
  const opened = await tx.query(
    `INSERT INTO backfills (shop_id, subject, state, reason, horizon_at, started_at, updated_at)
     SELECT $1, subject, 'asked', $2, $3, $4, $4 FROM unnest(ARRAY['customers', 'orders']) AS subject
     ON CONFLICT (shop_id, subject) WHERE state NOT IN ('done', 'failed') DO NOTHING`,
    [shopId, reason, horizonAt, now],
  );
  if (horizonAt !== null && opened.rowCount === SUBJECTS) await tx.query(HISTORY_BEGINS, [shopId, horizonAt]);
}

/** Gives up the reads that are open: what they have merged stays, and whoever is at them meets that they are gone. */
export async function dropOpenBackfills(tx: Tx, shopId: number): Promise<void> {
  await tx.query("DELETE FROM backfills WHERE shop_id = $1 AND state NOT IN ('done', 'failed')", [shopId]);
}

/** Reads of everything that Shopify was not asked for yet become reads from where history is readable. */
export async function narrowAskedBackfills(tx: Tx, shopId: number, readableSince: Date): Promise<void> {
  const narrowed = await tx.query(
    `UPDATE backfills b SET horizon_at = coalesce(s.history_horizon_at, $2) FROM shops s
     WHERE b.shop_id = $1 AND s.id = $1 AND b.state = 'asked' AND b.horizon_at IS NULL`,
    [shopId, readableSince],
  );
  if (narrowed.rowCount === SUBJECTS) await tx.query(HISTORY_BEGINS, [shopId, readableSince]);
}

/** Reads that are not finished, customers first. */
export async function listOpenBackfills(tx: Tx, shopId: number): Promise<Backfill[]> {
  return (await tx.query<Backfill>(`SELECT ${COLUMNS} FROM backfills WHERE shop_id = $1 AND state NOT IN ('done', 'failed') ORDER BY subject`, [shopId])).rows;
}

/** Whether history is still being read, so that a score may grow by orders that are years old. */
export async function isHistoryOpen(tx: Tx, shopId: number): Promise<boolean> {
  const answer = await tx.query("SELECT 1 FROM backfills WHERE shop_id = $1 AND state NOT IN ('done', 'failed') LIMIT 1", [shopId]);
  return (answer.rowCount ?? 0) > 0;
}

/** When the last read of a shop's orders began, if it failed: orders of before may still come one by one, years old. Else undefined. In whole seconds, as orders are dated. */
export async function findFailedOrderReadAt(tx: Tx, shopId: number): Promise<Date | undefined> {
  const last = await tx.query<{ state: BackfillState; started_at: Date }>("SELECT state, date_trunc('second', started_at) AS started_at FROM backfills WHERE shop_id = $1 AND subject = 'orders' ORDER BY id DESC LIMIT 1", [shopId]);
  return last.rows[0]?.state === "failed" ? last.rows[0].started_at : undefined;
}

/** What may change about a read while it goes on. */
export type BackfillChange = Partial<{
  state: BackfillState;
  operationGid: string | null;
  fileUrl: string | null;
  fileBytes: number | null;
  bytesDone: number;
  objectsTotal: number | null;
  objectsDone: number;
  tries: number;
  failure: string | null;
  finishedAt: Date;
}>;

const CHANGED: Record<keyof BackfillChange, string> = {
  state: "state",
  operationGid: "operation_gid",
  fileUrl: "file_url",
  fileBytes: "file_bytes",
  bytesDone: "bytes_done",
  objectsTotal: "objects_total",
  objectsDone: "objects_done",
  tries: "tries",
  failure: "failure",
  finishedAt: "finished_at",
};

/** Notes how far a backfill is, and that it moved at `now`. What `change` leaves out stays. False where it was given up meanwhile. */
export async function changeBackfill(tx: Tx, shopId: number, { id, change, now }: { id: string; change: BackfillChange; now: Date }): Promise<boolean> {
  const keys = Object.keys(change) as (keyof BackfillChange)[];
  const assignments = keys.map((key, at) => `${CHANGED[key]} = $${at + 4}`);
  const changed = await tx.query(`UPDATE backfills SET ${["updated_at = $3", ...assignments].join(", ")} WHERE shop_id = $1 AND id = $2`, [
    shopId,
    id,
    now,
    ...keys.map((key) => change[key] ?? null),
  ]);
  return changed.rowCount === 1;
}
