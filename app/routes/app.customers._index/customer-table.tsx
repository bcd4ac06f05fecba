import { Badge, Box, Button, IndexTable, InlineStack, Link, Text, Tooltip } from "@shopify/polaris";
import type { CustomerRow } from "#app/contract/customers.ts";
import { customerName } from "#app/ui/customer-name.ts";
import { type Formats, MISSING } from "#app/ui/formats.ts";
import { Brief, NarrowTable } from "#app/ui/narrow-table.tsx";
import { StageBadge } from "#app/ui/stage-badge.tsx";
import { STAGE_NAMES } from "#app/ui/stage-names.ts";
import "./customers.css";
import { type ListAddress, PAGE_SIZE, pageAfter, pageBefore } from "./list-address.ts";
import type { CustomersProps } from "./props.ts";

/** One page of customers. The name is the link; the rest of the row leads there too. */
export function CustomerTable({ address, list, points, found, formats, onAddress, onClear }: CustomersProps & { onClear: () => void }) {
  const { items, nextCursor } = list;
  const from = (address.page - 1) * PAGE_SIZE + 1;
  return (
    <NarrowTable hides={[2, 4, 5, 6]}>
      <IndexTable
        headings={[{ title: "Customer" }, { id: "orders-heading", title: <span className="customers__orders">Orders</span>, alignment: "end" }, { title: "Stage" }, { title: "Since" }, { title: "Last order" }, ...(points ? [{ id: "points-heading", title: formats.pointsTitle, alignment: "end" as const }] : [])]}
        itemCount={items.length}
        resourceName={{ singular: "customer", plural: "customers" }}
        selectable={false}
        emptyState={<NothingFound address={address} onClear={onClear} />}
        {...(items.length > 0 && {
          pagination: {
            label: `${formats.whole(from)}–${formats.whole(from + items.length - 1)} of ${formats.whole(Math.max(found, from + items.length - 1))}`,
            hasPrevious: address.page > 1,
            hasNext: nextCursor !== null,
            accessibilityLabel: "Pages of customers",
            onPrevious: () => onAddress(pageBefore(address), { replace: false }),
            onNext: () => nextCursor && onAddress(pageAfter(address, nextCursor), { replace: false }),
          },
        })}
      >
        {items.map((customer, index) => (
          <Row key={customer.id} customer={customer} position={index} points={points && (points[customer.id] ?? 0)} formats={formats} />
        ))}
      </IndexTable>
    </NarrowTable>
  );
}

function Row({ customer, position, points, formats }: { customer: CustomerRow; position: number; points: number | null; formats: Formats }) {
  const lastOrder = customer.lastOrderAt ? formats.day(customer.lastOrderAt) : MISSING;
  const orders = `${customer.isAbout ? "about " : ""}${formats.whole(customer.rank)}`;
  return (
    <IndexTable.Row id={customer.id} position={position}>
      <IndexTable.Cell className="customers__name">
        <InlineStack gap="200">
          <Link url={`/app/customers/${customer.id}`} dataPrimaryLink removeUnderline monochrome>
            <Text as="span" fontWeight="semibold">
              {customer.isRedacted ? `Customer ${customer.id}` : customerName(customer)}
            </Text>
          </Link>
          {customer.isRedacted && <Badge>Erased</Badge>}
        </InlineStack>
        <Brief>
          {orders} {customer.rank === 1 ? "order" : "orders"}, last {lastOrder}
          {points !== null && ` · ${formats.points(points)}`}
        </Brief>
      </IndexTable.Cell>
      <IndexTable.Cell>
        <Text as="span" alignment="end" numeric>
          <span className="customers__orders">{customer.isAbout ? <About orders={orders} /> : orders}</span>
        </Text>
      </IndexTable.Cell>
      <IndexTable.Cell>
        <StageBadge stage={customer.stage} />
      </IndexTable.Cell>
      <IndexTable.Cell>{customer.stageSince ? formats.day(customer.stageSince) : MISSING}</IndexTable.Cell>
      <IndexTable.Cell>{lastOrder}</IndexTable.Cell>
      {points !== null && (
        <IndexTable.Cell>
          <Text as="span" alignment="end" numeric>
            {formats.whole(points).replace("-", "−")}
          </Text>
        </IndexTable.Cell>
      )}
    </IndexTable.Row>
  );
}

function About({ orders }: { orders: string }) {
  return (
    <Tooltip content="Contains orders that Shopify counts and we have not seen" hasUnderline>
      <span>{orders}</span>
    </Tooltip>
  );
}

function NothingFound({ address: { query, stage }, onClear }: { address: ListAddress; onClear: () => void }) {
  const where = stage ? ` in ${STAGE_NAMES[stage]}` : "";
  return (
    <Box padding="400">
      <InlineStack gap="300" align="center" blockAlign="center">
        <Text as="p">{query ? `No customer matches ‘${query}’${where}.` : `No customers${where} yet.`}</Text>
        <Button onClick={onClear}>Clear filters</Button>
      </InlineStack>
    </Box>
  );
}
