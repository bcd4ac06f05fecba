import { BlockStack, Card, Link, Text } from "@shopify/polaris";
import type { AccountKind } from "#app/domain/account/customer-accounts.ts";
import type { AccountFunnel } from "#app/domain/account/account-funnel.ts";
import { AppPage } from "#app/ui/app-page.tsx";
import { EmptyCard } from "#app/ui/empty-card.tsx";
import type { Formats } from "#app/ui/formats.ts";
import { FunnelCard } from "./funnel-card.tsx";
import { comparisonSentence } from "./funnel-words.ts";

type Props = { funnel: AccountFunnel; from: string; accounts: AccountKind | null; formats: Formats };

/** Do buyers sign in, and come back? */
export function AccountsView({ funnel, from, accounts, formats }: Props) {
  return (
    <AppPage title="Accounts">
      <BlockStack gap="400">
        {funnel.buyers === 0 ? (
          <EmptyCard heading="No first-time buyers yet" words={`Customers whose first order comes after ${formats.day(from)} appear here, with their accounts and second orders.`} />
        ) : (
          <FunnelCard funnel={funnel} from={from} formats={formats} />
        )}
        <Card>
          <BlockStack gap="300">
            <Text as="h2" variant="headingMd">
              Treated against held out
            </Text>
            <Text as="p">Account by 7 days after the first order: {comparisonSentence(funnel.comparison.signedIn, 7, formats)}</Text>
            <Text as="p">Second order within 90 days: {comparisonSentence(funnel.comparison.boughtAgain, 90, formats)}</Text>
            <Text as="p" tone="subdued">
              Signing in to claim points is offered to all; only codes and invitations are held out. <Link url="/app/settings/holdout">Change the share held out</Link>
            </Text>
          </BlockStack>
        </Card>
        <Card>
          <BlockStack gap="200">
            <Text as="h2" variant="headingMd">
              How customers sign in
            </Text>
            <Text as="p">{signInSentence(accounts)}</Text>
          </BlockStack>
        </Card>
      </BlockStack>
    </AppPage>
  );
}

function signInSentence(accounts: AccountKind | null): string {
  switch (accounts) {
    case "new":
      return "With a code that Shopify sends by e-mail. There is no password to choose.";
    case "classic":
      return "With a password, in Shopify’s classic customer accounts. Invitations come from Shopify.";
    case null:
      return "Shopify has not said yet which customer accounts the shop uses.";
  }
}
