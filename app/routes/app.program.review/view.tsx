import { BlockStack, Card as PolarisCard, ChoiceList, Layout, List, Text, TextField } from "@shopify/polaris";
import { useState } from "react";
import { localDay } from "#app/domain/time.ts";
import { AppPage } from "#app/ui/app-page.tsx";
import type { Formats } from "#app/ui/formats.ts";
import type { Card } from "../app._index/card.ts";
import { DryRunCard } from "./dry-run-card.tsx";
import type { DryRunPair } from "./dry-run-words.ts";
import type { PublishForm } from "./publish-form.ts";

export type ReviewProps = {
  formats: Formats;
  at: string;
  liveVersion: number | null;
  changes: string[];
  hasRules: boolean;
  dryRun: Card<DryRunPair> | undefined;
  onRetry: () => void;
  refusal: string | undefined;
  isPublishing: boolean;
  onPublish: (form: PublishForm) => void;
};

/** What would it have cost, what changes, and from when? */
export function ReviewView({ formats, at, liveVersion, changes, hasRules, dryRun, onRetry, refusal, isPublishing, onPublish }: ReviewProps) {
  const today = localDay(new Date(at), formats.timeZone);
  const [form, setForm] = useState<PublishForm>({ start: "now", day: today });
  return (
    <AppPage
      title="Review"
      backAction={{ content: "Program", url: "/app/program/rules" }}
      primaryAction={{ content: "Publish program", onAction: () => onPublish(form), loading: isPublishing, disabled: changes.length === 0 }}
    >
      <Layout>
        <Layout.Section>
          <BlockStack gap="400">
            <DryRunCard answer={dryRun} formats={formats} onRetry={onRetry} />
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
                {!hasRules && <Text as="p">Without an earning rule, orders earn nothing.</Text>}
              </BlockStack>
            </PolarisCard>
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
                      isSelected && <TextField label="Day" labelHidden type="date" value={form.day} onChange={(day) => setForm((current) => ({ ...current, day }))} autoComplete="off" />,
                  },
                ]}
                selected={[form.start]}
                onChange={([start = "now"]) => setForm((current) => ({ ...current, start }))}
                error={refusal ?? ""}
              />
              <Text as="p" tone="subdued">
                Points that customers have stay as they are, and orders placed before keep the rules that they were placed under.
              </Text>
            </BlockStack>
          </PolarisCard>
        </Layout.Section>
      </Layout>
    </AppPage>
  );
}
