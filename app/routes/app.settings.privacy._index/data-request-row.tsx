import { Badge, BlockStack, Button, IndexTable, InlineStack, Text } from "@shopify/polaris";
import { useState } from "react";
import type { PrivacyRequest } from "#app/queries/privacy-requests.server.ts";
import { downloadFile } from "#app/ui/download.ts";
import type { Formats } from "#app/ui/formats.ts";
import { Brief } from "#app/ui/narrow-table.tsx";

type Props = { request: PrivacyRequest; position: number; at: string; formats: Formats; isAnswering: boolean; onAnswered: (id: string) => void };

/** One customer's question about their data: until when, and the file to hand on. */
export function DataRequestRow({ request, position, at, formats, isAnswering, onAnswered }: Props) {
  const { id, customerId, receivedAt, dueAt, completedAt } = request;
  const [state, setState] = useState<"idle" | "working" | "failed">("idle");
  const download = async () => {
    setState("working");
    try {
      await downloadFile(`/app/settings/privacy/${id}/document`, `customer-${customerId}.json`);
      setState("idle");
    } catch {
      setState("failed");
    }
  };
  const due = completedAt ? <Badge tone="success">{`Answered ${formats.day(completedAt)}`}</Badge> : Date.parse(dueAt) < Date.parse(at) ? <Badge tone="attention">{`Was due ${formats.day(dueAt)}`}</Badge> : formats.day(dueAt);
  return (
    <IndexTable.Row id={id} position={position}>
      <IndexTable.Cell>
        {customerId}
        <Brief>due {due}</Brief>
      </IndexTable.Cell>
      <IndexTable.Cell>{formats.day(receivedAt)}</IndexTable.Cell>
      <IndexTable.Cell>{due}</IndexTable.Cell>
      <IndexTable.Cell>
        <BlockStack gap="100" inlineAlign="start">
          <InlineStack gap="200">
            <Button loading={state === "working"} accessibilityLabel={`Download the data of customer ${customerId}`} onClick={() => void download()}>
              Download
            </Button>
            {!completedAt && (
              <Button variant="tertiary" disabled={isAnswering} accessibilityLabel={`Mark as answered: customer ${customerId}`} onClick={() => onAnswered(id)}>
                Mark as answered
              </Button>
            )}
          </InlineStack>
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
