import { ENTRY_KINDS, type EntryKind } from "#app/domain/points/entry.ts";

/** Which part of the ledger is shown: everything that reload, back and a shared link have to bring again. */
export type ActivityAddress = { kind: EntryKind | null; from: string | null; to: string | null; version: number | null; customer: string; cursor: string | null };

const CUSTOMER_MAX = 200;
const VERSION_MAX = 1_000_000;

/** Reads the address; what is not understood counts as not given. */
export function readActivityAddress(search: URLSearchParams): ActivityAddress {
  const version = Number(search.get("version") ?? Number.NaN);
  return {
    kind: ENTRY_KINDS.find((kind) => kind === search.get("kind")) ?? null,
    from: dayIn(search.get("from")),
    to: dayIn(search.get("to")),
    version: Number.isInteger(version) && version > 0 && version <= VERSION_MAX ? version : null,
    customer: (search.get("customer") ?? "").trim().slice(0, CUSTOMER_MAX),
    cursor: search.get("before") || null,
  };
}

/** The address as a query string, without what is the default anyway. */
export function writeActivityAddress({ kind, from, to, version, customer, cursor }: ActivityAddress): string {
  const search = new URLSearchParams({
    ...(kind && { kind }), ...(from && { from }), ...(to && { to }), ...(version !== null && { version: String(version) }), ...(customer && { customer }), ...(cursor && { before: cursor }),
  });
  const text = search.toString();
  return text && `?${text}`;
}

const dayIn = (text: string | null): string | null => (text !== null && /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`)) ? text : null);

export const isFiltered = ({ kind, from, to, version, customer }: ActivityAddress): boolean => kind !== null || from !== null || to !== null || version !== null || customer !== "";
