import { FormLayout, Select, TextField } from "@shopify/polaris";
import type { ProgramReach } from "#app/queries/program-reach.server.ts";
import type { Card } from "../app._index/card.ts";
import { ItemListCard } from "./item-list-card.tsx";
import type { ProgramForm } from "./program-form.ts";
import { ReachFooter } from "./reach-footer.tsx";
import { tierReachWords } from "./reach-words.ts";

type Props = { form: ProgramForm; reach: Card<ProgramReach> | undefined; hasProgram: boolean; onRetry: () => void };

/** The levels of the program: what decides them, where each starts, and what it gives. */
export function TiersTab({ form, reach, hasProgram, onRetry }: Props) {
  const { draft, errors, changeSettings } = form;
  return (
    <ItemListCard
      form={form}
      list="tiers"
      title="Tiers"
      empty="No tiers. Everybody has the same program."
      addLabel="Add a tier"
      kinds={[{ value: "", label: "Tier", id: "tier", start: { "perks.multiplier": "1", "perks.freeShipping": "no" } }]}
      note={({ values }) => tierReachWords(values["id"] ?? "", { reach, hasProgram, formats: form.formats })}
      footer={<ReachFooter list="tiers" reach={reach} formats={form.formats} onRetry={onRetry} />}
    >
      <FormLayout>
        <FormLayout.Group>
          <Select
            label="Decided by"
            options={[
              { value: "spend", label: "Amount spent" },
              { value: "orders", label: "Counted orders" },
              { value: "points", label: `${form.formats.pointsTitle} earned` },
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
