import { BlockStack, Button, Card as PolarisCard, InlineStack, SkeletonBodyText, Text } from "@shopify/polaris";
import type { Formats } from "#app/ui/formats.ts";
import type { Card } from "../app._index/card.ts";
import { type DryRunPair, dryRunWords, nothingWords } from "./dry-run-words.ts";

type Props = { answer: Card<DryRunPair> | undefined; formats: Formats; onRetry: () => void };

/** What the draft would have given in the last 90 days, beside what the program in force would have. */
export function DryRunCard({ answer, formats, onRetry }: Props) {
  return (
    <PolarisCard>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          What it would have cost
        </Text>
        <div role="status">
          {!answer ? (
            <>
              <Text as="p" visuallyHidden>
                Trying the draft on the orders of the last 90 days
              </Text>
              <SkeletonBodyText lines={4} />
            </>
          ) : answer.outcome === "failed" ? (
            <BlockStack gap="200">
              <Text as="p">The draft can’t be tried on past orders right now. Nothing was changed; you can publish all the same.</Text>
              <InlineStack>
                <Button onClick={onRetry}>Try again</Button>
              </InlineStack>
            </BlockStack>
          ) : (
            <DryRun pair={answer.value} formats={formats} />
          )}
        </div>
      </BlockStack>
    </PolarisCard>
  );
}

function DryRun({ pair, formats }: { pair: DryRunPair; formats: Formats }) {
  const { draft, live, from, until } = pair;
  const reasons = nothingWords(draft, formats);
  return (
    <BlockStack gap="200">
      <Text as="p" variant="headingSm">
        {dryRunWords(draft, formats)}
      </Text>
      {live && <Text as="p">The program in force would have given {dryRunWords(live, formats)}.</Text>}
      {reasons.length > 0 && (
        <Text as="p" tone="subdued">
          Earns nothing: {reasons.join(", ")}.
        </Text>
      )}
      <Text as="p" tone="subdued">
        {formats.counted(draft.orders, "order", "orders")} placed from {formats.day(from)} to {formats.day(until)}, as if the program had been in force all the time.
      </Text>
    </BlockStack>
  );
}
