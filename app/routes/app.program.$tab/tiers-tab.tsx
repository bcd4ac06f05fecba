import { FormLayout, Select, TextField } from "@shopify/polaris";
import { ItemListCard } from "./item-list-card.tsx";
import type { ProgramForm } from "./program-form.ts";

/** The levels of the program: what decides them, where each starts, and what it gives. */
export function TiersTab({ form }: { form: ProgramForm }) {
  const { draft, errors, changeSettings } = form;
  return (
    <ItemListCard form={form} list="tiers" title="Tiers" empty="No tiers. Everybody has the same program." addLabel="Add a tier" kinds={[{ value: "", label: "Tier", id: "tier", start: { "perks.multiplier": "1", "perks.freeShipping": "no" } }]}>
      <FormLayout>
        <FormLayout.Group>
          <Select
            label="Decided by"
            options={[
              { value: "spend", label: "Amount spent" },
              { value: "orders", label: "Counted orders" },
              { value: "points", label: "Points earned" },
            ]}
            value={draft.settings.tierBasis}
            onChange={(tierBasis) => changeSettings({ tierBasis })}
          />
          <Select
            label="Within"
            options={[
              { value: "lifetime", label: "All time" },
              { value: "calendar_year", label: "The calendar year" },
              { value: "rolling_year", label: "The last 12 months" },
            ]}
            value={draft.settings.tierWindow}
            onChange={(tierWindow) => changeSettings({ tierWindow })}
          />
        </FormLayout.Group>
        <TextField
          id="tierQualification.graceDays"
          label="Kept after falling below"
          suffix="days"
          value={draft.settings.graceDays}
          error={errors["tierQualification.graceDays"] ?? false}
          onChange={(graceDays) => changeSettings({ graceDays })}
          inputMode="numeric"
          autoComplete="off"
        />
      </FormLayout>
    </ItemListCard>
  );
}
