import { Banner, BlockStack, Text } from "@shopify/polaris";
import { AppPage } from "#app/ui/app-page.tsx";
import { signedPoints } from "#app/ui/entry-line.ts";
import { PreviewCodes, PreviewRewards } from "./preview-rewards.tsx";
import { PreviewTier } from "./preview-tier.tsx";
import { PAGE_WORDS } from "./preview-words.ts";
import "./preview.css";
import type { PreviewedMember, PreviewProps } from "./props.ts";

/** What does this customer see of the program? Nothing in it can be used: there is nothing to press. */
export function PreviewView({ id, name, waitingPoints, answer, formats }: PreviewProps) {
  return (
    <AppPage title="View as customer" subtitle={name} backAction={{ content: name, url: `/app/customers/${id}` }}>
      <BlockStack gap="400">
        <Banner>
          <BlockStack gap="100">
            <Text as="p">A preview: the page of rewards in this customer’s account, in English. Nothing in it can be used from here.</Text>
            {waitingPoints > 0 && (
              <Text as="p">
                {formats.points(waitingPoints)} {waitingPoints === 1 ? "waits" : "wait"} for the first sign-in. This is what the customer reads from then on.
              </Text>
            )}
          </BlockStack>
        </Banner>
        <section className="preview" aria-label="Preview of the customer’s page">
          <Text as="h2" variant="headingLg">
            {PAGE_WORDS.pageHeading}
          </Text>
          <Answer answer={answer} formats={formats} />
        </section>
      </BlockStack>
    </AppPage>
  );
}

function Answer({ answer, formats }: Pick<PreviewProps, "answer" | "formats">) {
  switch (answer.state) {
    case "signed_out":
      return <Text as="p">{PAGE_WORDS.signedOut}</Text>;
    case "off":
      return <Text as="p">{PAGE_WORDS.off}</Text>;
    case "new_member":
      return <Text as="p">{answer.sentence}</Text>;
    case "member":
      return (
        <>
          <Balance {...answer} />
          {answer.tier && <PreviewTier {...answer.tier} />}
          <PreviewRewards {...answer} />
          <PreviewCodes {...answer} />
          {answer.history.length > 0 && <History lines={answer.history} formats={formats} />}
        </>
      );
  }
}

function Balance({ balance: { available, pending, expiry }, isPaused, nextOrder }: PreviewedMember) {
  return (
    <BlockStack gap="100">
      <Text as="p" variant="heading2xl">
        {available}
      </Text>
      {[pending, expiry, isPaused ? PAGE_WORDS.paused : null, nextOrder].flatMap((line) =>
        line === null ? [] : (
          <Text as="p" key={line}>
            {line}
          </Text>
        ),
      )}
    </BlockStack>
  );
}

function History({ lines, formats }: { lines: PreviewedMember["history"]; formats: PreviewProps["formats"] }) {
  return (
    <BlockStack gap="300">
      <Text as="h3" variant="headingMd">
        {PAGE_WORDS.history}
      </Text>
      <ul className="preview__list">
        {lines.map(({ id, points, day, why }) => (
          <li key={id}>
            <Text as="p" fontWeight="semibold">
              {signedPoints(points, formats)} · {day}
            </Text>
            <Text as="p">{why}</Text>
          </li>
        ))}
      </ul>
    </BlockStack>
  );
}
