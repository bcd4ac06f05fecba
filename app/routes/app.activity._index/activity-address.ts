import { ENTRY_FILTERS, type EntryFilter } from "#app/domain/points/entry.ts";

/** Which part of the ledger is shown: everything that reload, back and a shared link have to bring again. */
export type ActivityAddress = {
  kind: EntryFilter | null;
  from: string | null;
  to: string | null;
  version: number | null;
  /** Short name of a rule. */
  rule: string | null;
  /** Who did it by hand, as entries name them. */
  staff: string | null;
  customer: string;
  cursor: string | null;
};

const CUSTOMER_MAX = 200;
const NAME_MAX = 200;
const VERSION_MAX = 1_000_000;

/** Reads the address; what is not understood counts as not given. */
export function readActivityAddress(search: URLSearchParams): ActivityAddress {
  const version = Number(search.get("version") ?? Number.NaN);
  return {
    kind: ENTRY_FILTERS.find((kind) => kind === search.get("kind")) ?? null,
    from: dayIn(search.get("from")),
    to: dayIn(search.get("to")),
    version: Number.isInteger(version) && version > 0 && version <= VERSION_MAX ? version : null,
    rule: nameIn(search.get("rule")),
    staff: nameIn(search.get("staff")),
    customer: (search.get("customer") ?? "").trim().slice(0, CUSTOMER_MAX),
    cursor: search.get("before") || null,
  };
}

/** The address as a query string, without what is the default anyway. */
export function writeActivityAddress({ kind, from, to, version, rule, staff, customer, cursor }: ActivityAddress): string {
  const search = new URLSearchParams({
    ...(kind && { kind }), ...(from && { from }), ...(to && { to }), ...(version !== null && { version: String(version) }), ...(rule && { rule }), ...(staff && { staff }), ...(customer && { customer }), ...(cursor && { before: cursor }),
  });
  const text = search.toString();
  return text && `?${text}`;
}

const dayIn = (text: string | null): string | null => (text !== null && /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`)) ? text : null);

const nameIn = (text: string | null): string | null => text?.trim().slice(0, NAME_MAX) || null;

export const isFiltered = ({ customer, cursor: _, ...choices }: ActivityAddress): boolean => customer !== "" || Object.values(choices).some((choice) => choice !== null);
