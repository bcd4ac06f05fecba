import { BlockStack, Box, Card, Text } from "@shopify/polaris";

/** A page that has nothing to show yet, and why. */
export function EmptyCard({ heading, words }: { heading: string; words: string }) {
  return (
    <Card>
      <Box paddingBlock="800">
        <BlockStack gap="200" inlineAlign="center">
          <Text as="h2" variant="headingMd" alignment="center">
            {heading}
          </Text>
          <Text as="p" tone="subdued" alignment="center">
            {words}
          </Text>
        </BlockStack>
      </Box>
    </Card>
  );
}
