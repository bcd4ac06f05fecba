import { BlockStack, Button, Card as PolarisCard, FormLayout, InlineStack, Layout, Text, TextField } from "@shopify/polaris";
import { useState } from "react";
import { localDay } from "#app/domain/time.ts";
import type { AwardShown } from "#app/queries/awards.server.ts";
import { AppPage } from "#app/ui/app-page.tsx";
import type { Formats } from "#app/ui/formats.ts";
import { AwardHistory } from "./award-history.tsx";
import { type AwardTrial, TrialCard } from "./trial-card.tsx";
import { UndoAwardModal } from "./undo-award-modal.tsx";

export type AwardProps = {
  formats: Formats;
  live: { version: number; isPaused: boolean } | null;
  /** When the first version began; null before one did. */
  startedAt: string | null;
  awards: AwardShown[];
  unsettled: number;
  firstOrderAt: string | null;
  dryRun: AwardTrial | undefined;
  isTrying: boolean;
  onTry: (day: string) => void;
  refusal: string | undefined;
  /** What was done last. */
  done: "awarded" | "undone" | "refused" | "no_award" | undefined;
  isActing: boolean;
  onAward: (day: string) => void;
  onUndo: () => void;
};

/** Points for orders from before the program: what would they cost, who gave them, and can they be taken back? */
export function AwardView(props: AwardProps) {
  const { formats, live, startedAt, awards, dryRun } = props;
  const [day, setDay] = useState(props.firstOrderAt ? localDay(new Date(props.firstOrderAt), formats.timeZone) : "");
  const [isUndoing, setUndoing] = useState(false);
  const standing = awards.find(({ undoneAt }) => undoneAt === null);
  const trial = dryRun?.day === day ? dryRun : undefined;
  return (
    <AppPage title="Award past orders" backAction={{ content: "Program", url: "/app/program/rules" }}>
      <Layout>
        <Layout.Section>
          <BlockStack gap="400">
            <PolarisCard>
              <BlockStack gap="300">
                <Text as="h2" variant="headingMd">
                  Orders from before the program
                </Text>
                {!live || !startedAt ? (
                  <Text as="p">No program is in force. Publish one first: past orders are awarded by its rules.</Text>
                ) : standing ? (
                  <Text as="p">Past orders are awarded. Another award can be made once this one is taken back.</Text>
                ) : !props.firstOrderAt || props.firstOrderAt >= startedAt ? (
                  <Text as="p">The program began on {formats.dayTime(startedAt)}, and no order is known from before. There is nothing to award.</Text>
                ) : (
                  <>
                    <Text as="p">
                      Orders placed before {formats.dayTime(startedAt)} count for stages and tiers and earned nothing. They can earn now, by the rules of version {formats.whole(live.version)}. Nobody gets a message or a gift for it.
                    </Text>
                    <FormLayout>
                      <TextField label="Orders placed from" type="date" value={day} onChange={setDay} autoComplete="off" helpText="The beginning of that day, in your shop’s time zone." />
                    </FormLayout>
                    <InlineStack gap="200">
                      <Button onClick={() => props.onTry(day)} loading={props.isTrying}>
                        See what it would give
                      </Button>
                    </InlineStack>
                  </>
                )}
                <div role="status">
                  {props.done === "awarded" && props.unsettled > 0 && <Text as="p">{formats.pointsTitle} are being given: {formats.counted(props.unsettled, "customer is", "customers are")} still to be looked at.</Text>}
                  {props.done === "undone" && props.unsettled > 0 && <Text as="p">{formats.pointsTitle} are being taken back: {formats.counted(props.unsettled, "customer is", "customers are")} still to be looked at.</Text>}
                </div>
              </BlockStack>
            </PolarisCard>
            {live && !standing && (trial || props.refusal !== undefined) && <TrialCard trial={trial} refusal={props.refusal} formats={formats} isActing={props.isActing} onAward={() => props.onAward(day)} />}
            <AwardHistory awards={awards} formats={formats} onUndo={() => setUndoing(true)} />
          </BlockStack>
        </Layout.Section>
      </Layout>
      {isUndoing && standing && (
        <UndoAwardModal
          formats={formats}
          isActing={props.isActing}
          onUndo={() => {
            props.onUndo();
            setUndoing(false);
          }}
          onClose={() => setUndoing(false)}
        />
      )}
    </AppPage>
  );
}
