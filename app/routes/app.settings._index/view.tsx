import { BlockStack, Box, Card, Divider, Link, Text } from "@shopify/polaris";
import type { CountingPolicy } from "#app/domain/scoring/counting-policy.ts";
import { AppPage } from "#app/ui/app-page.tsx";
import { countingSentence } from "#app/ui/counting-sentence.ts";
import type { Formats } from "#app/ui/formats.ts";

type Props = { policy: CountingPolicy; tokenCount: number; openRequestCount: number; parkedCount: number; waitingCount: number; holdoutPercent: number; formats: Formats };

/** Where to change what, with the present state of each in one line. */
export function SettingsView({ policy, tokenCount, openRequestCount, parkedCount, waitingCount, holdoutPercent, formats }: Props) {
  const entries = [
    { name: "Counting", url: "/app/settings/counting", state: countingSentence(policy, formats) },
    {
      name: "Holdout",
      url: "/app/settings/holdout",
      state: holdoutPercent === 0 ? "Nobody goes without messages and offers." : `${holdoutPercent}% of customers go without messages and offers, to see whether these help.`,
    },
    {
      name: "API tokens",
      url: "/app/settings/api-tokens",
      state: tokenCount === 0 ? "No other program reads your figures or changes points." : `${formats.counted(tokenCount, "token works", "tokens work")}.`,
    },
    { name: "Messages", url: "/app/messages", state: "What Thrice writes to customers, and when mail rests." },
    { name: "Customers in Shopify", url: "/app/settings/customers-in-shopify", state: `What Shopify shows of ${formats.pointsName.other}, and tags by stage and tier.` },
    { name: "Import and export", url: "/app/settings/import", state: `Bring ${formats.pointsName.other} in from a file, or take everything out.` },
    { name: "Exports", url: "/app/exports", state: "Long files of customers and activity that were asked for." },
    {
      name: "Privacy",
      url: "/app/settings/privacy",
      state: openRequestCount === 0 ? "No data request is open." : `${formats.counted(openRequestCount, "data request is", "data requests are")} open.`,
    },
    {
      name: "Parked deliveries",
      url: "/app/deliveries",
      state: parkedCount === 0 ? (waitingCount === 0 ? "Nothing is parked. Every delivery was read." : `Nothing is parked. ${formats.counted(waitingCount, "delivery waits", "deliveries wait")} to be read.`) : `${formats.counted(parkedCount, "delivery", "deliveries")} could not be read.`,
    },
  ];
  return (
    <AppPage title="Settings">
      <Card padding="0">
        <Box as="ul" paddingInlineStart="0">
          {entries.map(({ name, url, state }, index) => (
            <Box as="li" key={url}>
              {index > 0 && <Divider />}
              <Box padding="400">
                <BlockStack gap="100">
                  <Text as="h2" variant="headingSm">
                    <Link url={url}>{name}</Link>
                  </Text>
                  <Text as="p" tone="subdued">
                    {state}
                  </Text>
                </BlockStack>
              </Box>
            </Box>
          ))}
        </Box>
      </Card>
    </AppPage>
  );
}
