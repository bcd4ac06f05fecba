import { Card, IndexFilters, IndexFiltersMode, type IndexFiltersProps, useSetIndexFiltersMode } from "@shopify/polaris";
import { useEffect, useRef, useState } from "react";
import type { Stage } from "#app/domain/scoring/stage.ts";
import { AppPage } from "#app/ui/app-page.tsx";
import { EmptyCard } from "#app/ui/empty-card.tsx";
import { STAGE_NAMES } from "#app/ui/stage-names.ts";
import { CustomerTable } from "./customer-table.tsx";
import { ExportModal } from "./export-modal.tsx";
import { changeList, SORTS } from "./list-address.ts";
import type { CustomersProps } from "./props.ts";

const SORT_WORDS = {
  last_order: { label: "Last order", up: "Oldest first", down: "Newest first" },
  orders: { label: "Orders", up: "Fewest first", down: "Most first" },
  since: { label: "At this stage since", up: "Oldest first", down: "Newest first" },
  name: { label: "Last name", up: "A–Z", down: "Z–A" },
} as const;

const sortOptions: NonNullable<IndexFiltersProps["sortOptions"]> = Object.entries(SORT_WORDS).flatMap(([key, { label, up, down }]) => [
  { label, value: `${key} asc`, directionLabel: up },
  { label, value: `${key} desc`, directionLabel: down },
]);

/** Who is where on the road? */
export function CustomersView(props: CustomersProps) {
  const { address, stages, found, formats, onAddress } = props;
  const [isExporting, setExporting] = useState(false);
  const everybody = Object.values(stages).reduce((sum, count) => sum + count, 0);
  if (everybody === 0 && props.list.items.length === 0 && !address.query && !address.stage) {
    return (
      <AppPage title="Customers">
        <EmptyCard heading="No customers yet" words="Customers appear here as orders come in." />
      </AppPage>
    );
  }
  return (
    <AppPage title="Customers" secondaryActions={[{ content: "Export", onAction: () => setExporting(true), disabled: found === 0 }]}>
      <Card padding="0">
        <ListFilters {...props} everybody={everybody} />
        <CustomerTable {...props} onClear={() => onAddress(changeList(address, { stage: null, query: "" }), { replace: false })} />
      </Card>
      {isExporting && <ExportModal address={address} found={found} formats={formats} onPrepare={props.onPrepare} isAsking={props.isAsking} onClose={() => setExporting(false)} />}
    </AppPage>
  );
}

function ListFilters({ address, stages, everybody, formats, isLoading, onAddress }: CustomersProps & { everybody: number }) {
  const { mode, setMode } = useSetIndexFiltersMode(address.query ? IndexFiltersMode.Filtering : IndexFiltersMode.Default);
  const [query, setQuery] = useDelayedQuery(address.query, (next) => onAddress(changeList(address, { query: next }), { replace: true }));
  const shown: (Stage | null)[] = [null, ...(["prospect", "first", "second", "loyal", "champion"] as const).filter((stage) => stage !== "prospect" || stages.prospect > 0)];
  const key = address.sort.replace("-", "");
  return (
    <IndexFilters
      tabs={shown.map((stage) => ({
        id: stage ?? "all",
        content: stage ? `${STAGE_NAMES[stage]} ${formats.whole(stages[stage])}` : `All ${formats.whole(everybody)}`,
        isLocked: true,
      }))}
      selected={Math.max(shown.indexOf(address.stage), 0)}
      onSelect={(index) => onAddress(changeList(address, { stage: shown[index] ?? null }), { replace: false })}
      sortOptions={sortOptions}
      sortSelected={[`${key} ${address.sort.startsWith("-") ? "desc" : "asc"}`]}
      onSort={([choice = ""]) => {
        const [field, direction] = choice.split(" ");
        const sort = SORTS.find((each) => each === `${direction === "desc" ? "-" : ""}${field}`);
        if (sort) onAddress(changeList(address, { sort }), { replace: false });
      }}
      queryValue={query}
      queryPlaceholder="Search by name, e-mail or customer id"
      onQueryChange={setQuery}
      onQueryClear={() => setQuery("")}
      cancelAction={{ onAction: () => setQuery("") }}
      filters={[]}
      onClearAll={() => setQuery("")}
      hideFilters
      loading={isLoading}
      mode={mode}
      setMode={setMode}
      canCreateNewView={false}
      filteringAccessibilityLabel="Search customers"
      filteringAccessibilityTooltip="Search customers"
    />
  );
}

const TYPING_PAUSE_MS = 300;

/** The text of the search field; the address follows when typing pauses, and the field follows the address (back, Clear filters). */
function useDelayedQuery(inAddress: string, onPause: (query: string) => void): [string, (query: string) => void] {
  const [query, setQuery] = useState(inAddress);
  const sent = useRef(inAddress);
  const latest = useRef(onPause);
  useEffect(() => {
    latest.current = onPause;
  });
  useEffect(() => {
    if (inAddress === sent.current) return;
    sent.current = inAddress;
    setQuery(inAddress);
  }, [inAddress]);
  useEffect(() => {
    if (query.trim() === sent.current) return;
    const timer = setTimeout(() => {
      sent.current = query.trim();
      latest.current(query.trim());
    }, TYPING_PAUSE_MS);
    return () => clearTimeout(timer);
  }, [query]);
  return [query, setQuery];
}
