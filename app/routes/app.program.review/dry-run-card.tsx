import { BlockStack, Button, Card as PolarisCard, Checkbox, InlineStack, SkeletonBodyText, Text } from "@shopify/polaris";
import type { Formats } from "#app/ui/formats.ts";
import type { Card } from "../app._index/card.ts";
import { comparedRows, type DryRunPair, dryRunWords, nothingSentence, shareSentence, unreadSentence } from "./dry-run-words.ts";
import "./dry-run.css";

type Props = { at: string; answer: Card<DryRunPair> | undefined; liveVersion: number | null; formats: Formats; onRetry: () => void; isSkipped: boolean; onSkip: (isSkipped: boolean) => void };

const DAY_MS = 86_400_000;

/** What the draft would have given in the last 90 days, beside what the program in force would have. */
export function DryRunCard({ at, answer, liveVersion, formats, onRetry, isSkipped, onSkip }: Props) {
  const skip = <Checkbox label="Publish without the estimate" checked={isSkipped} onChange={onSkip} />;
  return (
    <PolarisCard>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {`If this had been live for the last 90 days (${formats.dayTime(new Date(new Date(at).getTime() - 90 * DAY_MS))} to ${formats.dayTime(at)})`}
        </Text>
        <div role="status" className={liveVersion === null ? "dry-run__room" : "dry-run__room dry-run__room--compared"}>
          {!answer ? (
            <>
              <Text as="p">Trying the draft on the orders of the last 90 days…</Text>
              <SkeletonBodyText lines={3} />
              {skip}
            </>
          ) : answer.outcome === "failed" ? (
            <BlockStack gap="200">
              <Text as="p">The draft can’t be tried on past orders right now. Nothing was changed.</Text>
              <InlineStack>
                <Button onClick={onRetry}>Try again</Button>
              </InlineStack>
              {skip}
            </BlockStack>
          ) : (
            <DryRun pair={answer.value} liveVersion={liveVersion} formats={formats} />
          )}
        </div>
      </BlockStack>
    </PolarisCard>
  );
}

function DryRun({ pair, liveVersion, formats }: { pair: DryRunPair; liveVersion: number | null; formats: Formats }) {
  const { draft, live } = pair;
  const nothing = nothingSentence(draft, formats);
  const share = shareSentence(pair.tried, formats);
  const unread = unreadSentence(pair.unread, formats);
  return (
    <BlockStack gap="300">
      <Text as="p" variant="headingSm">
        {dryRunWords(draft, formats)}
      </Text>
      {share !== undefined && <Text as="p">{share}</Text>}
      {unread !== undefined && <Text as="p">{unread}</Text>}
      {live && liveVersion !== null && (
        <table className="dry-run">
          <caption>
            <Text as="span" visuallyHidden>
              The draft beside the program in force
            </Text>
          </caption>
          <thead>
            <tr>
              <td />
              <th scope="col">{`Version ${formats.whole(liveVersion)}`}</th>
              <th scope="col">This draft</th>
              <th scope="col">Difference</th>
            </tr>
          </thead>
          <tbody>
            {comparedRows({ draft, live }, formats).map(({ label, cells }) => (
              <tr key={label}>
                <th scope="row">{label}</th>
                {cells.map((cell, at) => (
                  <td key={at}>{cell}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {nothing !== undefined && (
        <Text as="p" tone="subdued">
          {nothing}
        </Text>
      )}
      <Text as="p" tone="subdued">
        {formats.counted(draft.orders, "order", "orders")} placed in that time, as they stand now: refunded and cancelled ones give what is left.
      </Text>
    </BlockStack>
  );
}
