import { BlockStack, Box, Button, Collapsible, FormLayout, InlineStack, Text } from "@shopify/polaris";
import { useId } from "react";
import { ConditionList } from "./condition-list.tsx";
import { type ItemDraft, wordsOf } from "./form-values.ts";
import { fieldsOf, itemOf, type ItemList } from "./item-draft.ts";
import { ItemFields } from "./item-fields.tsx";
import { itemWords } from "./item-sentence.ts";
import type { ResourceTitles } from "./resource.ts";
import type { ProgramForm } from "./program-form.ts";

/** Whether an item or one of its conditions names a product, variant or collection that the shop does not have any more. */
const hasGone = (item: ItemDraft, titles: ResourceTitles): boolean =>
  Object.entries(NAMED_IN).some(([field, kind]) => wordsOf(item.values[field] ?? "").some((id) => titles[kind][id] === null)) || item.conditions.some((condition) => hasGone(condition, titles));

const NAMED_IN = { productIds: "product", productId: "product", collectionIds: "collection", variantId: "variant" } as const;

/** Rules and gifts have no name but their kind: the short name, by which explanations call them, tells two of a kind apart. */
const nameOf = (list: ItemList, { values }: ItemDraft, label: string | undefined): string =>
  list === "earnRules" || list === "nthOrderActions" ? [label, values["id"]].filter(Boolean).join(" · ") : (label ?? values["name"] ?? values["id"] ?? "");

type Props = {
  form: ProgramForm;
  list: ItemList;
  at: number;
  item: ItemDraft;
  note: string | undefined;
  notice: React.ReactNode;
  isOpen: boolean;
  onOpen: (isOpen: boolean) => void;
  onChange: (item: ItemDraft) => void;
  onRemove: () => void;
};

/** One item as a sentence; its form opens below. Where something in it is wrong, the form is open. */
export function ItemEditor({ form, list, at, item, note, notice, isOpen, onOpen, onChange, onRemove }: Props) {
  const id = useId();
  const path = `${list}.${at}`;
  const words = itemWords(list, itemOf(list, item, form.place), form.wording);
  const isWrong = Object.keys(form.errors).some((error) => error.startsWith(`${path}.`));
  const isShown = isOpen || isWrong;
  const label = nameOf(list, item, words?.label);
  return (
    <BlockStack gap="200">
      <InlineStack align="space-between" blockAlign="start" gap="400" wrap={false}>
        <BlockStack gap="050">
          <Text as="h3" variant="headingSm" breakWord>
            {label || "Not named yet"}
          </Text>
          <Text as="p" {...(isWrong && { tone: "critical" })}>
            {words?.sentence ?? "Not complete yet"}
          </Text>
          {words && words.conditions.length > 0 && (
            <Text as="p" tone="subdued">
              {words.conditions.join(" · ")}
            </Text>
          )}
          {words && note !== undefined && (
            <div className="program__note">
              <Text as="p" tone="subdued">
                {note}
              </Text>
            </div>
          )}
          {hasGone(item, form.choices.titles) && (
            <Text as="p" tone="critical">
              It names something that is no longer in your shop.
            </Text>
          )}
        </BlockStack>
        <Button variant="plain" disclosure={isShown ? "up" : "down"} ariaExpanded={isShown} ariaControls={id} accessibilityLabel={`Edit ${label}`} onClick={() => onOpen(!isOpen)}>
          Edit
        </Button>
      </InlineStack>
      {notice}
      <Collapsible id={id} open={isShown} transition={false}>
        <Box paddingBlockStart="200">
          <FormLayout>
            <ItemFields fields={fieldsOf(list, item.kind, form.place.tierBasis)} values={item.values} at={path} errors={form.errors} choices={form.choices} onChange={(values) => onChange({ ...item, values })} />
            {list === "earnRules" && <ConditionList form={form} at={path} conditions={item.conditions} onChange={(conditions) => onChange({ ...item, conditions })} />}
            <InlineStack>
              <Button tone="critical" variant="plain" accessibilityLabel={`Remove ${label}`} onClick={onRemove}>
                Remove
              </Button>
            </InlineStack>
          </FormLayout>
        </Box>
      </Collapsible>
    </BlockStack>
  );
}
