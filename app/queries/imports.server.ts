import { pool } from "#app/platform/db.server.ts";
import { findImport, findPiece, listImports, type ImportLine, type ImportRun } from "#app/store/imports.server.ts";

/** Sums of a file's lines, in points; `customers` is how many would get or lose some. */
export interface ImportSums {
  lines: number;
  problems: number;
  customers: number;
  addedPoints: number;
  takenPoints: number;
  bookedPoints: number;
  undonePoints: number;
}

export interface ImportReport {
  run: ImportRun;
  sums: ImportSums;
  lines: ImportLine[];
}

const SHOWN_MAX = 20;

/** The last files of a shop, newest first. */
export const listRecentImports = (shopId: number): Promise<ImportRun[]> => listImports(pool, shopId, SHOWN_MAX);

/** A file with what each line does or did; undefined when the shop has none of this id. */
export async function getImportReport(shopId: number, importId: string): Promise<ImportReport | undefined> {
  if (!/^\d{1,18}$/.test(importId)) return undefined;
  const run = await findImport(pool, shopId, importId);
  if (!run) return undefined;
  const lines: ImportLine[] = [];
  for (let piece = 0; ; piece++) {
    const more = await findPiece(pool, shopId, { importId, piece });
    if (!more) return { run, lines, sums: sumsOf(lines) };
    for (const line of more) lines.push(line);
  }
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
    bookedPoints: sum(({ bookedPoints = 0 }) => bookedPoints),
    undonePoints: sum(({ undonePoints = 0 }) => undonePoints),
  };
}
