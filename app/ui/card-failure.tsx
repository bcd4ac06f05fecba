import { BlockStack, Button, InlineStack, Text } from "@shopify/polaris";

/** What a card shows when its part of the page could not be read; the rest of the page stands. */
export function CardFailure({ what, onRetry, isRetrying }: { what: string; onRetry: () => void; isRetrying: boolean }) {
  return (
    <BlockStack gap="200">
      <Text as="p">{what} can’t be shown right now. Nothing is lost; the other figures are not affected.</Text>
      <InlineStack>
        <Button onClick={onRetry} loading={isRetrying}>
          Try again
        </Button>
      </InlineStack>
    </BlockStack>
  );
}
