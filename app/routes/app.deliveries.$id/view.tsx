import { BlockStack, Card, Link, Text } from "@shopify/polaris";
import { useState } from "react";
import type { ParkedDeliveryDetail } from "#app/queries/parked-deliveries.server.ts";
import { AppPage } from "#app/ui/app-page.tsx";
import { downloadFile } from "#app/ui/download.ts";
import { Facts } from "#app/ui/facts.tsx";
import { type Formats, MISSING } from "#app/ui/formats.ts";
import "./delivery.css";

type Props = { delivery: ParkedDeliveryDetail; formats: Formats; isActing: boolean; onReplay: () => void; onReread: (orderId: string) => void };

const back = { content: "Parked deliveries", url: "/app/deliveries" };

/** Longer texts are cut in the page; the download has all of it. */
const SHOWN_CHARACTERS = 20_000;

/** Why could this delivery not be read, and what helps? */
export function DeliveryView({ delivery, formats, isActing, onReplay, onReread }: Props) {
  const { id, topic, reason, receivedAt, tries, orderId, bodyBytes, maskedBody } = delivery;
  const [hasFailed, setFailed] = useState(false);
  const download = async () => {
    setFailed(false);
    await downloadFile(`/app/deliveries/${id}/text`, `delivery-${id}.json`).catch(() => setFailed(true));
  };
  return (
    <AppPage
      title={topic}
      backAction={back}
      primaryAction={{ content: "Replay", onAction: onReplay, loading: isActing }}
      secondaryActions={[
        ...(orderId ? [{ content: "Read again from Shopify", onAction: () => onReread(orderId), disabled: isActing }] : []),
        { content: "Download", onAction: () => void download() },
      ]}
    >
      <BlockStack gap="400">
        <Card>
          <BlockStack gap="200">
            <Text as="h2" variant="headingMd">
              Why it is parked
            </Text>
            <Text as="p">{reason}</Text>
            <Text as="p" tone="subdued">
              Nothing of it was counted. Replay reads the same text once more; Read again asks Shopify for the order as it is now.
            </Text>
            {hasFailed && (
              <Text as="p" tone="critical">
                The file could not be made. Try again in a minute.
              </Text>
            )}
            <Facts
              facts={[
                ["Received", formats.dayTime(receivedAt)],
                ["Order", orderId ?? `${MISSING} (not to be told from the text)`],
                ["Tries", formats.whole(tries)],
                ["Size", `${formats.whole(bodyBytes)} bytes`],
              ]}
            />
          </BlockStack>
        </Card>
        <Card>
          <BlockStack gap="200">
            <Text as="h2" variant="headingMd">
              Text of the delivery
            </Text>
            <Text as="p" tone="subdued">
              Personal data is masked here; the download has the text as it came.
              {maskedBody.length > SHOWN_CHARACTERS && ` The first ${formats.whole(SHOWN_CHARACTERS)} characters are shown.`}
            </Text>
            <pre className="delivery__text" tabIndex={0} aria-label="Text of the delivery">
              {maskedBody.slice(0, SHOWN_CHARACTERS)}
            </pre>
          </BlockStack>
        </Card>
      </BlockStack>
    </AppPage>
  );
}

/** A delivery that is no longer parked, or never was in this shop. */
export function ReadDeliveryView() {
  return (
    <AppPage title="Delivery" backAction={back}>
      <Card>
        <BlockStack gap="200">
          <Text as="p">This delivery is no longer parked: it has been read, or does not belong to your shop.</Text>
          <Text as="p">
            <Link url="/app/deliveries">See parked deliveries</Link>
          </Text>
        </BlockStack>
      </Card>
    </AppPage>
  );
}
