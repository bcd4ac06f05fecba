import { Card, Checkbox, ChoiceList, FormLayout, TextField } from "@shopify/polaris";
import type { Formats } from "#app/ui/formats.ts";
import { sameDaySentence, unpaidSentence } from "./effect-words.ts";
import type { FieldErrors, PolicyDraft } from "./policy-draft.ts";
import type { CountingProps } from "./props.ts";

type Props = { draft: PolicyDraft; change: (part: Partial<PolicyDraft>) => void; errors: FieldErrors; formats: Formats };

/** Which orders count. */
export function CountFields({ draft, change, errors, formats, sameDaySeconds, unpaid }: Props & Pick<CountingProps, "sameDaySeconds" | "unpaid">) {
  const suggestion = unpaid && unpaidSentence(unpaid, formats);
  return (
    <Card>
      <FormLayout>
        <ChoiceList
          title="An order counts"
          choices={[
            { label: "When it is paid", value: "payment" },
            { label: "As soon as it is placed", value: "creation", helpText: suggestion ?? "For shops whose orders are paid later, such as by invoice." },
          ]}
          selected={[draft.countFrom]}
          onChange={([countFrom = ""]) => change({ countFrom })}
          error={errors.countFrom ?? ""}
        />
        <TextField
          id="minimumOrderMinor"
          label="Smallest order that counts"
          value={draft.minimumOrder}
          onChange={(minimumOrder) => change({ minimumOrder })}
          error={errors.minimumOrderMinor ?? false}
          suffix={formats.currency}
          inputMode="decimal"
          autoComplete="off"
          helpText="Orders with a smaller total are left out. With 0, every order above zero counts."
        />
        <TextField
          id="excludedTags"
          label="Leave out orders with these tags"
          value={draft.excludedTags}
          onChange={(excludedTags) => change({ excludedTags })}
          error={errors.excludedTags ?? false}
          autoComplete="off"
          helpText="Separate tags with commas, such as wholesale, staff."
        />
        <TextField
          id="excludedSources"
          label="Leave out orders from these sales channels"
          value={draft.excludedSources}
          onChange={(excludedSources) => change({ excludedSources })}
          error={errors.excludedSources ?? false}
          autoComplete="off"
          helpText="As Shopify names them on the order, such as web, pos."
        />
        <Checkbox
          label="Count orders of one day as one"
          checked={draft.mergeSameDay === "yes"}
          onChange={(isMerged) => change({ mergeSameDay: isMerged ? "yes" : "no" })}
          helpText={sameDaySeconds && sameDaySentence(sameDaySeconds, formats)}
        />
      </FormLayout>
    </Card>
  );
}

/** With which order loyal and champion begin. */
export function StageFields({ draft, change, errors }: Props) {
  return (
    <Card>
      <FormLayout>
        <TextField
          id="loyalAt"
          label="Loyal from order"
          type="integer"
          min={2}
          value={draft.loyalAt}
          onChange={(loyalAt) => change({ loyalAt })}
          error={errors.loyalAt ?? false}
          autoComplete="off"
        />
        <TextField
          id="championAt"
          label="Champion from order"
          type="integer"
          min={3}
          value={draft.championAt}
          onChange={(championAt) => change({ championAt })}
          error={errors.championAt ?? false}
          autoComplete="off"
          helpText="Your best customers. This has to be more than for loyal."
        />
      </FormLayout>
    </Card>
  );
}
