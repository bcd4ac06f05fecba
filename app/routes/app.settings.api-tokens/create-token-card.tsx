import { BlockStack, Button, Card, FormLayout, InlineStack, Text, TextField } from "@shopify/polaris";
import { useState } from "react";
import { CopyField } from "#app/ui/copy-field.tsx";
import type { ApiTokensProps } from "./props.ts";
import { TOKEN_MAY } from "./token-words.ts";

/** Names and creates a token; the token itself is shown here once. */
export function CreateTokenCard({ creation, isCreating, onCreate }: Pick<ApiTokensProps, "creation" | "isCreating" | "onCreate">) {
  const [name, setName] = useState("");
  const [sent, setSent] = useState("");
  const [seenToken, setSeenToken] = useState<string>();
  const token = creation?.outcome === "created" ? creation.token : undefined;
  // Where no token was made the name stays, to be sent again; and what was typed meanwhile is another token's.
  if (token !== undefined && token !== seenToken) {
    setSeenToken(token);
    if (name === sent) setName("");
  }
  return (
    <Card>
      <BlockStack gap="400">
        <Text as="h2" variant="headingMd">
          Create a token
        </Text>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            onCreate(name);
            setSent(name);
          }}
        >
          <FormLayout>
            <TextField
              label="Name"
              value={name}
              onChange={setName}
              maxLength={60}
              autoComplete="off"
              helpText={`What the token is for, such as “Monthly report”. ${TOKEN_MAY}`}
              error={creation?.outcome === "invalid" && creation.message}
            />
            <InlineStack>
              <Button submit loading={isCreating} disabled={!name.trim()}>
                Create token
              </Button>
            </InlineStack>
          </FormLayout>
        </form>
        <div role="status">
          {token && <CopyField label="Your token" value={token} helpText="Copy it now. We keep only a fingerprint and can’t show it again." />}
        </div>
      </BlockStack>
    </Card>
  );
}
