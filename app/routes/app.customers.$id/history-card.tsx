import { BlockStack, Button, ButtonGroup, Card, Collapsible, InlineStack, Text } from "@shopify/polaris";
import { useId, useState } from "react";
import type { TimelineEntry } from "#app/contract/timeline.ts";
import type { Formats } from "#app/ui/formats.ts";
import { entryWords } from "./entry-words.ts";
import { HISTORY_FILTERS } from "./history-filter.ts";
import "./history.css";
import type { CustomerProps } from "./props.ts";

/** What happened, newest first, with the reason of each entry one click away. */
export function HistoryCard({ timeline, filter, isOlder, formats, onFilter, onOlder, onNewest }: CustomerProps) {
  const { items, nextCursor } = timeline;
  return (
    <Card>
      <BlockStack gap="400">
        <InlineStack align="space-between" blockAlign="center" gap="200">
          <Text as="h2" variant="headingMd">
            History
          </Text>
          <ButtonGroup variant="segmented">
            {HISTORY_FILTERS.map(({ value, label }) => (
              <Button key={value} pressed={filter === value} onClick={() => onFilter(value)}>
                {value === "points" ? formats.pointsTitle : label}
              </Button>
            ))}
          </ButtonGroup>
        </InlineStack>
        {items.length === 0 ? (
          <Text as="p">Nothing has happened yet.</Text>
        ) : (
          <div className="history">
            <ul className="history__entries">
              {items.map((entry) => (
                <Entry key={entry.id} entry={entry} formats={formats} />
              ))}
            </ul>
          </div>
        )}
        {(isOlder || nextCursor) && (
          <InlineStack gap="200">
            {isOlder && <Button onClick={onNewest}>Newest</Button>}
            {nextCursor && <Button onClick={() => onOlder(nextCursor)}>Older</Button>}
          </InlineStack>
        )}
      </BlockStack>
    </Card>
  );
}

function Entry({ entry, formats }: { entry: TimelineEntry; formats: Formats }) {
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  const { line, why } = entryWords(entry, formats);
  return (
    <li className="history__entry">
      <time className="history__at" dateTime={entry.at}>
        {formats.dayTime(entry.at)}
      </time>
      <BlockStack gap="100">
        <InlineStack gap="300" blockAlign="center">
          <Text as="span">{line}</Text>
          {why && (
            <Button variant="plain" disclosure={isOpen ? "up" : "down"} ariaExpanded={isOpen} ariaControls={id} accessibilityLabel={`Why: ${line}`} onClick={() => setOpen(!isOpen)}>
              Why
            </Button>
          )}
        </InlineStack>
        {why && (
          <Collapsible id={id} open={isOpen} transition={false}>
            <Text as="p" tone="subdued">
              {why}
            </Text>
          </Collapsible>
        )}
      </BlockStack>
    </li>
  );
}
