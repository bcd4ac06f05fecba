import { BlockStack, Card, FormLayout, Select, Text, TextField } from "@shopify/polaris";
import { TEXT_KEYS, textFault, type TextKey } from "#app/domain/storefront/storefront-texts.ts";
import { languageName } from "./language-name.ts";
import { type StorefrontBlocks, wordsIn } from "./storefront-blocks.ts";
import type { TextsForm } from "./texts-form.ts";

const LABELS: Record<TextKey, string> = {
  balance_heading: "Heading of the balance", balance_guest: "Balance, for guests", road_heading: "Heading of the road", cart_heading: "Heading in the cart", earn_heading: "Heading of how to earn",
  tiers_heading: "Heading of the tiers", rewards_heading: "Heading of the rewards", history_heading: "Heading of the history", launcher_label: "Button of the rewards panel",
};

const UNSPOKEN = "Thrice has no words of its own in this language. What is not written here, such as numbers of points, is shown in English.";

export const textFieldId = (key: TextKey): string => `text-${key}`;

/** The words of the blocks in one language; an empty field shows ours. */
export function TextsCard({ form, ours, languages }: { form: TextsForm; ours: StorefrontBlocks["ours"]; languages: string[] }) {
  const { words, isSpoken } = wordsIn(ours, form.language);
  return (
    <Card>
      <BlockStack gap="400">
        <BlockStack gap="200">
          <Text as="h2" variant="headingMd">
            Texts
          </Text>
          <Text as="p">An empty field shows our words. What you save is in your shop within a minute and needs no publishing; a text set in the theme editor goes first.</Text>
        </BlockStack>
        <FormLayout>
          <Select label="Language of the texts" options={languages.map((value) => ({ value, label: languageName(value) }))} value={form.language} onChange={form.speak} {...(!isSpoken && { helpText: UNSPOKEN })} />
          {TEXT_KEYS.map((key) => (
            <TextField
              key={key}
              id={textFieldId(key)}
              label={LABELS[key]}
              value={form.textOf(key)}
              onChange={(text) => form.change(key, text)}
              placeholder={words[key] ?? ""}
              error={textFault(form.textOf(key)) ?? false}
              autoComplete="off"
              {...wayBack(form, key)}
            />
          ))}
        </FormLayout>
      </BlockStack>
    </Card>
  );
}

/** Back to what is saved while a text is another one, otherwise back to ours. */
function wayBack(form: TextsForm, key: TextKey) {
  const [text, saved] = [form.textOf(key), form.savedOf(key)];
  if (text.trim() !== saved) return { labelAction: { content: "Undo", accessibilityLabel: `Undo the change of “${LABELS[key]}”`, onAction: () => form.change(key, saved) } };
  return saved === "" ? {} : { labelAction: { content: "Use our words", accessibilityLabel: `Use our words for “${LABELS[key]}”`, onAction: () => form.change(key, "") } };
}
