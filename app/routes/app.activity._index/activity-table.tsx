import { Box, Button, IndexTable, InlineStack, Link, Text } from "@shopify/polaris";
import { whySentence } from "#app/domain/points/why-sentence.ts";
import type { ActivityPage } from "#app/queries/shop-activity.server.ts";
import { customerName } from "#app/ui/customer-name.ts";
import { entryLine } from "#app/ui/entry-line.ts";
import type { Formats } from "#app/ui/formats.ts";
import { Brief, NarrowTable } from "#app/ui/narrow-table.tsx";
import { whyFormatsOf } from "#app/ui/why-formats.ts";
import "./activity.css";

type Props = { page: ActivityPage; formats: Formats; isOlder: boolean; onCursor: (cursor: string | null) => void };

/** One page of the ledger, newest first: when, whose, how much, and why. */
export function ActivityTable({ page: { items, nextCursor }, formats, isOlder, onCursor }: Props) {
  return (
    <>
      <NarrowTable hides={[2, 3, 4]}>
        <IndexTable
          headings={[{ title: "When" }, { title: "Customer" }, { title: formats.pointsTitle }, { title: "Why" }]}
          itemCount={items.length}
          resourceName={{ singular: "entry", plural: "entries" }}
          selectable={false}
          emptyState={
            <Box padding="400">
              <Text as="p" alignment="center">
                No entry matches this filter.
              </Text>
            </Box>
          }
        >
          {items.map((entry, index) => {
            const line = entryLine(entry, formats);
            const why = whySentence(entry, whyFormatsOf(formats));
            const customer = (
              <Link url={`/app/customers/${entry.customer.id}`} removeUnderline>
                {customerName(entry.customer)}
              </Link>
            );
            return (
              <IndexTable.Row id={entry.id} key={entry.id} position={index}>
                <IndexTable.Cell className="activity__when">
                  {formats.dayTime(entry.occurredAt)}
                  <Brief>
                    {customer}
                    <br />
                    {line}
                    <br />
                    {why}
                  </Brief>
                </IndexTable.Cell>
                <IndexTable.Cell className="activity__text activity__customer">{customer}</IndexTable.Cell>
                <IndexTable.Cell className="activity__text activity__points">{line}</IndexTable.Cell>
                <IndexTable.Cell className="activity__text">{why}</IndexTable.Cell>
              </IndexTable.Row>
            );
          })}
        </IndexTable>
      </NarrowTable>
      {(isOlder || nextCursor) && (
        <Box padding="400">
          <InlineStack gap="200">
            {isOlder && <Button onClick={() => onCursor(null)}>Newest</Button>}
            {nextCursor && <Button onClick={() => onCursor(nextCursor)}>Older</Button>}
          </InlineStack>
        </Box>
      )}
    </>
  );
}
