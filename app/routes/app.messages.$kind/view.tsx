import { Badge, Banner, BlockStack, Button, Card, InlineStack, Layout, List, Text } from "@shopify/polaris";
import type { Language } from "#app/domain/messages/language.ts";
import type { MessageKind } from "#app/domain/messages/message.ts";
import type { ShopMessage } from "#app/queries/messages.server.ts";
import type { TestSent } from "#app/email/sample-mail.server.ts";
import { AppPage } from "#app/ui/app-page.tsx";
import type { Formats } from "#app/ui/formats.ts";
import { MESSAGE_NAMES, PURPOSE_NAMES, UNSENT_WORDS } from "#app/ui/message-words.ts";
import type { MessageSet } from "#app/usecases/set-message.server.ts";
import { PreviewCard } from "./preview-card.tsx";
import { TestCard } from "./test-card.tsx";

type Props = {
  kind: MessageKind;
  language: Language;
  preview: { subject: string; preheader: string; html: string; text: string };
  hasMailServer: boolean;
  countedDays: number;
  message: ShopMessage;
  formats: Formats;
  switched: MessageSet | undefined;
  tested: TestSent | undefined;
  isSwitching: boolean;
  isTesting: boolean;
  onSwitch: (isOn: boolean) => void;
  onTest: (to: string) => void;
  onLanguage: (language: string) => void;
};

/** What does this message say, does it go out, and what became of it? */
export function MessageView({ kind, language, preview, hasMailServer, countedDays, message, formats, ...acts }: Props) {
  const { name, when } = MESSAGE_NAMES[kind];
  const isOn = message.isOn && hasMailServer;
  return (
    <AppPage title={name} backAction={{ content: "Messages", url: "/app/messages" }}>
      <Layout>
        <Layout.Section>
          <PreviewCard language={language} preview={preview} onLanguage={acts.onLanguage} />
        </Layout.Section>
        <Layout.Section variant="oneThird">
          <BlockStack gap="400">
            <Card>
              <BlockStack gap="300">
                <InlineStack gap="200" blockAlign="center">
                  <Text as="h2" variant="headingMd">
                    Sending
                  </Text>
                  <Badge {...(isOn && { tone: "success" as const })}>{isOn ? "On" : "Off"}</Badge>
                </InlineStack>
                <Text as="p">{when}</Text>
                <Text as="p" tone="subdued">
                  {PURPOSE_NAMES[message.purpose].name}: {PURPOSE_NAMES[message.purpose].meaning}
                </Text>
                <Refusal switched={acts.switched} />
                <InlineStack>
                  <Button loading={acts.isSwitching} disabled={!hasMailServer} onClick={() => acts.onSwitch(!message.isOn)}>
                    {isOn ? "Switch off" : "Switch on"}
                  </Button>
                </InlineStack>
                {!hasMailServer && <Text as="p">It can be switched on when whoever runs Thrice has named a mail server.</Text>}
              </BlockStack>
            </Card>
            <TestCard tested={acts.tested} isTesting={acts.isTesting} hasMailServer={hasMailServer} onTest={acts.onTest} />
            <CountsCard message={message} countedDays={countedDays} formats={formats} />
          </BlockStack>
        </Layout.Section>
      </Layout>
    </AppPage>
  );
}

function Refusal({ switched }: Pick<Props, "switched">) {
  switch (switched?.outcome) {
    case "points_end":
      return <Banner tone="warning">This reminder stays on while the program, or its draft, gives points an end. Choose “Never” under Expiry and publish first.</Banner>;
    case "no_mail_server":
      return <Banner tone="warning">No mail server is set, so nothing can be sent.</Banner>;
    default:
      return null;
  }
}

function CountsCard({ message: { counts, purpose }, countedDays, formats }: Pick<Props, "message" | "countedDays" | "formats">) {
  const lines = [
    `${formats.whole(counts.sent)} sent`,
    `${formats.whole(counts.failed)} failed`,
    `${formats.whole(counts.skipped)} left out on purpose`,
    `${formats.whole(counts.waiting)} waiting`,
    ...(purpose === "marketing" ? [`${formats.whole(counts.unsubscribed)} unsubscribed by it`] : []),
  ];
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          Last {countedDays} days
        </Text>
        <List>
          {lines.map((line) => (
            <List.Item key={line}>{line}</List.Item>
          ))}
        </List>
        {counts.reasons.length > 0 && (
          <>
            <Text as="h3" variant="headingSm">
              Not sent, because
            </Text>
            <List>
              {counts.reasons.map(({ because, count }) => (
                <List.Item key={because}>
                  {UNSENT_WORDS[because]}: {formats.whole(count)}
                </List.Item>
              ))}
            </List>
          </>
        )}
        <Text as="p" tone="subdued">
          Sent means that the mail server took it. Whether it is opened is not measured.
        </Text>
      </BlockStack>
    </Card>
  );
}
