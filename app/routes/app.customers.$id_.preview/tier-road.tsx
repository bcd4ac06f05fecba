import { BlockStack, ProgressBar, Text } from "@shopify/polaris";
import type { CustomerTier } from "#app/queries/customer-tier.server.ts";
import type { Formats } from "#app/ui/formats.ts";
import { tierWords } from "#app/ui/tier-words.ts";

/** The tier, and how far the next one is. */
export function TierCard({ tier, formats }: { tier: CustomerTier; formats: Formats }) {
  return (
    <BlockStack gap="200">
      <Text as="h3" variant="headingMd">
        Tier
      </Text>
      <Text as="p" id="preview-tier">
        {tierWords(tier, formats)}
      </Text>
      {tier.next && <ProgressBar size="small" tone="primary" progress={Math.max(0, (100 * tier.total) / tier.next.threshold)} ariaLabelledBy="preview-tier" animated={false} />}
    </BlockStack>
  );
}
