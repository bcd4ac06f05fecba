import type { TimelineEntry } from "#app/contract/timeline.ts";

/** Which part of a customer's history is shown. */
export type HistoryFilter = "all" | "orders" | "points" | "stages";

export const HISTORY_FILTERS = [
  { value: "all", label: "All" },
  { value: "orders", label: "Orders" },
  { value: "points", label: "Points" },
  { value: "stages", label: "Stages" },
] as const satisfies readonly { value: HistoryFilter; label: string }[];

const KINDS = {
  orders: ["order", "refund", "cancellation", "deletion"],
  points: ["points", "perk"],
  stages: ["stage", "moved_back", "tier"],
} as const satisfies Record<Exclude<HistoryFilter, "all">, readonly TimelineEntry["kind"][]>;

/** The filter that an address names; anything else is everything. */
export function historyFilterOf(parameter: string | null): HistoryFilter {
  return HISTORY_FILTERS.find(({ value }) => value === parameter)?.value ?? "all";
}

/** The kinds of entries that a filter shows; undefined for all of them. */
export function kindsOf(filter: HistoryFilter): readonly TimelineEntry["kind"][] | undefined {
  return filter === "all" ? undefined : KINDS[filter];
}
