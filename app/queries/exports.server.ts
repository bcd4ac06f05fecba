import { EXPORT_DAYS, type ExportRequest, exportRequest } from "#app/domain/export-request.ts";
import { pool } from "#app/platform/db.server.ts";
import { exportCustomers } from "./export-customers.server.ts";
import { countCustomers } from "./list-customers.server.ts";
import { exportActivity, sumActivity } from "./shop-activity.server.ts";

type PageShop = { id: number; domain: string; timeZone: string };

const DAY_MS = 86_400_000;

/** The lines of a file, its header first, read page by page: memory does not grow with the shop. */
export function exportLines(shop: PageShop, request: ExportRequest, now: Date): AsyncIterable<string> {
  return request.kind === "customers" ? exportCustomers(shop.id, customersFilter(request.filter), now) : exportActivity(shop, request.filter);
}

/** How many rows a file would hold, without its header. */
export async function countExportRows(shop: PageShop, request: ExportRequest): Promise<number> {
  if (request.kind === "customers") return countCustomers(shop.id, customersFilter(request.filter));
  return (await sumActivity(shop, request.filter)).reduce((sum, { entries }) => sum + entries, 0);
}

const customersFilter = ({ stage, query }: Extract<ExportRequest, { kind: "customers" }>["filter"]) => ({ ...(stage && { stage }), ...(query && { query }) });

/** A file that was asked for, as the list shows it. */
export interface PreparedExport {
  id: string;
  request: ExportRequest;
  state: "preparing" | "ready";
  rowsTotal: number;
  rowsDone: number;
  createdAt: string;
  createdBy: string;
  /** When it is deleted at the latest. */
  keptUntil: string;
}

/** The files of a shop that are prepared or can be downloaded at `now`, newest first. */
export async function listExports(shopId: number, now: Date): Promise<PreparedExport[]> {
  const { rows } = await pool.query<Omit<PreparedExport, "request" | "createdAt" | "keptUntil"> & { request: unknown; createdAt: Date }>(
    `SELECT id::text, json_build_object('kind', kind, 'filter', filter) AS request, state, rows_total AS "rowsTotal", rows_done AS "rowsDone", created_at AS "createdAt", created_by AS "createdBy"
     FROM exports WHERE shop_id = $1 AND created_at > $2 ORDER BY id DESC`,
    [shopId, oldestKept(now)],
  );
  return rows.map(({ request, createdAt, ...row }) => ({
    ...row,
    request: exportRequest.parse(request),
    createdAt: createdAt.toISOString(),
    keptUntil: new Date(createdAt.getTime() + EXPORT_DAYS * DAY_MS).toISOString(),
  }));
}

const oldestKept = (now: Date): Date => new Date(now.getTime() - EXPORT_DAYS * DAY_MS);

/** The kind of a file that can be downloaded; undefined when it is not ready, deleted or another shop's. */
export async function findReadyExport(shopId: number, id: string, now: Date): Promise<ExportRequest["kind"] | undefined> {
  const { rows } = await pool.query<{ kind: ExportRequest["kind"] }>("SELECT kind FROM exports WHERE shop_id = $1 AND id = $2 AND state = 'ready' AND created_at > $3", [shopId, id, oldestKept(now)]);
  return rows[0]?.kind;
}

/** A ready file, piece by piece. Throws when it is deleted while it is read, so that nobody takes a part for the whole. */
export async function* readExport(shopId: number, id: string): AsyncIterable<string> {
  for (let piece = 0; ; piece++) {
    const { rows } = await pool.query<{ lines: string | null; isLast: boolean }>(
      `SELECT p.lines, NOT EXISTS (SELECT FROM export_pieces n WHERE n.shop_id = $1 AND n.export_id = $2 AND n.piece > $3) AS "isLast"
       FROM exports e LEFT JOIN export_pieces p ON p.shop_id = $1 AND p.export_id = $2 AND p.piece = $3 WHERE e.shop_id = $1 AND e.id = $2`,
      [shopId, id, piece],
    );
    const [row] = rows;
    if (row?.lines == null) throw new Error("the export was deleted while it was read");
    yield row.lines;
    if (row.isLast) return;
  }
}
