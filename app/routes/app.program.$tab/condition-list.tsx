import { BlockStack, Box, Button, FormLayout, InlineStack, Select, Text } from "@shopify/polaris";
import { useState } from "react";
import { CONDITION_FORMS } from "#app/domain/earning/conditions/earn-condition.ts";
import { addButtonOf, focusField } from "./focus-first.ts";
import type { ItemDraft } from "./form-values.ts";
import { fieldsOf } from "./item-draft.ts";
import { ItemFields } from "./item-fields.tsx";
import type { ProgramForm } from "./program-form.ts";

type Props = { form: ProgramForm; at: string; conditions: ItemDraft[]; onChange: (conditions: ItemDraft[]) => void };

const KINDS = Object.entries(CONDITION_FORMS).map(([value, { label }]) => ({ value, label }));

/** What must be true for a rule to apply; all of it. */
export function ConditionList({ form, at, conditions, onChange }: Props) {
  const [kind, setKind] = useState(KINDS[0]?.value ?? "");
  const addId = addButtonOf(`${at}.conditions`);
  const add = () => {
    // As in the list around: what opens is above the button, and the keyboard goes there.
    const [first] = fieldsOf("conditions", kind);
    if (first) focusField(`${at}.conditions.${conditions.length}.${first.name}`);
    onChange([...conditions, { kind, values: startOf(kind), conditions: [] }]);
  };
  return (
    <BlockStack gap="300">
      <Text as="h4" variant="headingSm">
        Only if
      </Text>
      {conditions.length === 0 && (
        <Text as="p" tone="subdued">
          No conditions: the rule always applies.
        </Text>
      )}
      {conditions.map((condition, place) => {
        const label = KINDS.find(({ value }) => value === condition.kind)?.label ?? condition.kind;
        const path = `${at}.conditions.${place}`;
        return (
          <Box key={place} padding="300" borderWidth="025" borderColor="border" borderRadius="200">
            <FormLayout>
              <Text as="p" fontWeight="semibold" {...(form.errors[`${path}.kind`] && { tone: "critical" })}>
                {label}
                {form.errors[`${path}.kind`] ? `: ${form.errors[`${path}.kind`]}` : ""}
              </Text>
              <ItemFields
                fields={fieldsOf("conditions", condition.kind)}
                values={condition.values}
                at={path}
                errors={form.errors}
                choices={form.choices}
                onChange={(values) => onChange(conditions.with(place, { ...condition, values }))}
              />
              <InlineStack>
                <Button
                  variant="plain"
                  tone="critical"
                  accessibilityLabel={`Remove condition: ${label}`}
                  onClick={() => {
                    onChange(conditions.toSpliced(place, 1));
                    focusField(addId);
                  }}
                >
                  Remove condition
                </Button>
              </InlineStack>
            </FormLayout>
          </Box>
        );
      })}
      <InlineStack gap="200" blockAlign="end">
        <Select label="Kind of condition" labelHidden options={KINDS} value={kind} onChange={setKind} />
        <Button id={addId} onClick={add}>
          Add condition
        </Button>
      </InlineStack>
    </BlockStack>
  );
}

/** A choice has its first answer from the start: a select shows it as chosen. */
const startOf = (kind: string) => Object.fromEntries(fieldsOf("conditions", kind).map(({ name, input, choices }) => [name, input === "choice" ? (choices?.[0]?.value ?? "") : ""]));
