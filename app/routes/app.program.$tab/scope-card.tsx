import { Badge, BlockStack, Box, Button, Card, InlineStack, Text } from "@shopify/polaris";
import { useEffect, useId } from "react";
import type { ScopeNeed } from "#app/domain/redemption/reward-scopes.ts";
import { scopeWords } from "./scope-words.ts";
import type { ScopeGrant } from "./use-scope-grant.ts";

type Props = {
  needs: ScopeNeed[];
  grant: ScopeGrant;
  /** What goes on without it. */
  without: string;
  children?: React.ReactNode;
};

const quoted = (names: string[]) => names.map((name) => `“${name}”`).join(", ");

/** What more access is needed, as a card of its own. */
export function ScopeCard(props: Props) {
  return (
    <Card>
      <ScopeQuestion {...props} heading="h2" />
    </Card>
  );
}

/** The same inside of a list, with the first item that needs it. */
export function ScopeNotice(props: Props) {
  return (
    <Box padding="300" borderWidth="025" borderColor="border" borderRadius="200" background="bg-surface-secondary">
      <ScopeQuestion {...props} heading="h4" />
    </Box>
  );
}

/** Says what more access is needed, for which rewards, and what happens without it; asks in Shopify's own dialog when told to. */
function ScopeQuestion({ needs, grant, without, children, heading }: Props & { heading: "h2" | "h4" }) {
  const id = useId();
  const state = needs.some(({ scope }) => grant.asked.includes(scope)) ? grant.state : "idle";
  // The question was asked by the admin around the page, which took the focus with it.
  useEffect(() => {
    if (state === "declined" || state === "failed") document.getElementById(id)?.focus();
  }, [state, id]);
  return (
    <div role="status">
      <BlockStack gap="300">
        <InlineStack gap="200" blockAlign="center">
          <Text as={heading} variant={heading === "h2" ? "headingMd" : "headingSm"}>
            Your permission is needed
          </Text>
          <Badge tone="attention">Not given</Badge>
        </InlineStack>
        {needs.map(({ scope, rewards }) => {
          const { title, why } = scopeWords(scope);
          return (
            <Text as="p" key={scope}>
              {rewards.length > 0 ? `${quoted(rewards)} ${rewards.length === 1 ? "needs" : "need"} your permission` : "Thrice asks for your permission"} to {title}. {why}
            </Text>
          );
        })}
        {state === "failed" && (
          <Text as="p" tone="critical">
            Shopify could not be asked. Nothing was changed here. Try again in a moment.
          </Text>
        )}
        <Text as="p" {...(state !== "declined" && { tone: "subdued" })}>
          {state === "declined" ? `You declined, and nothing was changed. ${without}` : without}
        </Text>
        <InlineStack gap="200">
          <Button id={id} loading={state === "asking"} onClick={() => grant.ask(needs.map(({ scope }) => scope))}>
            Allow in Shopify
          </Button>
          {children}
        </InlineStack>
      </BlockStack>
    </div>
  );
}
