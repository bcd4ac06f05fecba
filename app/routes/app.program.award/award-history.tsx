import { Badge, BlockStack, Button, Card, InlineStack, Text } from "@shopify/polaris";
import type { AwardShown } from "#app/queries/awards.server.ts";
import type { Formats } from "#app/ui/formats.ts";
import "./award.css";

/** Who awarded which orders when, what stands of it, and who took it back. */
export function AwardHistory({ awards, formats, onUndo }: { awards: AwardShown[]; formats: Formats; onUndo: () => void }) {
  if (awards.length === 0) return null;
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          Awards
        </Text>
        <ul className="award__list">
          {awards.map((award) => (
            <li key={award.id}>
              <BlockStack gap="100">
                <InlineStack gap="200" blockAlign="center">
                  <Text as="h3" variant="headingSm">
                    Orders placed from {formats.day(award.from)} to {formats.day(award.until)}
                  </Text>
                  <Badge {...(!award.undoneAt && { tone: "success" as const })}>{award.undoneAt ? "Taken back" : "Stands"}</Badge>
                </InlineStack>
                {award.given && (
                  <Text as="p">
                    {formats.points(award.given.points)} to {formats.counted(award.given.customers, "customer", "customers")}, by the rules of version {formats.whole(award.version)}.
                  </Text>
                )}
                <Text as="p" tone="subdued">
                  Awarded {formats.dayTime(award.awardedAt)} by {award.awardedBy}.{award.undoneAt ? ` Taken back ${formats.dayTime(award.undoneAt)} by ${award.undoneBy ?? "nobody named"}.` : ""}
                </Text>
                {!award.undoneAt && (
                  <InlineStack>
                    <Button onClick={onUndo}>Take back</Button>
                  </InlineStack>
                )}
              </BlockStack>
            </li>
          ))}
        </ul>
      </BlockStack>
    </Card>
  );
}
