import { BlockStack, Card, Link, Text } from "@shopify/polaris";
import { useEffect, useRef, useState } from "react";
import type { ParkedDeliveryDetail } from "#app/queries/parked-deliveries.server.ts";
import { AppPage } from "#app/ui/app-page.tsx";
import { downloadFile } from "#app/ui/download.ts";
import { Facts } from "#app/ui/facts.tsx";
import { type Formats, MISSING } from "#app/ui/formats.ts";
import { topicWords } from "#app/ui/topic-words.ts";
import { orderlessWords, reasonWords } from "../app.deliveries._index/parked-words.ts";
import "./delivery.css";

type Props = { delivery: ParkedDeliveryDetail; formats: Formats; isActing: boolean; onReplay: () => void; onReread: (orderId: string) => void };

const back = { content: "Parked deliveries", url: "/app/deliveries" };

/** Longer texts are cut in the page; the download has all of it. */
const SHOWN_CHARACTERS = 20_000;

/** Why could this delivery not be read, and what helps? */
export function DeliveryView({ delivery, formats, isActing, onReplay, onReread }: Props) {
  const { id, topic, receivedAt, tries, triedAt, orderId, bodyBytes, maskedBody } = delivery;
  const reason = reasonWords(delivery);
  const why = useFocusAfter(tries);
  const [hasFailed, setFailed] = useState(false);
  const download = async () => {
    setFailed(false);
    await downloadFile(`/app/deliveries/${id}/text`, `delivery-${id}.json`).catch(() => setFailed(true));
  };
  const replay = { content: "Replay", onAction: onReplay };
  return (
    <AppPage
      title={orderId ? `${topicWords(topic)}, ${orderId}` : topicWords(topic)}
      backAction={back}
      primaryAction={orderId ? { content: "Read again from Shopify", onAction: () => onReread(orderId), loading: isActing } : { ...replay, loading: isActing }}
      secondaryActions={[
        ...(orderId ? [{ ...replay, disabled: isActing }] : []),
        { content: "Download", onAction: () => void download() },
      ]}
    >
      <BlockStack gap="400">
        <Card>
          <BlockStack gap="200">
            <Text as="h2" variant="headingMd">
              Why it is parked
            </Text>
            <div ref={why} tabIndex={-1}>
              <Text as="p">{tries > 1 && triedAt ? `Tried again ${formats.dayTime(triedAt)}: ${lowered(reason)}` : reason}</Text>
            </div>
            <Text as="p">Nothing of it was counted.{orderId ? " Tonight’s check reads the order from Shopify; choose Read again from Shopify to do it now." : ` ${orderlessWords(topic)}`}</Text>
            <Text as="p" tone="subdued">
              Replay reads the same text once more. That helps after Thrice itself has learned to read it, and can’t bring what the text lacks.
            </Text>
            {hasFailed && (
              <Text as="p" tone="critical">
                The file could not be made. Try again in a minute.
              </Text>
            )}
            <Facts
              facts={[
                ["Received", formats.dayTime(receivedAt)],
                ["Topic", topic],
                ...(orderId || orderlessWords(topic).startsWith("It does not tell") ? [["Order", orderId ?? `${MISSING} (not to be told from the text)`] as [string, string]] : []),
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

/** The button could not be pressed while the delivery was tried again: whoever pressed it is led to what became of it. */
function useFocusAfter(tries: number) {
  const target = useRef<HTMLDivElement>(null);
  const before = useRef(tries);
  useEffect(() => {
    if (tries > before.current) target.current?.focus();
    before.current = tries;
  }, [tries]);
  return target;
}

const lowered = (sentence: string): string => sentence.charAt(0).toLowerCase() + sentence.slice(1);

/** A delivery that is being read again. */
export function RetriedDeliveryView() {
  return (
    <AppPage title="Delivery" backAction={back}>
      <Card>
        <Text as="p">This delivery is being read again. If it still can’t be read, it comes back here.</Text>
      </Card>
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
