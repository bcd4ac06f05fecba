import { BlockStack, Button, Card, Collapsible, InlineStack, Select, TextField } from "@shopify/polaris";
import { useId, useState } from "react";
import { ENTRY_FILTERS } from "#app/domain/points/entry.ts";
import { ENTRY_FILTER_NAMES } from "#app/ui/entry-line.ts";
import { focusFirstOf } from "#app/ui/focus-first-of.ts";
import { isFiltered, readActivityAddress } from "./activity-address.ts";
import { filterFaults } from "./activity-words.ts";
import "./filter-card.css";
import type { ActivityProps } from "./props.ts";

const fieldId = (name: string) => `activity-${name}`;

/** Narrows the ledger by kind, rule, version of the program, days, staff and customer. Choosing is nothing until Show. */
export function FilterCard({ address, choices, formats, isLoading, onAddress }: ActivityProps) {
  const [form, setForm] = useState({
    kind: address.kind ?? "",
    from: address.from ?? "",
    to: address.to ?? "",
    version: address.version === null ? "" : String(address.version),
    rule: address.rule ?? "",
    staff: address.staff ?? "",
    customer: address.customer,
  });
  const [isOpen, setOpen] = useState(isFiltered(address));
  const id = useId();
  // A shared link may hold what the form would refuse.
  const [faults, setFaults] = useState(() => filterFaults(form, formats));
  const show = () => {
    const found = filterFaults(form, formats);
    setFaults(found);
    if (Object.keys(found).length > 0) return focusFirstOf(Object.keys(found).map(fieldId));
    onAddress({ ...readActivityAddress(new URLSearchParams(form)), cursor: null });
  };
  const change = (part: Partial<typeof form>) => setForm((current) => ({ ...current, ...part }));
  return (
    <Card>
      <BlockStack gap="300">
        <InlineStack>
          <Button disclosure={isOpen ? "up" : "down"} ariaExpanded={isOpen} ariaControls={id} onClick={() => setOpen(!isOpen)}>
            Filter
          </Button>
        </InlineStack>
        <Collapsible id={id} open={isOpen} transition={false}>
          <form
            onSubmit={(event) => {
              event.preventDefault();
              show();
            }}
          >
            <BlockStack gap="400">
              <div className="filter-card__fields">
                <Select label="Kind" options={[{ value: "", label: "All kinds" }, ...ENTRY_FILTERS.map((kind) => ({ value: kind, label: ENTRY_FILTER_NAMES[kind] }))]} value={form.kind} onChange={(kind) => change({ kind })} />
                <Select label="Rule" options={[{ value: "", label: "All rules" }, ...ruleOptions(choices.rules, form.rule)]} value={form.rule} onChange={(rule) => change({ rule })} />
                <Select label="Program" options={[{ value: "", label: "All versions" }, ...choices.versions.map((version) => ({ value: String(version), label: `Version ${version}` }))]} value={form.version} onChange={(version) => change({ version })} />
                <Select label="By hand" options={[{ value: "", label: "Everybody and everything" }, ...withChosen(choices.staff, form.staff).map((by) => ({ value: by, label: by }))]} value={form.staff} onChange={(staff) => change({ staff })} />
                <TextField label="From" type="date" value={form.from} onChange={(from) => change({ from })} autoComplete="off" />
                <TextField id={fieldId("to")} label="To" type="date" value={form.to} onChange={(to) => change({ to })} autoComplete="off" error={faults.to ?? false} />
              </div>
              <TextField id={fieldId("customer")} label="Customer" value={form.customer} onChange={(customer) => change({ customer })} helpText="A whole e-mail address, or the customer’s id." autoComplete="off" error={faults.customer ?? false} />
              <InlineStack gap="200">
                <Button submit loading={isLoading}>
                  Show
                </Button>
                {isFiltered(address) && <Button onClick={() => onAddress(readActivityAddress(new URLSearchParams()))}>Clear filters</Button>}
              </InlineStack>
            </BlockStack>
          </form>
        </Collapsible>
      </BlockStack>
    </Card>
  );
}

/** Rules by what their kind is called and the short name, by which the sentences of the entries call them. A shared link may name one that is no longer there. */
function ruleOptions(rules: ActivityProps["choices"]["rules"], chosen: string): { value: string; label: string }[] {
  const options = rules.map(({ id, label }) => ({ value: id, label: `${label} (${id})` }));
  return chosen === "" || options.some(({ value }) => value === chosen) ? options : [...options, { value: chosen, label: chosen }];
}

const withChosen = (names: string[], chosen: string): string[] => (chosen === "" || names.includes(chosen) ? names : [...names, chosen]);
