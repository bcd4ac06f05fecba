import { BlockStack, Button, Card, Collapsible, FormLayout, InlineStack, Select, TextField } from "@shopify/polaris";
import { useId, useState } from "react";
import { ENTRY_KINDS } from "#app/domain/points/entry.ts";
import { ENTRY_NAMES } from "#app/ui/entry-line.ts";
import { isFiltered, readActivityAddress } from "./activity-address.ts";
import type { ActivityProps } from "./view.tsx";

/** Narrows the ledger by kind, days, version of the rules and customer. Choosing is nothing until Show. */
export function FilterCard({ address, versions, isLoading, onAddress }: ActivityProps) {
  const [form, setForm] = useState({ kind: address.kind ?? "", from: address.from ?? "", to: address.to ?? "", version: address.version === null ? "" : String(address.version), customer: address.customer });
  const [isOpen, setOpen] = useState(isFiltered(address));
  const id = useId();
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
              onAddress({ ...readActivityAddress(new URLSearchParams(form)), cursor: null });
            }}
          >
            <FormLayout>
              <FormLayout.Group condensed>
                <Select label="Kind" options={[{ value: "", label: "All kinds" }, ...ENTRY_KINDS.map((kind) => ({ value: kind, label: ENTRY_NAMES[kind] }))]} value={form.kind} onChange={(kind) => change({ kind })} />
                <Select label="Rules" options={[{ value: "", label: "All versions" }, ...versions.map((version) => ({ value: String(version), label: `Version ${version}` }))]} value={form.version} onChange={(version) => change({ version })} />
              </FormLayout.Group>
              <FormLayout.Group condensed>
                <TextField label="From" type="date" value={form.from} onChange={(from) => change({ from })} autoComplete="off" />
                <TextField label="To" type="date" value={form.to} onChange={(to) => change({ to })} autoComplete="off" />
              </FormLayout.Group>
              <TextField label="Customer" value={form.customer} onChange={(customer) => change({ customer })} helpText="A whole e-mail address, or the customer’s id." autoComplete="off" />
              <InlineStack gap="200">
                <Button submit loading={isLoading}>
                  Show
                </Button>
                {isFiltered(address) && <Button onClick={() => onAddress(readActivityAddress(new URLSearchParams()))}>Clear filters</Button>}
              </InlineStack>
            </FormLayout>
          </form>
        </Collapsible>
      </BlockStack>
    </Card>
  );
}
