import { BlockStack, Button, Card as PolarisCard, ChoiceList, Layout, List, Text, TextField } from "@shopify/polaris";
import { useState } from "react";
import type { DearReward } from "#app/domain/program/dear-rewards.ts";
import type { ScopeNeed } from "#app/domain/redemption/reward-scopes.ts";
import { localDay } from "#app/domain/time.ts";
import type { ProgramOutlook } from "#app/queries/program.server.ts";
import { AppPage } from "#app/ui/app-page.tsx";
import type { Formats } from "#app/ui/formats.ts";
import type { Card } from "../app._index/card.ts";
import { dearRewardWords } from "../app.program.$tab/dear-reward-words.ts";
import { ScopeCard } from "../app.program.$tab/scope-card.tsx";
import type { ScopeGrant } from "../app.program.$tab/use-scope-grant.ts";
import { DryRunCard } from "./dry-run-card.tsx";
import type { DryRunPair } from "./dry-run-words.ts";
import type { PublishForm } from "./publish-form.ts";

/** Why nothing was published, and the field of the form that is wrong, where one is. */
export type PublishRefusal = { message: string; field?: "day" };

/** Where the day stands on the page. */
export const START_DAY_ID = "start-day";

export type ReviewProps = {
  formats: Formats;
  at: string;
  /** Versions that were published and have yet to start. */
  toCome: ProgramOutlook["toCome"];
  liveVersion: number | null;
  changes: string[];
  hasRules: boolean;
  /** What part of the amount spent comes back under the draft, in a sentence; null where that can't be worked out. */
  spendBack: string | null;
  /** Rewards for which a point buys more than the books count. */
  dear: DearReward[];
  /** Rewards that could not be given for want of access; nothing is published while there are any. */
  needs: ScopeNeed[];
  /** Access without which Shopify is told nothing of points. */
  summaryScopes: string[];
  grants: { rewards: ScopeGrant; summary: ScopeGrant };
  onRewards: () => void;
  dryRun: Card<DryRunPair> | undefined;
  onRetry: () => void;
  refusal: PublishRefusal | undefined;
  isPublishing: boolean;
  onPublish: (form: PublishForm) => void;
};

/** What would it have cost, what changes, and from when? */
export function ReviewView(props: ReviewProps) {
  const { formats, at, toCome, liveVersion, changes, hasRules, spendBack, dear, needs, summaryScopes, grants, dryRun, onRetry, refusal, isPublishing, onPublish } = props;
  const [isSkipped, setSkipped] = useState(false);
  const isReady = changes.length > 0 && needs.length === 0 && (dryRun?.outcome === "ready" || isSkipped);
  const today = localDay(new Date(at), formats.timeZone);
  const [form, setForm] = useState<PublishForm>({ start: "now", day: today });
  return (
    <AppPage
      title="Review"
      backAction={{ content: "Program", url: "/app/program/rules" }}
      primaryAction={{ content: "Publish program", onAction: () => onPublish(form), loading: isPublishing, disabled: !isReady }}
    >
      <Layout>
        <Layout.Section>
          <BlockStack gap="400">
            {needs.length > 0 && (
              <ScopeCard needs={needs} grant={grants.rewards} without="Without it the program can’t be published, because customers could not get what it promises. Allow it, or remove the reward.">
                <Button onClick={props.onRewards}>Go to rewards</Button>
              </ScopeCard>
            )}
            <DryRunCard at={at} answer={dryRun} liveVersion={liveVersion} formats={formats} onRetry={onRetry} isSkipped={isSkipped} onSkip={setSkipped} />
            <PolarisCard>
              <BlockStack gap="300">
                <Text as="h2" variant="headingMd">
                  {liveVersion === null ? "What begins" : `What changes against version ${formats.whole(liveVersion)}`}
                </Text>
                {changes.length === 0 ? (
                  <Text as="p">The draft says the same as the program in force. There is nothing to publish.</Text>
                ) : (
                  <List>
                    {changes.map((change) => (
                      <List.Item key={change}>{change}</List.Item>
                    ))}
                  </List>
                )}
                {spendBack !== null && <Text as="p">{spendBack}</Text>}
                {dear.map((reward) => (
                  <Text as="p" key={reward.rewardId}>
                    “{reward.name}”: {dearRewardWords(reward, formats)}
                  </Text>
                ))}
                {!hasRules && <Text as="p">Without an earning rule, orders earn nothing.</Text>}
              </BlockStack>
            </PolarisCard>
            {summaryScopes.length > 0 && (
              <ScopeCard
                needs={summaryScopes.map((scope) => ({ scope, rewards: [] }))}
                grant={grants.summary}
                without={`You can publish without it: orders earn all the same, and ${formats.pointsName.other} are shown in this app only.`}
              />
            )}
          </BlockStack>
        </Layout.Section>
        <Layout.Section variant="oneThird">
          <PolarisCard>
            <BlockStack gap="300">
              <Text as="h2" variant="headingMd">
                Start
              </Text>
              <ChoiceList
                title="Orders earn by it"
                choices={[
                  { value: "now", label: "From now on" },
                  {
                    value: "day",
                    label: "From a day on",
                    renderChildren: (isSelected) =>
                      isSelected && (
                        <TextField
                          id={START_DAY_ID}
                          label="Day"
                          labelHidden
                          type="date"
                          value={form.day}
                          onChange={(day) => setForm((current) => ({ ...current, day }))}
                          error={refusal?.field === "day" ? refusal.message : false}
                          autoComplete="off"
                        />
                      ),
                  },
                ]}
                selected={[form.start]}
                onChange={([start = "now"]) => setForm((current) => ({ ...current, start }))}
                error={refusal && refusal.field !== "day" ? refusal.message : ""}
              />
              {toCome.map(({ version, startsAt }) => (
                <Text as="p" key={version}>
                  Version {formats.whole(version)} still comes on {formats.dayTime(startsAt)}, unless this one starts at the same time. You can take it back under Versions.
                </Text>
              ))}
              <Text as="p" tone="subdued">
                {formats.pointsTitle} that customers have stay as they are, and orders placed before keep the rules that they were placed under.
              </Text>
            </BlockStack>
          </PolarisCard>
        </Layout.Section>
      </Layout>
    </AppPage>
  );
}
