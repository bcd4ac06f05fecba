import { Banner, BlockStack, Button, Card, InlineStack, Text, TextField } from "@shopify/polaris";
import { useEffect, useState } from "react";
import type { TestSent } from "#app/email/sample-mail.server.ts";
import { focusFirstOf } from "#app/ui/focus-first-of.ts";

const TO_ID = "test-mail-to";

type Props = { tested: TestSent | undefined; isTesting: boolean; hasMailServer: boolean; onTest: (to: string) => void };

/** Sends the shown message to somebody, to see it in a real mail program. */
export function TestCard({ tested, isTesting, hasMailServer, onTest }: Props) {
  const [to, setTo] = useState("");
  useEffect(() => {
    if (tested?.outcome === "invalid") focusFirstOf([TO_ID]);
  }, [tested]);
  return (
    <Card>
      <form
        // What is wrong is said beside the field, in our words.
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          onTest(to);
        }}
      >
        <BlockStack gap="300">
          <Text as="h2" variant="headingMd">
            Test mail
          </Text>
          <TextField
            id={TO_ID}
            label="Send to"
            type="email"
            value={to}
            onChange={setTo}
            autoComplete="email"
            disabled={!hasMailServer}
            helpText="The message as shown, at once, quiet hours or not. The address is not kept."
            error={tested?.outcome === "invalid" ? tested.message : false}
          />
          <div role="status">
            {tested?.outcome === "sent" && <Banner tone="success">{`The mail server took the mail to ${tested.to}.`}</Banner>}
            {tested?.outcome === "failed" && <Banner tone="critical">{tested.message}</Banner>}
          </div>
          <InlineStack>
            <Button submit loading={isTesting} disabled={!hasMailServer}>
              Send test mail
            </Button>
          </InlineStack>
        </BlockStack>
      </form>
    </Card>
  );
}
