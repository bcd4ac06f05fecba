import { Badge, BlockStack, Button, Card, InlineStack, Text } from "@shopify/polaris";
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

/** Says what more access is needed, for which rewards, and what happens without it; asks in Shopify's own dialog when told to. */
export function ScopeCard({ needs, grant, without, children }: Props) {
  return (
    <Card>
      <div role="status">
        <BlockStack gap="300">
          <InlineStack gap="200" blockAlign="center">
            <Text as="h2" variant="headingMd">
              Access that is missing
            </Text>
            <Badge tone="attention">Not granted</Badge>
          </InlineStack>
          {needs.map(({ scope, rewards }) => {
            const { title, why } = scopeWords(scope);
            return (
              <Text as="p" key={scope}>
                {rewards.length > 0 ? `${quoted(rewards)} ${rewards.length === 1 ? "needs" : "need"} your leave` : "Thrice asks for your leave"} to {title}. {why}
              </Text>
            );
          })}
          {grant.state === "declined" && <Text as="p">You declined, and nothing was changed. {without}</Text>}
          {grant.state === "failed" && (
            <Text as="p" tone="critical">
              Shopify could not ask. Nothing was changed. Try again in a moment.
            </Text>
          )}
          {grant.state !== "declined" && (
            <Text as="p" tone="subdued">
              {without}
            </Text>
          )}
          <InlineStack gap="200">
            <Button loading={grant.state === "asking"} onClick={() => grant.ask(needs.map(({ scope }) => scope))}>
              Allow in Shopify
            </Button>
            {children}
          </InlineStack>
        </BlockStack>
      </div>
    </Card>
  );
}
