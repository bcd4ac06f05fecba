import { Banner, BlockStack, InlineGrid, Text } from "@shopify/polaris";
import type { ShopFigures } from "#app/contract/figures.ts";
import type { Sync } from "#app/contract/sync.ts";
import type { SetUp } from "#app/queries/set-up.server.ts";
import type { UnclearRewards } from "#app/queries/unclear-redemptions.server.ts";
import { AppPage } from "#app/ui/app-page.tsx";
import type { Formats } from "#app/ui/formats.ts";
import type { Card } from "./card.ts";
import type { Period } from "./period.ts";
import { readingOf } from "./reading.ts";
import { RoadCard } from "./road-card.tsx";
import { SetUpCard } from "./set-up-card.tsx";
import { SyncCard } from "./sync-card.tsx";
import { WaitingRewards } from "./waiting-rewards.tsx";
import { WeekCard } from "./week-card.tsx";

export type HomeProps = {
  /** `value` null: the history is still being read. */
  figures: Card<ShopFigures | null>;
  sync: Card<Sync>;
  setUp: Card<SetUp>;
  /** Rewards of which only the merchant can find out whether they were given. */
  waiting: Card<UnclearRewards>;
  reopenNeeded: boolean;
  /** The instant at which the page was read. */
  at: string;
  formats: Formats;
  period: Period;
  onPeriod: (period: Period) => void;
  isTable: boolean;
  onTable: (isTable: boolean) => void;
  onDismiss: () => void;
  isDismissed: boolean;
  onReadAgain: () => void;
  isReadingAgain: boolean;
  onKeepCounting: () => void;
  isKeepingCounting: boolean;
  onRetry: () => void;
  isRetrying: boolean;
};

/** Do first orders become third orders? The road first, then this week, then whether the figures can be trusted. */
export function HomeView(props: HomeProps) {
  const { figures, sync, setUp, reopenNeeded, at, formats, onRetry, isRetrying } = props;
  const retry = { onRetry, isRetrying };
  const reading = sync.outcome === "ready" ? readingOf(sync.value) : undefined;
  const asOf = figures.outcome === "ready" && figures.value ? figures.value.asOf : at;
  return (
    <AppPage title="Home" subtitle={`As of ${formats.dayOfYear(asOf)}, ${formats.time(asOf)} (${formats.timeZone})`}>
      <BlockStack gap="400">
        {reopenNeeded && (
          <Banner tone="warning" title="Thrice has to be opened again">
            <Text as="p">
              Shopify no longer accepts our key to your shop, so orders that need to be looked up are waiting. Close Thrice and open it again from Apps; nothing is lost.
            </Text>
          </Banner>
        )}
        <WaitingRewards waiting={props.waiting} formats={formats} />
        <SetUpCard
          setUp={setUp}
          reading={reading}
          formats={formats}
          onDismiss={props.onDismiss}
          isDismissed={props.isDismissed}
          onReadAgain={props.onReadAgain}
          isReadingAgain={props.isReadingAgain}
          onKeepCounting={props.onKeepCounting}
          isKeepingCounting={props.isKeepingCounting}
        />
        <RoadCard
          figures={figures}
          setUp={setUp}
          reading={reading}
          formats={formats}
          period={props.period}
          onPeriod={props.onPeriod}
          isTable={props.isTable}
          onTable={props.onTable}
          retry={retry}
        />
        <InlineGrid columns={{ xs: 1, md: 2 }} gap="400">
          <WeekCard figures={figures} formats={formats} retry={retry} />
          <SyncCard sync={sync} at={at} formats={formats} retry={retry} />
        </InlineGrid>
      </BlockStack>
    </AppPage>
  );
}

