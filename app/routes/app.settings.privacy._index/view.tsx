import { Badge, BlockStack, Box, Button, Card, DescriptionList, IndexTable, Text } from "@shopify/polaris";
import { type ReactNode, useState } from "react";
import type { PrivacyRequest } from "#app/queries/privacy-requests.server.ts";
import { AppPage } from "#app/ui/app-page.tsx";
import { downloadFile } from "#app/ui/download.ts";
import type { Formats } from "#app/ui/formats.ts";
import { NarrowTable } from "#app/ui/narrow-table.tsx";

type Props = { requests: PrivacyRequest[]; at: string; formats: Formats };

/** What was asked about people, what was erased, and how long anything is kept. */
export function PrivacyView({ requests, at, formats }: Props) {
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
            <NarrowTable hides={[2]}>
              <IndexTable
                headings={[{ title: "Customer" }, { title: "Received" }, { title: "Due" }, { title: "Action", hidden: true }]}
                itemCount={dataRequests.length}
                selectable={false}
                resourceName={{ singular: "data request", plural: "data requests" }}
              >
                {dataRequests.map((request, index) => (
                  <DataRequestRow key={request.id} request={request} position={index} at={at} formats={formats} />
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
  { term: "Customers and orders", description: "While Thrice is installed. When Shopify asks for it, 48 hours after you uninstall, everything of your shop is erased." },
  { term: "Deliveries from Shopify", description: "Their text goes as soon as it is read. A parked delivery keeps its text until it is read or your shop is erased." },
  { term: "One person", description: "Erased when Shopify passes on the request: name, e-mail and the link to orders. Numbers without a person stay." },
  { term: "API tokens", description: "Only a fingerprint is kept, never the token." },
];

function DataRequestRow({ request, position, at, formats }: { request: PrivacyRequest; position: number; at: string; formats: Formats }) {
  const [state, setState] = useState<"idle" | "working" | "failed">("idle");
  const download = async () => {
    setState("working");
    try {
      await downloadFile(`/app/settings/privacy/${request.id}/document`, `customer-${request.customerId}.json`);
      setState("idle");
    } catch {
      setState("failed");
    }
  };
  const isLate = !request.completedAt && Date.parse(request.dueAt) < Date.parse(at);
  return (
    <IndexTable.Row id={request.id} position={position}>
      <IndexTable.Cell>{request.customerId}</IndexTable.Cell>
      <IndexTable.Cell>{formats.day(request.receivedAt)}</IndexTable.Cell>
      <IndexTable.Cell>
        {formats.day(request.dueAt)} {isLate && <Badge tone="attention">Past due</Badge>}
      </IndexTable.Cell>
      <IndexTable.Cell>
        <BlockStack gap="100" inlineAlign="start">
          <Button loading={state === "working"} accessibilityLabel={`Download the data of customer ${request.customerId}`} onClick={() => void download()}>
            Download
          </Button>
          {state === "failed" && (
            <Text as="span" tone="critical">
              The file could not be made. Try again in a minute.
            </Text>
          )}
        </BlockStack>
      </IndexTable.Cell>
    </IndexTable.Row>
  );
}

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
