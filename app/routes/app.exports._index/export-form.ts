import { type ExportRequest, exportRequest } from "#app/domain/export-request.ts";
import { readActivityAddress } from "../app.activity._index/activity-address.ts";
import { readListAddress } from "../app.customers._index/list-address.ts";

/** Which page's rows, and that page's address. */
export type ExportForm = { kind: ExportRequest["kind"]; search: string };

/** The rows that a page's address means, as every export of it reads them. */
export function exportRequestOf(kind: ExportRequest["kind"], search: URLSearchParams): ExportRequest {
  if (kind === "customers") {
    const { stage, query } = readListAddress(search);
    return { kind, filter: { stage, query } };
  }
  const { kind: entryKind, from, to, version, rule, staff, customer } = readActivityAddress(search);
  return { kind, filter: { kind: entryKind, from, to, version, rule, staff, customer } };
}

/** What a form asks for; undefined where it is no form of ours. */
export function exportRequestIn(values: FormData): ExportRequest | undefined {
  const kind = exportRequest.options.map((option) => option.shape.kind.value).find((one) => one === values.get("kind"));
  return kind && exportRequestOf(kind, new URLSearchParams(String(values.get("search") ?? "")));
}
