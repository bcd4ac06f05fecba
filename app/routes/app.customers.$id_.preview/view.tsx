import { Banner, BlockStack, Text } from "@shopify/polaris";
import { customerWhy } from "#app/domain/points/customer-why.ts";
import type { EntryKind } from "#app/domain/points/entry.ts";
import type { Why } from "#app/domain/points/why.ts";
import { AppPage } from "#app/ui/app-page.tsx";
import { entryLine } from "#app/ui/entry-line.ts";
import { whyFormatsOf } from "#app/ui/why-formats.ts";
import { PreviewRewards } from "./preview-rewards.tsx";
import { balanceWords } from "./preview-words.ts";
import { TierCard } from "./tier-road.tsx";
import "./preview.css";
import type { PreviewProps } from "./props.ts";

/** What does this customer see of the program? Nothing in it can be used: there is nothing to press. */
export function PreviewView(props: PreviewProps) {
  const { id, name, points, tier, formats } = props;
  return (
    <AppPage title="View as customer" subtitle={name} backAction={{ content: name, url: `/app/customers/${id}` }}>
      <BlockStack gap="400">
        <Banner>
          <Text as="p">A preview: what this customer reads about {formats.pointsName.other} and rewards. Nothing in it can be used from here.</Text>
        </Banner>
        <section className="preview" aria-label="Preview of the customer’s page">
          <Text as="h2" variant="headingLg">
            Rewards
          </Text>
          <Balance {...props} />
          {tier && <TierCard tier={tier} formats={formats} />}
          {points.hasProgram && <PreviewRewards {...props} />}
          <History {...props} />
        </section>
      </BlockStack>
    </AppPage>
  );
}

function Balance({ points, isLeftOut, formats }: PreviewProps) {
  const [balance, ...lines] = balanceWords(points, isLeftOut ? "left_out" : "takes_part", formats);
  return (
    <BlockStack gap="100">
      <Text as="p" variant="heading2xl">
        {balance}
      </Text>
      {lines.map((line) => (
        <Text as="p" key={line}>
          {line}
        </Text>
      ))}
    </BlockStack>
  );
}

function History({ entries, formats }: PreviewProps) {
  const moves = entries.filter((entry) => entry.kind === "points");
  return (
    <BlockStack gap="300">
      <Text as="h3" variant="headingMd">
        History
      </Text>
      {moves.length === 0 && <Text as="p">Nothing here yet. Your first order earns {formats.pointsName.other}.</Text>}
      <ul className="preview__list">
        {moves.map(({ id, at, entryKind, points, orderName, programVersion, why }) => {
          const kind = entryKind as EntryKind;
          return (
            <li key={id}>
              <Text as="p" fontWeight="semibold">
                {formats.day(at)} · {entryLine({ kind, points }, formats)}
              </Text>
              <Text as="p">{customerWhy({ kind, points, orderName, programVersion, why: why as Why }, whyFormatsOf(formats))}</Text>
            </li>
          );
        })}
      </ul>
    </BlockStack>
  );
}
