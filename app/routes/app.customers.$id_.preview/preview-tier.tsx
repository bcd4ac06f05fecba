import { BlockStack, ProgressBar, Text } from "@shopify/polaris";
import { PAGE_WORDS } from "./preview-words.ts";
import type { PreviewedMember } from "./props.ts";

/** The tier, and how far the next one is. */
export function PreviewTier({ name, next }: NonNullable<PreviewedMember["tier"]>) {
  return (
    <BlockStack gap="200">
      <Text as="h3" variant="headingMd">
        {PAGE_WORDS.tier}
      </Text>
      {name !== null && (
        <Text as="p" fontWeight="semibold">
          {name}
        </Text>
      )}
      {next && (
        <>
          <ProgressBar size="small" tone="primary" progress={100 * next.share} ariaLabelledBy="preview-tier" animated={false} />
          <Text as="p" id="preview-tier">
            {next.sentence}
          </Text>
        </>
      )}
    </BlockStack>
  );
}
