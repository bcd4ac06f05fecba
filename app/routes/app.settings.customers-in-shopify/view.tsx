import { BlockStack, Card, Checkbox, Form, FormLayout, Text, TextField } from "@shopify/polaris";
import type { CustomersInShopify } from "#app/queries/customers-in-shopify.server.ts";
import { AppPage } from "#app/ui/app-page.tsx";
import type { Formats } from "#app/ui/formats.ts";
import { useFormDraft } from "#app/ui/use-form-draft.ts";
import { UnsavedBar } from "../app/unsaved-bar.tsx";
import { stateSentence } from "./state-sentence.ts";

type Tagging = { isTagging: boolean; prefix: string };

type Props = CustomersInShopify & {
  /** How often the tags were saved. */
  saves: number;
  formats: Formats;
  /** Why the last prefix was refused. */
  message: string | undefined;
  isSaving: boolean;
  onSave: (tagging: Tagging) => void;
};

/** Where the prefix is typed. */
export const PREFIX_ID = "tag-prefix";

const USUAL_PREFIX = "thrice:";

/** What does Shopify know of customers' points, and how are they tagged there? */
export function CustomersInShopifyView({ state, formats, ...tags }: Props) {
  return (
    <AppPage title="Customers in Shopify" backAction={{ content: "Settings", url: "/app/settings" }}>
      <BlockStack gap="400">
        <Card>
          <BlockStack gap="200">
            <Text as="h2" variant="headingMd">
              {formats.pointsTitle}
            </Text>
            <Text as="p">{stateSentence(state, formats)}</Text>
            <Text as="p" tone="subdued">
              Each customer’s {formats.pointsName.other}, tier, stage and next reward are kept in Shopify, for the customer’s account and for Thrice’s own blocks.
            </Text>
          </BlockStack>
        </Card>
        <TagsCard {...tags} />
      </BlockStack>
    </AppPage>
  );
}

function TagsCard({ tagPrefix, saves, message, isSaving, onSave }: Omit<Props, "state" | "formats">) {
  const saved: Tagging = { isTagging: tagPrefix !== null, prefix: tagPrefix ?? USUAL_PREFIX };
  const { draft, setDraft, markSent } = useFormDraft(saved, saves);
  const { isTagging, prefix } = draft;
  const isDirty = (isTagging ? prefix : null) !== tagPrefix;
  const save = () => {
    markSent(draft);
    onSave(draft);
  };
  return (
    <Card>
      <BlockStack gap="400">
        <Text as="h2" variant="headingMd">
          Tags
        </Text>
        <UnsavedBar id="tags-save-bar" isDirty={isDirty} isSaving={isSaving} onSave={save} onDiscard={() => setDraft(saved)} />
        <Form noValidate onSubmit={save}>
          <FormLayout>
            <Checkbox
              label="Tag customers by stage and tier"
              checked={isTagging}
              onChange={(isTagging) => setDraft((current) => ({ ...current, isTagging }))}
              helpText="For segments, e-mails and other apps. Switching it off takes away the tags that Thrice has set, and no others."
            />
            {isTagging && (
              <TextField
                id={PREFIX_ID}
                label="What the tags begin with"
                value={prefix}
                onChange={(prefix) => setDraft((current) => ({ ...current, prefix }))}
                maxLength={40}
                autoComplete="off"
                helpText={`A customer gets tags such as “${prefix}stage:second” and “${prefix}tier:gold”.`}
                error={(isDirty && message) || false}
              />
            )}
          </FormLayout>
        </Form>
      </BlockStack>
    </Card>
  );
}
