import type { CustomerId } from "#app/domain/ids.ts";
import type { ImportMode } from "#app/domain/import/book-line.ts";
import type { Lot } from "#app/domain/points/lot.ts";
import type { Tx } from "#app/platform/db.server.ts";

export type ImportState = "checked" | "running" | "done" | "undoing" | "undone";

/** A file of balances ("import") or adjustments ("adjust") that was checked, and how far it is booked or taken back. */
export interface ImportRun {
  id: string;
  kind: "import" | "adjust";
  mode: ImportMode;
  fileName: string;
  reason: string;
  state: ImportState;
  throughLine: number;
  createdAt: Date;
  createdBy: string;
  finishedAt: Date | null;
}

/** A line as it was checked: the customer it is for and what it would move, or the problem with it. */
export interface CheckedLine {
  line: number;
  customerId: CustomerId | null;
  points: number | null;
  expiresOn: string | null;
  differencePoints: number | null;
  problem: string | null;
}

/** Whom a line is for, and what they have settled. */
export interface FoundCustomer {
  customerId: CustomerId;
  settledPoints: number;
  debtPoints: number;
}

const COLUMNS = `id::text, kind, mode, file_name AS "fileName", reason, state, through_line AS "throughLine", created_at AS "createdAt", created_by AS "createdBy", finished_at AS "finishedAt"`;

/**
 * The living customers that lines name by id or by e-mail address in small letters, in the order of the lines; undefined for
 * nobody. A merged customer's id finds the survivor. An address that two customers share finds nobody.
 *
 * One table at a time, because after a large file came in a plan for a join is made for what the tables were before it: for
 * 6,000 lines that took 17 seconds.
 */
export async function findCustomers(tx: Tx, shopId: number, lines: { customerId: CustomerId | null; email: string | null }[]): Promise<(FoundCustomer | undefined)[]> {
  const byEmail = await findByEmail(tx, shopId, lines.flatMap(({ customerId, email }) => (customerId === null && email !== null ? [email] : [])));
  const named = lines.map(({ customerId, email }) => customerId ?? (email === null ? undefined : byEmail.get(email)));
  const survivors = await findSurvivors(tx, shopId, named.flatMap((id) => id ?? []));
  const holdings = await loadHoldingSums(tx, shopId, [...new Set(survivors.values())]);
  return named.map((id) => {
    const customerId = id === undefined ? undefined : survivors.get(id);
    return customerId === undefined ? undefined : { customerId, ...(holdings.get(customerId) ?? { settledPoints: 0, debtPoints: 0 }) };
  });
}

async function findByEmail(tx: Tx, shopId: number, emails: string[]): Promise<Map<string, CustomerId>> {
  if (emails.length === 0) return new Map();
  const { rows } = await tx.query<{ email: string; customer_id: string }>(
    `SELECT lower(email) AS email, min(customer_id)::text AS customer_id FROM customers
     WHERE shop_id = $1 AND lower(email) = ANY ($2::text[]) AND merged_into_id IS NULL AND deleted_at IS NULL GROUP BY 1 HAVING count(*) = 1`,
    [shopId, emails],
  );
  return new Map(rows.map((row) => [row.email, row.customer_id]));
}

async function findSurvivors(tx: Tx, shopId: number, customerIds: CustomerId[]): Promise<Map<CustomerId, CustomerId>> {
  const sql = "SELECT customer_id::text AS id, merged_into_id::text AS into, deleted_at IS NULL AS is_living FROM customers WHERE shop_id = $1 AND customer_id = ANY ($2::bigint[])";
  type Row = { id: CustomerId; into: CustomerId | null; is_living: boolean };
  const { rows } = await tx.query<Row>(sql, [shopId, customerIds]);
  const merged = rows.flatMap(({ into }) => into ?? []);
  const kept = merged.length === 0 ? [] : (await tx.query<Row>(sql, [shopId, merged])).rows;
  const living = new Set([...rows, ...kept].filter((row) => row.is_living && row.into === null).map(({ id }) => id));
  return new Map(rows.flatMap(({ id, into }) => (living.has(into ?? id) ? [[id, into ?? id]] : [])));
}

async function loadHoldingSums(tx: Tx, shopId: number, customerIds: CustomerId[]): Promise<Map<CustomerId, Omit<FoundCustomer, "customerId">>> {
  const { rows } = await tx.query<FoundCustomer>(
    `SELECT customer_id::text AS "customerId", settled_points::float8 AS "settledPoints", debt_points::float8 AS "debtPoints" FROM member_points WHERE shop_id = $1 AND customer_id = ANY ($2::bigint[])`,
    [shopId, customerIds],
  );
  return new Map(rows.map(({ customerId, ...sums }) => [customerId, sums]));
}

/** Those of the customers who have something to be settled first. */
export async function listUnsettledOf(tx: Tx, shopId: number, { customerIds, now }: { customerIds: CustomerId[]; now: Date }): Promise<CustomerId[]> {
  const { rows } = await tx.query<{ customer_id: string }>(
    `SELECT customer_id FROM customers WHERE shop_id = $1 AND customer_id = ANY ($2::bigint[]) AND (dirty_since IS NOT NULL OR next_due_at <= $3)
     UNION SELECT customer_id FROM member_points WHERE shop_id = $1 AND customer_id = ANY ($2::bigint[]) AND next_due_at <= $3`,
    [shopId, customerIds, now],
  );
  return rows.map((row) => row.customer_id);
}

