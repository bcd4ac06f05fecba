import { type Stage, STAGES } from "#app/domain/scoring/stage.ts";

/** How the list can be sorted, as the address names it. A `-` in front: newest, most or last letter first. */
export const SORTS = ["-last_order", "last_order", "-orders", "orders", "-since", "since", "name", "-name"] as const;
export type Sort = (typeof SORTS)[number];

export const FIRST_SORT: Sort = "-last_order";
export const PAGE_SIZE = 50;

/** Cursors kept in the address to go back page by page; beyond that, back leads to the first page. */
const TRAIL_MAX = 20;
const QUERY_MAX = 100;

/** Which part of the list is shown: everything that reload, back and a shared link have to bring again. */
export type ListAddress = { stage: Stage | null; query: string; sort: Sort; page: number; trail: string[] };

/** Reads the address; what is not understood counts as not given. */
export function readListAddress(search: URLSearchParams): ListAddress {
  const trail = search.getAll("after").filter(Boolean);
  const page = Number(search.get("page"));
  return {
    stage: STAGES.find((stage) => stage === search.get("stage")) ?? null,
    query: (search.get("query") ?? "").trim().slice(0, QUERY_MAX),
    sort: SORTS.find((sort) => sort === search.get("sort")) ?? FIRST_SORT,
    page: trail.length > 0 && Number.isSafeInteger(page) && page > trail.length ? page : trail.length + 1,
    trail,
  };
}

/** The address as a query string, without what is the default anyway. */
export function writeListAddress({ stage, query, sort, page, trail }: ListAddress): string {
  const search = new URLSearchParams();
  if (stage) search.set("stage", stage);
  if (query) search.set("query", query);
  if (sort !== FIRST_SORT) search.set("sort", sort);
  for (const cursor of trail) search.append("after", cursor);
  if (page > trail.length + 1) search.set("page", String(page));
  const text = search.toString();
  return text && `?${text}`;
}

/** Another filter or order begins at its first page. */
export function changeList(address: ListAddress, change: Partial<Pick<ListAddress, "stage" | "query" | "sort">>): ListAddress {
  return { ...address, ...change, page: 1, trail: [] };
}

/** The page after this one, which begins behind `cursor`. */
export function pageAfter(address: ListAddress, cursor: string): ListAddress {
  return { ...address, page: address.page + 1, trail: [...address.trail, cursor].slice(-TRAIL_MAX) };
}

/** The page before this one; the first page where the way back is no longer known. */
export function pageBefore(address: ListAddress): ListAddress {
  const trail = address.trail.slice(0, -1);
  return trail.length === 0 ? { ...address, page: 1, trail } : { ...address, page: address.page - 1, trail };
}
