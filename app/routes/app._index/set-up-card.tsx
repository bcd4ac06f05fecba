import { BlockStack, Box, Button, Card as PolarisCard, Collapsible, Icon, InlineStack, Link, Text } from "@shopify/polaris";
import { CheckCircleIcon, ChevronDownIcon, ChevronUpIcon, MinusCircleIcon } from "@shopify/polaris-icons";
import { type ReactNode, useState } from "react";
import type { SetUp } from "#app/queries/set-up.server.ts";
import { countingSentence } from "#app/ui/counting-sentence.ts";
import type { Formats } from "#app/ui/formats.ts";
import type { Card } from "./card.ts";
import type { Reading } from "./reading.ts";
import { missingBlocksSentence, themeStepWords } from "./theme-step-words.ts";
import { useThemeBlocks } from "./use-theme-blocks.ts";
import "./set-up-card.css";

type Step = { title: string; isDone: boolean; detail: string; action?: ReactNode };

type Props = {
  setUp: Card<SetUp>;
  reading: Reading | undefined;
  formats: Formats;
  onDismiss: () => void;
  isDismissed: boolean;
  onReadAgain: () => void;
  isReadingAgain: boolean;
  onKeepCounting: () => void;
  isKeepingCounting: boolean;
};

/** The steps of setting up with their real state. Put away it stays away, until something stops working: then one line says so. */
export function SetUpCard({ setUp, reading, formats, onDismiss, isDismissed, onReadAgain, isReadingAgain, onKeepCounting, isKeepingCounting }: Props) {
  const [isOpen, setOpen] = useState(true);
  const known = setUp.outcome === "ready" ? setUp.value : undefined;
  // Once the steps are put away, blocks are missed only where there is something for them to show.
  const theme = useThemeBlocks(known?.mayReadTheme === true && (known.dismissedAt === null || known.isProgramPublished));
  if (setUp.outcome === "failed" || !reading) return null;
  const readAgain = (
    <Button variant="plain" onClick={onReadAgain} loading={isReadingAgain}>
      Read again
    </Button>
  );
  const seeBlocks = <Link url="/app/program/storefront">See the blocks</Link>;
  const keep = (
    <Button variant="plain" onClick={onKeepCounting} loading={isKeepingCounting}>
      Keep these
    </Button>
  );
  if (isDismissed || setUp.value.dismissedAt) {
    if (reading.state === "failed") return <StoppedLine words={stoppedSentence(reading.reason)} action={readAgain} />;
    const missing = setUp.value.isProgramPublished ? missingBlocksSentence(theme) : null;
    return missing === null ? null : <StoppedLine words={missing} action={seeBlocks} />;
  }

  const read = readStep(reading, formats);
  const steps: Step[] = [
    reading.state === "failed" ? { ...read, action: readAgain } : read,
    countingStep(setUp.value, formats, keep),
    programStep(setUp.value, formats),
    ...(setUp.value.mayReadTheme ? [{ title: "Show it in your shop", ...themeStepWords(theme), action: seeBlocks }] : []),
  ];
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
          <ul className="set-up__steps">
            {steps.map((step) => (
              <StepLine key={step.title} {...step} />
            ))}
          </ul>
        </Collapsible>
      </BlockStack>
    </PolarisCard>
  );
}

function StepLine({ title, isDone, detail, action }: Step) {
  return (
    <li>
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
    </li>
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
      return { title, isDone: true, detail: `${formats.counted(reading.orders, "order", "orders")} read from your history. Newer ones come in by themselves.` };
  }
}

function countingStep({ policy, isCountingChosen }: SetUp, formats: Formats, keep: ReactNode): Step {
  const inForce = countingSentence(policy, formats);
  return {
    title: "Choose which orders count",
    isDone: isCountingChosen,
    detail: isCountingChosen ? inForce : `Until you choose: ${inForce.charAt(0).toLowerCase()}${inForce.slice(1)}`,
    action: isCountingChosen ? (
      <Link url="/app/settings/counting">Change what counts</Link>
    ) : (
      <>
        {keep} or <Link url="/app/settings/counting">choose what counts</Link>
      </>
    ),
  };
}

function programStep({ isProgramPublished }: SetUp, { pointsName }: Formats): Step {
  return {
    title: "Publish a program",
    isDone: isProgramPublished,
    detail: isProgramPublished ? `Orders earn ${pointsName.other}.` : "Orders earn nothing until you do.",
    action: <Link url="/app/program/rules">{isProgramPublished ? "See the program" : "Set it up"}</Link>,
  };
}

function StoppedLine({ words, action }: { words: string; action: ReactNode }) {
  return (
    <PolarisCard>
      <Text as="p">
        {words} {action}
      </Text>
    </PolarisCard>
  );
}

function stoppedSentence(reason: string | null): string {
  const why = reason ? ` ${reason}${/[.!?]$/.test(reason) ? "" : "."}` : "";
  return `Reading your orders has stopped.${why} What was read is kept.`;
}
