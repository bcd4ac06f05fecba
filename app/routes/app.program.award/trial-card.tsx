import { BlockStack, Button, Card as PolarisCard, InlineStack, Text } from "@shopify/polaris";
import type { DryRun, TriedShare, UnreadFacts } from "#app/domain/program/dry-run.ts";
import type { Formats } from "#app/ui/formats.ts";
import { dryRunWords, nothingSentence, shareSentence, unreadSentence } from "../app.program.review/dry-run-words.ts";
import { awardRefusal } from "./award-words.ts";

/** The answer of a dry run of an award, for the day that was asked about. */
export type AwardTrial = { day: string } & (
  | { outcome: "failed" }
  | {
      outcome: "ready";
      value: { outcome: "previewed"; from: string; until: string; dryRun: DryRun; tried: TriedShare; unread: UnreadFacts } | { outcome: "no_day" | "no_program" | "paused" | "already_awarded" } | { outcome: "nothing_before"; programStartedAt: string };
    }
);

type Props = { trial: AwardTrial | undefined; refusal: string | undefined; formats: Formats; isActing: boolean; onAward: () => void };

/** What an award would give; only then can it be made. */
export function TrialCard({ trial, refusal, formats, isActing, onAward }: Props) {
  return (
    <PolarisCard>
      <div role="status">
        <BlockStack gap="300">
          <Text as="h2" variant="headingMd">
            What it would give
          </Text>
          {refusal !== undefined && (
            <Text as="p" tone="critical">
              {refusal}
            </Text>
          )}
          {trial?.outcome === "failed" && <Text as="p">That can’t be worked out right now, so nothing can be awarded. Nothing was changed. Try again in a moment, or choose a later day.</Text>}
          {trial?.outcome === "ready" && (trial.value.outcome === "previewed" ? <Found {...trial.value} formats={formats} isActing={isActing} onAward={onAward} /> : <Text as="p">{awardRefusal(trial.value, formats)}</Text>)}
        </BlockStack>
      </div>
    </PolarisCard>
  );
}

function Found({ from, until, dryRun, tried, unread, formats, isActing, onAward }: { from: string; until: string; dryRun: DryRun; tried: TriedShare; unread: UnreadFacts } & Pick<Props, "formats" | "isActing" | "onAward">) {
  const share = shareSentence(tried, formats);
  const unknown = unreadSentence(unread, formats);
  const isExact = share === undefined && unknown === undefined;
  return (
    <BlockStack gap="300">
      <Text as="p" variant="headingSm">
        {dryRunWords(dryRun, formats)}
      </Text>
      {share !== undefined && <Text as="p">{share}</Text>}
      {unknown !== undefined && <Text as="p">{unknown}</Text>}
      {nothingSentence(dryRun, formats) !== undefined && (
        <Text as="p" tone="subdued">
          {nothingSentence(dryRun, formats)}
        </Text>
      )}
      <Text as="p" tone="subdued">
        {formats.counted(dryRun.orders, "order", "orders")} placed from {formats.dayTime(from)} to {formats.dayTime(until)}. Where the return window is over, the {formats.pointsName.other} can be spent at once; for customers without an account they wait. It can be taken back.
      </Text>
      <InlineStack>
        <Button variant="primary" disabled={dryRun.points === 0 && isExact} loading={isActing} onClick={onAward}>
          {isExact ? `Award ${formats.points(dryRun.points)}` : `Award ${formats.pointsName.other} to all`}
        </Button>
      </InlineStack>
    </BlockStack>
  );
}
