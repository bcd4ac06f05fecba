import { BlockStack, Button, Card, Checkbox, FormLayout, InlineStack, Text, TextField } from "@shopify/polaris";
import { useState } from "react";
import type { CustomersInShopify } from "#app/queries/customers-in-shopify.server.ts";
import { AppPage } from "#app/ui/app-page.tsx";
import type { Formats } from "#app/ui/formats.ts";
import { stateSentence } from "./state-sentence.ts";

type Tagging = { isTagging: boolean; prefix: string };

type Props = CustomersInShopify & {
  formats: Formats;
  /** Why the last prefix was refused. */
  message: string | undefined;
  isSaving: boolean;
  onSave: (tagging: Tagging) => void;
};

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

function TagsCard({ tagPrefix, message, isSaving, onSave }: Omit<Props, "state" | "formats">) {
  const [isTagging, setTagging] = useState(tagPrefix !== null);
  const [prefix, setPrefix] = useState(tagPrefix ?? USUAL_PREFIX);
  return (
    <Card>
      <BlockStack gap="400">
        <Text as="h2" variant="headingMd">
          Tags
        </Text>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            onSave({ isTagging, prefix });
          }}
        >
          <FormLayout>
            <Checkbox
              label="Tag customers by stage and tier"
              checked={isTagging}
              onChange={setTagging}
              helpText="For segments, e-mails and other apps. Switching it off takes away the tags that Thrice has set, and no others."
            />
            {isTagging && (
              <TextField
                label="What the tags begin with"
                value={prefix}
                onChange={setPrefix}
                maxLength={40}
                autoComplete="off"
                helpText={`A customer gets tags such as “${prefix}stage:second” and “${prefix}tier:gold”.`}
                error={message ?? false}
              />
            )}
            <InlineStack>
              <Button submit loading={isSaving}>
                Save
              </Button>
            </InlineStack>
          </FormLayout>
        </form>
      </BlockStack>
    </Card>
  );
}
