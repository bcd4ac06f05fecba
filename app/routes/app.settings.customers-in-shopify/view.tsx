import { BlockStack, Card, Checkbox, Form, FormLayout, Text, TextField } from "@shopify/polaris";
import { useState } from "react";
import type { CustomersInShopify } from "#app/queries/customers-in-shopify.server.ts";
import { AppPage } from "#app/ui/app-page.tsx";
import type { Formats } from "#app/ui/formats.ts";
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
export function CustomersInShopifyView({ state, formats, saves, ...tags }: Props) {
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
        <TagsCard key={`${saves} ${tags.tagPrefix}`} {...tags} />
      </BlockStack>
    </AppPage>
  );
}

function TagsCard({ tagPrefix, message, isSaving, onSave }: Omit<Props, "state" | "formats" | "saves">) {
  const [isTagging, setTagging] = useState(tagPrefix !== null);
  const [prefix, setPrefix] = useState(tagPrefix ?? USUAL_PREFIX);
  const isDirty = (isTagging ? prefix : null) !== tagPrefix;
  const save = () => onSave({ isTagging, prefix });
  const discard = () => {
    setTagging(tagPrefix !== null);
    setPrefix(tagPrefix ?? USUAL_PREFIX);
  };
  return (
    <Card>
      <BlockStack gap="400">
        <Text as="h2" variant="headingMd">
          Tags
        </Text>
        <UnsavedBar id="tags-save-bar" isDirty={isDirty} isSaving={isSaving} onSave={save} onDiscard={discard} />
        <Form noValidate onSubmit={save}>
          <FormLayout>
            <Checkbox
              label="Tag customers by stage and tier"
              checked={isTagging}
              onChange={setTagging}
              helpText="For segments, e-mails and other apps. Switching it off takes away the tags that Thrice has set, and no others."
            />
            {isTagging && (
              <TextField
                id={PREFIX_ID}
                label="What the tags begin with"
                value={prefix}
                onChange={setPrefix}
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
