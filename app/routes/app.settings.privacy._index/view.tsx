import { Badge, BlockStack, Box, Card, DescriptionList, IndexTable, Text } from "@shopify/polaris";
import type { ReactNode } from "react";
import type { PrivacyRequest } from "#app/queries/privacy-requests.server.ts";
import { AppPage } from "#app/ui/app-page.tsx";
import type { Formats } from "#app/ui/formats.ts";
import { NarrowTable } from "#app/ui/narrow-table.tsx";
import { DataRequestRow } from "./data-request-row.tsx";

type Props = { requests: PrivacyRequest[]; at: string; formats: Formats; isAnswering: boolean; onAnswered: (id: string) => void };

/** What was asked about people, what was erased, and how long anything is kept. */
export function PrivacyView({ requests, ...row }: Props) {
  const { formats } = row;
  const dataRequests = requests.filter(({ kind }) => kind === "data_request");
  const erasures = requests.filter(({ kind }) => kind === "redact");
  return (
    <AppPage title="Privacy" backAction={{ content: "Settings", url: "/app/settings" }}>
      <BlockStack gap="400">
        <TitledCard
          title="Data requests"
          words={dataRequests.length === 0 ? "No customer has asked what is stored about them." : "A customer asked what is stored about them. Download it and hand it on by the due day."}
        >
          {dataRequests.length > 0 && (
            <NarrowTable hides={[2, 3]}>
              <IndexTable
                headings={[{ title: "Customer" }, { title: "Received" }, { title: "Due" }, { title: "Action", hidden: true }]}
                itemCount={dataRequests.length}
                selectable={false}
                resourceName={{ singular: "data request", plural: "data requests" }}
              >
                {dataRequests.map((request, index) => (
                  <DataRequestRow key={request.id} request={request} position={index} {...row} />
                ))}
              </IndexTable>
            </NarrowTable>
          )}
        </TitledCard>
        <TitledCard
          title="Erasures"
          words={erasures.length === 0 ? "Nobody has been erased." : "Shopify passed on that a person is to be erased. This happens by itself; sums without the person stay."}
        >
          {erasures.length > 0 && (
            <IndexTable
              headings={[{ title: "Customer" }, { title: "Received" }, { title: "Erased" }]}
              itemCount={erasures.length}
              selectable={false}
              resourceName={{ singular: "erasure", plural: "erasures" }}
            >
              {erasures.map(({ id, customerId, receivedAt, completedAt }, index) => (
                <IndexTable.Row key={id} id={id} position={index}>
                  <IndexTable.Cell>{customerId}</IndexTable.Cell>
                  <IndexTable.Cell>{formats.day(receivedAt)}</IndexTable.Cell>
                  <IndexTable.Cell>{completedAt ? formats.day(completedAt) : <Badge tone="attention">In progress</Badge>}</IndexTable.Cell>
                </IndexTable.Row>
              ))}
            </IndexTable>
          )}
        </TitledCard>
        <Card>
          <BlockStack gap="200">
            <Text as="h2" variant="headingMd">
              How long anything is kept
            </Text>
            <DescriptionList gap="tight" items={RETENTION} />
          </BlockStack>
        </Card>
      </BlockStack>
    </AppPage>
  );
}

const RETENTION = [
  { term: "Customers and orders", description: "While Thrice is installed. About 48 hours after you uninstall, Shopify asks us to erase everything of your shop, and we do." },
  { term: "Deliveries from Shopify", description: "Their text goes as soon as it is read, the rest after seven days. A parked delivery stays until it is read, 90 days at most." },
  { term: "One person", description: "When Shopify passes on the request, name, e-mail, tags and what was written about the person are erased. Orders, points and sums stay under a number that names nobody." },
  { term: "API tokens", description: "Only a fingerprint is kept, never the token." },
];

function TitledCard({ title, words, children }: { title: string; words: string; children: ReactNode }) {
  return (
    <Card padding="0">
      <Box padding="400">
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd">
            {title}
          </Text>
          <Text as="p" tone="subdued">
            {words}
          </Text>
        </BlockStack>
      </Box>
      {children}
    </Card>
  );
}
