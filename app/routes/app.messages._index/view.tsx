import { Badge, Banner, BlockStack, Box, Card, IndexTable, Link, Text } from "@shopify/polaris";
import type { ShopMessages } from "#app/queries/messages.server.ts";
import { AppPage } from "#app/ui/app-page.tsx";
import type { Formats } from "#app/ui/formats.ts";
import { MESSAGE_NAMES, PURPOSE_NAMES } from "#app/ui/message-words.ts";
import { Brief, NarrowTable } from "#app/ui/narrow-table.tsx";
import { SettingsCard, type SettingsCardProps } from "./settings-card.tsx";

type Props = ShopMessages & Omit<SettingsCardProps, "settings"> & { shopName: string; formats: Formats };

/** Which mails does Thrice send to customers, and what became of them? */
export function MessagesView({ hasMailServer, from, messages, blocked, countedDays, shopName, formats, ...form }: Props) {
  return (
    <AppPage title="Messages" backAction={{ content: "Settings", url: "/app/settings" }}>
      <BlockStack gap="400">
        {!hasMailServer && (
          <Banner tone="warning" title="No mail goes out">
            <Text as="p">Whoever runs Thrice has to name a mail server first (SMTP_URL and MAIL_FROM). Until then points can’t be given an end, and no waiting points lapse.</Text>
          </Banner>
        )}
        {blocked && (
          <Banner tone="warning" title={`Mail has not gone out since ${formats.dayTime(blocked.since)}`}>
            <Text as="p">
              The mail server can’t be reached. {formats.counted(blocked.waiting, "message is", "messages are")} kept and will be sent once each.
            </Text>
          </Banner>
        )}
        <Card padding="0">
          <NarrowTable hides={[2, 3, 4, 5, 6]}>
            <IndexTable
              headings={[{ title: "Message" }, { title: "Kind" }, { title: "Sent" }, { title: "Failed" }, { title: "Left out" }, { title: "Unsubscribed" }]}
              itemCount={messages.length}
              selectable={false}
              resourceName={{ singular: "message", plural: "messages" }}
            >
              {messages.map(({ kind, purpose, isOn, counts }, index) => (
                <IndexTable.Row key={kind} id={kind} position={index}>
                  <IndexTable.Cell>
                    <Link url={`/app/messages/${kind}`} dataPrimaryLink>
                      {MESSAGE_NAMES[kind].name}
                    </Link>{" "}
                    <Badge {...(isOn && hasMailServer && { tone: "success" as const })}>{isOn && hasMailServer ? "On" : "Off"}</Badge>
                    <Brief>
                      {formats.whole(counts.sent)} sent, {formats.whole(counts.failed)} failed, {formats.whole(counts.skipped)} left out{purpose === "marketing" && `, ${formats.whole(counts.unsubscribed)} unsubscribed`}
                    </Brief>
                  </IndexTable.Cell>
                  <IndexTable.Cell>{PURPOSE_NAMES[purpose].name}</IndexTable.Cell>
                  <IndexTable.Cell>{formats.whole(counts.sent)}</IndexTable.Cell>
                  <IndexTable.Cell>{formats.whole(counts.failed)}</IndexTable.Cell>
                  <IndexTable.Cell>{formats.whole(counts.skipped)}</IndexTable.Cell>
                  <IndexTable.Cell>{purpose === "marketing" ? formats.whole(counts.unsubscribed) : "–"}</IndexTable.Cell>
                </IndexTable.Row>
              ))}
            </IndexTable>
          </NarrowTable>
        </Card>
        <Box paddingInline={{ xs: "400", sm: "0" }}>
          <Text as="p" tone="subdued">
            Of the last {countedDays} days. {from ? `Mail comes from “${shopName}” at ${from}; answers go to your shop’s contact address. ` : ""}Whether a mail is opened is not measured. Left out are customers who did not agree to marketing, have an account meanwhile, or whom the message no longer concerns.
          </Text>
        </Box>
        <SettingsCard {...form} />
      </BlockStack>
    </AppPage>
  );
}
