import { Box, Button, Card, IndexTable, InlineStack, Link, Text, useIndexResourceState } from "@shopify/polaris";
import { PARKED_DAYS } from "#app/domain/retention.ts";
import type { ParkedDelivery } from "#app/queries/parked-deliveries.server.ts";
import { AppPage } from "#app/ui/app-page.tsx";
import { EmptyCard } from "#app/ui/empty-card.tsx";
import { type Formats, MISSING } from "#app/ui/formats.ts";
import { Brief, NarrowTable } from "#app/ui/narrow-table.tsx";
import { topicWords } from "#app/ui/topic-words.ts";
import { helpWords, reasonWords } from "./parked-words.ts";
import "./deliveries.css";

export type DeliveriesProps = {
  items: ParkedDelivery[];
  total: number;
  /** How many are being read again now. */
  retried: number;
  nextCursor: string | null;
  /** Whether this is a page after the newest one. */
  isOlder: boolean;
  formats: Formats;
  isActing: boolean;
  onReplay: (ids: string[]) => void;
  onReread: (orderIds: string[]) => void;
  onOlder: (cursor: string) => void;
  onNewest: () => void;
};

/** What could not be read? */
export function DeliveriesView(props: DeliveriesProps) {
  const { items, total, retried, nextCursor, isOlder, formats, onOlder, onNewest } = props;
  return (
    <AppPage title="Parked deliveries" backAction={{ content: "Settings", url: "/app/settings" }} {...(total > 0 && { subtitle: `${formats.counted(total, "delivery", "deliveries")} could not be read` })}>
      {retried > 0 && (
        <Box paddingBlockEnd="400" paddingInline={{ xs: "400", sm: "0" }}>
          <Text as="p">{formats.counted(retried, "delivery is", "deliveries are")} being read again. What still can’t be read comes back to this page.</Text>
        </Box>
      )}
      {total === 0 && retried === 0 && <EmptyCard heading="Nothing is parked" words="Every delivery was read." />}
      {total > 0 && (
        <Card padding="0">
          <Box padding="400">
            <Text as="p">{helpWords(items.filter(({ orderId }) => orderId !== null).length, items.length, formats)}</Text>
          </Box>
          <DeliveryTable {...props} key={items.map(({ id }) => id).join()} />
          <Box padding="400">
            <Text as="p" tone="subdued">
              What could not be read is kept for {formats.whole(PARKED_DAYS)} days and then erased. It may name customers.
            </Text>
          </Box>
          {(isOlder || nextCursor) && (
            <Box padding="400">
              <InlineStack gap="200">
                {isOlder && <Button onClick={onNewest}>Newest</Button>}
                {nextCursor && <Button onClick={() => onOlder(nextCursor)}>Older</Button>}
              </InlineStack>
            </Box>
          )}
        </Card>
      )}
    </AppPage>
  );
}

function DeliveryTable({ items, formats, isActing, onReplay, onReread }: DeliveriesProps) {
  const { selectedResources, allResourcesSelected, handleSelectionChange } = useIndexResourceState(items);
  const chosen = items.filter(({ id }) => selectedResources.includes(id));
  const orderIds = [...new Set(chosen.flatMap(({ orderId }) => (orderId ? [orderId] : [])))];
  return (
    // The first column holds the boxes to tick.
    <NarrowTable hides={[3, 4, 5, 6]}>
      <IndexTable
        headings={[{ title: "Received" }, { title: "What happened" }, { title: "Order" }, { title: "Reason" }, { title: "Tries", alignment: "end" }]}
        itemCount={items.length}
        resourceName={{ singular: "delivery", plural: "deliveries" }}
        selectedItemsCount={allResourcesSelected ? "All" : selectedResources.length}
        onSelectionChange={handleSelectionChange}
        promotedBulkActions={[
          { content: "Read again from Shopify", disabled: isActing || orderIds.length === 0, onAction: () => onReread(orderIds) },
          { content: "Replay", disabled: isActing, onAction: () => onReplay(chosen.map(({ id }) => id)) },
        ]}
      >
        {items.map(({ id, receivedAt, topic, orderId, reason, bodyBytes, tries }, index) => (
          <IndexTable.Row key={id} id={id} position={index} selected={selectedResources.includes(id)}>
            <IndexTable.Cell>
              <Link url={`/app/deliveries/${id}`} dataPrimaryLink>
                {formats.dayTime(receivedAt)}
              </Link>
              <Brief>{orderId ? `${topicWords(topic)}, ${orderId}` : topicWords(topic)}</Brief>
              <Brief>{reasonWords({ reason, bodyBytes })}</Brief>
            </IndexTable.Cell>
            <IndexTable.Cell>{topicWords(topic)}</IndexTable.Cell>
            <IndexTable.Cell>{orderId ?? MISSING}</IndexTable.Cell>
            <IndexTable.Cell className="deliveries__reason">{reasonWords({ reason, bodyBytes })}</IndexTable.Cell>
            <IndexTable.Cell>
              <Text as="span" alignment="end" numeric>
                {formats.whole(tries)}
              </Text>
            </IndexTable.Cell>
          </IndexTable.Row>
        ))}
      </IndexTable>
    </NarrowTable>
  );
}
