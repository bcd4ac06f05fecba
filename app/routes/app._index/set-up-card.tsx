import { BlockStack, Box, Button, Card as PolarisCard, Collapsible, Icon, InlineStack, Link, Text } from "@shopify/polaris";
import { CheckCircleIcon, ChevronDownIcon, ChevronUpIcon, MinusCircleIcon } from "@shopify/polaris-icons";
import { type ReactNode, useState } from "react";
import type { SetUp } from "#app/queries/set-up.server.ts";
import { countingSentence } from "#app/ui/counting-sentence.ts";
import type { Formats } from "#app/ui/formats.ts";
import type { Card } from "./card.ts";
import type { Reading } from "./reading.ts";

type Step = { title: string; isDone: boolean; detail: string; action?: ReactNode };

type Props = { setUp: Card<SetUp>; reading: Reading | undefined; formats: Formats; onDismiss: () => void; isDismissed: boolean };

/** The steps of setting up with their real state. Put away it stays away, until something stops working: then one line says so. */
export function SetUpCard({ setUp, reading, formats, onDismiss, isDismissed }: Props) {
  const [isOpen, setOpen] = useState(true);
  if (setUp.outcome === "failed" || !reading) return null;
  if (isDismissed || setUp.value.dismissedAt) return reading.state === "failed" ? <StoppedLine reason={reading.reason} /> : null;

  const steps = [readStep(reading, formats), countingStep(setUp.value, formats)];
  const doneCount = steps.filter(({ isDone }) => isDone).length;
  return (
    <PolarisCard>
      <BlockStack gap="300">
        <InlineStack align="space-between" blockAlign="center" gap="200">
          <Text as="h2" variant="headingMd">
            Set up: {doneCount} of {steps.length} done
          </Text>
          <InlineStack gap="100">
            <Button
              variant="tertiary"
              icon={isOpen ? ChevronUpIcon : ChevronDownIcon}
              accessibilityLabel={isOpen ? "Fold the steps" : "Show the steps"}
              ariaExpanded={isOpen}
              ariaControls="set-up-steps"
              onClick={() => setOpen(!isOpen)}
            />
            <Button variant="tertiary" onClick={onDismiss}>
              Dismiss
            </Button>
          </InlineStack>
        </InlineStack>
        <Collapsible id="set-up-steps" open={isOpen} transition={false}>
          <Box as="ul" paddingInlineStart="0">
            <BlockStack gap="300">
              {steps.map((step) => (
                <StepLine key={step.title} {...step} />
              ))}
            </BlockStack>
          </Box>
        </Collapsible>
      </BlockStack>
    </PolarisCard>
  );
}

function StepLine({ title, isDone, detail, action }: Step) {
  return (
    <Box as="li">
      <InlineStack gap="200" blockAlign="start" wrap={false}>
        <Box>
          <Icon source={isDone ? CheckCircleIcon : MinusCircleIcon} tone={isDone ? "success" : "subdued"} accessibilityLabel={isDone ? "Done" : "Not done"} />
        </Box>
        <BlockStack gap="050">
          <Text as="span" fontWeight="semibold">
            {title}
          </Text>
          <Text as="span" tone="subdued">
            {detail} {action}
          </Text>
        </BlockStack>
      </InlineStack>
    </Box>
  );
}

function readStep(reading: Reading, formats: Formats): Step {
  const title = "Read your orders";
  switch (reading.state) {
    case "none":
      return { title, isDone: false, detail: "This begins by itself, a moment after the installation." };
    case "running":
      return { title, isDone: false, detail: reading.total === null ? "Reading now." : `${formats.whole(reading.done)} of ${formats.whole(reading.total)} read.` };
    case "failed":
      return { title, isDone: false, detail: stoppedSentence(reading.reason) };
    case "done":
      return { title, isDone: true, detail: `${formats.counted(reading.orders, "order", "orders")} read.` };
  }
}

function countingStep({ policy, isCountingChosen }: SetUp, formats: Formats): Step {
  const inForce = countingSentence(policy, formats);
  return {
    title: "Choose which orders count",
    isDone: isCountingChosen,
    detail: isCountingChosen ? inForce : `Until you choose: ${inForce.charAt(0).toLowerCase()}${inForce.slice(1)}`,
    action: <Link url="/app/settings/counting">{isCountingChosen ? "Change what counts" : "Choose what counts"}</Link>,
  };
}

function StoppedLine({ reason }: { reason: string | null }) {
  return (
    <PolarisCard>
      <Text as="p">{stoppedSentence(reason)}</Text>
    </PolarisCard>
  );
}

function stoppedSentence(reason: string | null): string {
  return `Reading your orders has stopped${reason ? `: ${reason}` : ""}. It starts again by itself within a day; what was read is kept.`;
}
