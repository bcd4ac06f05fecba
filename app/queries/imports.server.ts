import type { CustomerId } from "#app/domain/ids.ts";
import { pool } from "#app/platform/db.server.ts";
import { findImport, findPiece, listImports, sumOrderPieces, type ImportLine, type ImportRun } from "#app/store/imports.server.ts";
import { listProgramVersions } from "#app/store/program-versions.server.ts";

/** Points that went to so many customers, and points that went from so many. */
export interface MovedPoints {
  addedPoints: number;
  addedTo: number;
  takenPoints: number;
  takenFrom: number;
}

/** Sums of a file's lines, in points; `customers` is how many would get or lose some. `booked` and `undone` are what was done. */
export interface ImportSums {
  lines: number;
  problems: number;
  customers: number;
  addedPoints: number;
  takenPoints: number;
  booked: MovedPoints;
  undone: MovedPoints;
}

export interface ImportReport {
  run: ImportRun;
  sums: ImportSums;
  lines: ImportLine[];
}

const SHOWN_MAX = 20;
const SHOWN_PROBLEMS_MAX = 50;

/** The last files of a shop, newest first. */
export const listRecentImports = (shopId: number): Promise<ImportRun[]> => listImports(pool, shopId, SHOWN_MAX);

/** A file with what each line does or did; undefined when the shop has none of this id. */
export async function getImportReport(shopId: number, importId: string): Promise<ImportReport | undefined> {
  if (!/^\d{1,18}$/.test(importId)) return undefined;
  const run = await findImport(pool, shopId, importId);
  if (!run || run.kind === "orders" || run.kind === "tiers") return undefined;
  const lines = await readLines<ImportLine>(shopId, importId);
  return { run, lines, sums: sumsOf(lines) };
}

/** E-mail addresses of customers, by id; whoever has none is missing. A file's lines keep none, so that an erasure reaches them. */
export async function findEmails(shopId: number, customerIds: CustomerId[]): Promise<Record<CustomerId, string>> {
  const { rows } = await pool.query<{ id: CustomerId; email: string }>(
    "SELECT customer_id::text AS id, email FROM customers WHERE shop_id = $1 AND customer_id = ANY ($2::bigint[]) AND email IS NOT NULL",
    [shopId, customerIds],
  );
  return Object.fromEntries(rows.map(({ id, email }) => [id, email]));
}

async function readLines<Line>(shopId: number, importId: string): Promise<Line[]> {
  const lines: Line[] = [];
  for (let piece = 0; ; piece++) {
    const more = await findPiece<Line>(pool, shopId, { importId, piece });
    if (!more) return lines;
    for (const line of more) lines.push(line);
  }
}

/** What a file of tiers gives or gave: how many customers to each tier, by the names of the program, and the first problems. */
export interface TierImportReport {
  run: ImportRun;
  tiers: { name: string; customers: number }[];
  customers: number;
  problemCount: number;
  problems: { line: number; problem: string }[];
}

/** A file of tiers with what it gives; undefined when the shop has none of this id. */
export async function getTierImportReport(shopId: number, importId: string): Promise<TierImportReport | undefined> {
  if (!/^\d{1,18}$/.test(importId)) return undefined;
  const run = await findImport(pool, shopId, importId);
  if (run?.kind !== "tiers") return undefined;
  const lines = await readLines<{ line: number; tierId: string | null; problem: string | null }>(shopId, importId);
  const names = new Map((await listProgramVersions(pool, shopId)).flatMap(({ program }) => program.tiers.map(({ id, name }) => [id, name])));
  const usable = lines.filter(({ problem }) => problem === null);
  const problems = lines.flatMap(({ line, problem }) => (problem === null ? [] : { line, problem }));
  const tiers = [...Map.groupBy(usable, ({ tierId }) => tierId ?? "")].map(([id, own]) => ({ name: names.get(id) ?? id, customers: own.length }));
  return { run, tiers: tiers.sort((a, b) => b.customers - a.customers), customers: usable.length, problemCount: problems.length, problems: problems.slice(0, SHOWN_PROBLEMS_MAX) };
}

export type OrderImportReport = { run: ImportRun } & Awaited<ReturnType<typeof sumOrderPieces>>;

/** What a file of orders brings or brought, with the first problems; undefined when the shop has none of this id. */
export async function getOrderImportReport(shopId: number, importId: string): Promise<OrderImportReport | undefined> {
  if (!/^\d{1,18}$/.test(importId)) return undefined;
  const run = await findImport(pool, shopId, importId);
  if (run?.kind !== "orders") return undefined;
  return { run, ...(await sumOrderPieces(pool, shopId, { importId, shownMax: SHOWN_PROBLEMS_MAX })) };
}

function sumsOf(lines: ImportLine[]): ImportSums {
  const usable = lines.filter(({ problem }) => problem === null);
  const sum = (points: (line: ImportLine) => number) => lines.reduce((total, line) => total + points(line), 0);
  return {
    lines: lines.length,
    problems: lines.length - usable.length,
    customers: new Set(usable.filter(({ differencePoints }) => differencePoints !== 0).map(({ customerId }) => customerId)).size,
    addedPoints: sum(({ problem, differencePoints }) => (problem === null ? Math.max(0, differencePoints ?? 0) : 0)),
    takenPoints: sum(({ problem, differencePoints }) => (problem === null ? Math.max(0, -(differencePoints ?? 0)) : 0)),
    booked: movedBy(lines, ({ bookedPoints = 0 }) => bookedPoints),
    undone: movedBy(lines, ({ undonePoints = 0 }) => undonePoints),
  };
}

function movedBy(lines: ImportLine[], pointsOf: (line: ImportLine) => number): MovedPoints {
  const sumOf = (sign: 1 | -1) => {
    const moved = lines.filter((line) => pointsOf(line) * sign > 0);
    return { points: moved.reduce((sum, line) => sum + pointsOf(line) * sign, 0), customers: new Set(moved.map(({ customerId }) => customerId)).size };
  };
  const [added, taken] = [sumOf(1), sumOf(-1)];
  return { addedPoints: added.points, addedTo: added.customers, takenPoints: taken.points, takenFrom: taken.customers };
}