/** Keeps a checked file with its lines; answers its id. */
export async function addImport(
  tx: Tx,
  shopId: number,
  { lines, now, ...run }: Pick<ImportRun, "kind" | "mode" | "fileName" | "reason" | "createdBy"> & { lines: CheckedLine[]; now: Date },
): Promise<string> {
  const { rows } = await tx.query<{ id: string }>(
    `INSERT INTO imports (shop_id, kind, mode, file_name, reason, state, created_at, created_by) VALUES ($1, $2, $3, $4, $5, 'checked', $6, $7) RETURNING id::text`,
    [shopId, run.kind, run.mode, run.fileName, run.reason, now, run.createdBy],
  );
  const id = rows[0]?.id;
  if (id === undefined) throw new Error("the import was not kept");
  await tx.query(
    `INSERT INTO import_lines (shop_id, import_id, line, customer_id, points, expires_on, difference_points, problem)
     SELECT $1, $2, u.* FROM unnest($3::integer[], $4::bigint[], $5::bigint[], $6::date[], $7::bigint[], $8::text[]) u`,
    [shopId, id, lines.map((one) => one.line), lines.map((one) => one.customerId), lines.map((one) => one.points), lines.map((one) => one.expiresOn), lines.map((one) => one.differencePoints), lines.map((one) => one.problem)],
  );
  return id;
}

/** One import, locked until the transaction ends; undefined when the shop has none of this id. */
export async function findImport(tx: Tx, shopId: number, id: string): Promise<ImportRun | undefined> {
  return (await tx.query<ImportRun>(`SELECT ${COLUMNS} FROM imports WHERE shop_id = $1 AND id = $2 FOR UPDATE`, [shopId, id])).rows[0];
}

/** Ids of imports that are being booked or taken back, oldest first. */
export async function listOpenImports(tx: Tx, shopId: number): Promise<string[]> {
  return (await tx.query<{ id: string }>("SELECT id::text FROM imports WHERE shop_id = $1 AND state IN ('running', 'undoing') ORDER BY id", [shopId])).rows.map((row) => row.id);
}

export async function changeImport(tx: Tx, shopId: number, { id, state, throughLine, finishedAt }: { id: string; state: ImportState; throughLine: number; finishedAt: Date | null }): Promise<void> {
  await tx.query("UPDATE imports SET state = $3, through_line = $4, finished_at = $5 WHERE shop_id = $1 AND id = $2", [shopId, id, state, throughLine, finishedAt]);
}

/** The next lines without a problem after one, by line. */
export async function listLines(tx: Tx, shopId: number, { importId, after, limit }: { importId: string; after: number; limit: number }): Promise<(CheckedLine & { bookedPoints: number | null })[]> {
  const { rows } = await tx.query<CheckedLine & { bookedPoints: number | null }>(
    `SELECT line, customer_id::text AS "customerId", points::float8 AS points, expires_on AS "expiresOn", difference_points::float8 AS "differencePoints", problem, booked_points::float8 AS "bookedPoints"
     FROM import_lines WHERE shop_id = $1 AND import_id = $2 AND line > $3 AND (problem IS NULL OR booked_points IS NOT NULL) ORDER BY line LIMIT $4`,
    [shopId, importId, after, limit],
  );
  return rows;
}

/** What became of lines: points that were booked or taken back, or why not. */
export interface LineOutcome {
  line: number;
  points: number;
  problem: string | null;
}

export async function markLines(tx: Tx, shopId: number, { importId, as, outcomes }: { importId: string; as: "booked" | "undone"; outcomes: LineOutcome[] }): Promise<void> {
  await tx.query(
    `UPDATE import_lines l SET ${as}_points = u.points, problem = coalesce(u.problem, l.problem)
     FROM unnest($3::integer[], $4::bigint[], $5::text[]) AS u(line, points, problem) WHERE l.shop_id = $1 AND l.import_id = $2 AND l.line = u.line`,
    [shopId, importId, outcomes.map((one) => one.line), outcomes.map((one) => one.points), outcomes.map((one) => one.problem)],
  );
}

/** Lots by their keys, with whom they belong to now. */
export async function loadLotsByKey(tx: Tx, shopId: number, keys: string[]): Promise<(Lot & { customerId: CustomerId })[]> {
  const { rows } = await tx.query<Lot & { customerId: CustomerId }>(
    `SELECT customer_id::text AS "customerId", key, order_id::text AS "orderId", points::float8 AS points, left_points::float8 AS left, redeemed_points::float8 AS redeemed,
       expired_points::float8 AS expired, expires_on AS "expiresOn", credited_at AS "creditedAt"
     FROM lots WHERE shop_id = $1 AND key = ANY ($2::text[])`,
    [shopId, keys],
  );
  return rows;
}
