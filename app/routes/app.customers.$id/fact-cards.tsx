import { BlockStack, Card, Text } from "@shopify/polaris";
import type { CustomerSummary } from "#app/contract/customers.ts";
import { Facts } from "#app/ui/facts.tsx";
import { type Formats, MISSING } from "#app/ui/formats.ts";

type Props = { summary: CustomerSummary; formats: Formats };

/** How often, how much and how far apart this customer orders. */
export function OrdersCard({ summary, formats }: Props) {
  const { rank, isAbout, openingCount, firstOrderAt, lastOrderAt, spentMinor, currency } = summary;
  const gapDays = averageGapDays(summary);
  return (
    <Card>
      <BlockStack gap="200">
        <Text as="h2" variant="headingMd">
          Orders
        </Text>
        <Facts
          facts={[
            ["Counted orders", `${isAbout ? "about " : ""}${formats.whole(rank)}`],
            ["First order", firstOrderAt ? formats.day(firstOrderAt) : MISSING],
            ["Last order", lastOrderAt ? formats.day(lastOrderAt) : MISSING],
            ["Average gap", gapDays === null ? `${MISSING} (from two orders on)` : formats.days(gapDays)],
            ["Spent", formats.money(spentMinor, currency)],
          ]}
        />
        {isAbout && (
          <Text as="p" tone="subdued">
            {formats.counted(openingCount, "order was", "orders were")} placed before we could see the shop’s orders. Shopify counts {openingCount === 1 ? "it" : "them"}; dates and sums leave {openingCount === 1 ? "it" : "them"} out.
          </Text>
        )}
      </BlockStack>
    </Card>
  );
}

/** What Shopify says about the person. */
export function CustomerCard({ summary, formats }: Props) {
  const { email, createdAt, accountState, mergedIds, redactedAt } = summary;
  return (
    <Card>
      <BlockStack gap="200">
        <Text as="h2" variant="headingMd">
          Customer
        </Text>
        <Facts
          facts={[
            ["E-mail", email ?? (redactedAt ? `${MISSING} (erased)` : `${MISSING} (not given)`)],
            ["Customer since", createdAt ? formats.day(createdAt) : MISSING],
            ["Account", accountState?.toLowerCase() === "enabled" ? "Has signed in" : "No account"],
            ...(mergedIds.length > 0 ? [["Merged from", mergedIds.join(", ")] as const] : []),
          ]}
        />
      </BlockStack>
    </Card>
  );
}

const DAY_MS = 86_400_000;

/** Days between the first and the last order that we see, shared out over the gaps; null below two orders. */
function averageGapDays({ firstOrderAt, lastOrderAt, countedOrders }: CustomerSummary): number | null {
  if (!firstOrderAt || !lastOrderAt || countedOrders < 2) return null;
  return (Date.parse(lastOrderAt) - Date.parse(firstOrderAt)) / DAY_MS / (countedOrders - 1);
}
