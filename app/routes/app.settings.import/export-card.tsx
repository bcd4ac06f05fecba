import { BlockStack, Button, Card, InlineStack, Text } from "@shopify/polaris";
import { useState } from "react";
import { downloadFile } from "#app/ui/download.ts";
import type { Formats } from "#app/ui/formats.ts";

const FILES = [
  { name: "balances.csv", label: "Balances" },
  { name: "tiers.csv", label: "Tiers" },
  { name: "ledger.csv", label: "Ledger" },
  { name: "lots.csv", label: "Lots" },
  { name: "programs.json", label: "Program versions" },
] as const;

/** Everything about points, to take elsewhere. Customers have a file of their own on their page. */
export function ExportCard({ formats }: { formats: Formats }) {
  const [failed, setFailed] = useState<string>();
  const save = async (name: string) => {
    setFailed(undefined);
    await downloadFile(`/app/settings/import/export?file=${name}`, name).catch(() => setFailed(name));
  };
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          Take everything out
        </Text>
        <Text as="p" tone="subdued">
          The balances and tiers can be brought in again here, or into another shop; a minus only where the program lets balances go below zero. {formats.pointsTitle} that are still pending come with their orders. Ledger has every movement, Lots what is left of each credit and until when, Program versions the rules as they were published. Customers have a file of their own on the page Customers.
        </Text>
        <InlineStack gap="200">
          {FILES.map(({ name, label }) => (
            <Button key={name} onClick={() => void save(name)}>
              {label}
            </Button>
          ))}
        </InlineStack>
        {failed && (
          <Text as="p" tone="critical">
            {failed} could not be made. Nothing was changed. Try again in a minute.
          </Text>
        )}
      </BlockStack>
    </Card>
  );
}
