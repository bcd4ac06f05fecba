import { BlockStack, Box, Button, Card, IndexTable, Link, Text } from "@shopify/polaris";
import type { Gift, GiftsPage } from "#app/queries/gifts.server.ts";
import { AppPage } from "#app/ui/app-page.tsx";
import { customerName } from "#app/ui/customer-name.ts";
import { EmptyCard } from "#app/ui/empty-card.tsx";
import type { Formats } from "#app/ui/formats.ts";
import { Brief, NarrowTable } from "#app/ui/narrow-table.tsx";
import type { GiftForm } from "./gift-form.ts";
import "./gifts.css";

type Props = {
  page: GiftsPage;
  formats: Formats;
  /** The gift that is being noted. */
  busyId: string | undefined;
  onAct: (form: GiftForm) => void;
};

/** Which gifts do we still owe? */
export function GiftsView(props: Props) {
  const { open, openCount, given } = props.page;
  return (
    <AppPage
      title="Gifts"
      backAction={{ content: "Program", url: "/app/program/rules" }}
      {...(openCount > 0 && { subtitle: `${props.formats.counted(openCount, "gift", "gifts")} to be handed over` })}
    >
      <BlockStack gap="400">
        {open.length === 0 ? (
          <EmptyCard heading="No gift is waiting" words="When an order brings a gift that your staff hand over, it appears here. Gifts by code are given by themselves." />
        ) : (
          <OpenCard {...props} />
        )}
        {given.length > 0 && <GivenCard {...props} />}
      </BlockStack>
    </AppPage>
  );
}

function OpenCard({ page: { open, openCount }, formats, busyId, onAct }: Props) {
  return (
    <Card padding="0">
      <Box padding="400">
        <Text as="h2" variant="headingMd">
          To be handed over
        </Text>
      </Box>
      <NarrowTable hides={[2, 3, 4]}>
        <IndexTable
          headings={[{ title: "Gift" }, { title: "Customer" }, { title: "Order" }, { title: "Since" }, { title: "Done" }]}
          itemCount={open.length}
          selectable={false}
          resourceName={{ singular: "gift", plural: "gifts" }}
        >
          {open.map((gift, index) => (
            <IndexTable.Row key={gift.id} id={gift.id} position={index}>
              <GiftCells gift={gift} day={`since ${formats.day(gift.since)}`} formats={formats} />
              <IndexTable.Cell>
                <Button accessibilityLabel={`Handed over: ${gift.gift}, ${customerName(gift.customer)}`} loading={busyId === gift.id} disabled={busyId !== undefined} onClick={() => onAct({ intent: "given", id: gift.id })}>
                  Handed over
                </Button>
              </IndexTable.Cell>
            </IndexTable.Row>
          ))}
        </IndexTable>
      </NarrowTable>
      {openCount > open.length && (
        <Box padding="400">
          <Text as="p" tone="subdued">
            The oldest {formats.whole(open.length)} are shown; the next appear as these are handed over.
          </Text>
        </Box>
      )}
    </Card>
  );
}

function GiftCells({ gift: { gift, customer, orderId, orderName, since }, day, formats }: { gift: Gift; day: string; formats: Formats }) {
  const person = <Link url={`/app/customers/${customer.id}`}>{customerName(customer)}</Link>;
  const order = (
    <Link url={`shopify://admin/orders/${orderId}`} target="_top">
      {orderName ?? orderId}
    </Link>
  );
  return (
    <>
      <IndexTable.Cell className="gifts__text">
        {gift}
        <Brief>
          {person}
          <br />
          {order}, {day}
        </Brief>
      </IndexTable.Cell>
      <IndexTable.Cell className="gifts__text">{person}</IndexTable.Cell>
      <IndexTable.Cell>{order}</IndexTable.Cell>
      <IndexTable.Cell>{formats.day(since)}</IndexTable.Cell>
    </>
  );
}

function GivenCard({ page: { given }, formats, busyId, onAct }: Props) {
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          Handed over last
        </Text>
        <ul className="gifts__given">
          {given.map(({ id, gift, customer, orderName, orderId, givenAt, givenBy }) => (
            <li key={id}>
              <div>
                {gift}, <Link url={`/app/customers/${customer.id}`}>{customerName(customer)}</Link>, order {orderName ?? orderId}
                <Text as="p" tone="subdued">
                  {formats.dayTime(givenAt)}, {givenBy}
                </Text>
              </div>
              <Button accessibilityLabel={`Undo: ${gift}, ${customerName(customer)}`} loading={busyId === id} disabled={busyId !== undefined} onClick={() => onAct({ intent: "undo", id })}>
                Undo
              </Button>
            </li>
          ))}
        </ul>
      </BlockStack>
    </Card>
  );
}
