import { Button, InlineStack, Text } from "@shopify/polaris";
import type { ProgramReach } from "#app/queries/program-reach.server.ts";
import type { Formats } from "#app/ui/formats.ts";
import type { Card } from "../app._index/card.ts";
import { reachNote } from "./reach-words.ts";

type Props = { list: "tiers" | "rewards"; reach: Card<ProgramReach> | undefined; formats: Formats; onRetry: () => void };

/** Of what and since when the numbers beside tiers and rewards are, or that they can't be counted now. */
export function ReachFooter({ list, reach, formats, onRetry }: Props) {
  if (reach?.outcome !== "failed") {
    return (
      <div className="program__footer">
        <Text as="p" tone="subdued">
          {reach ? reachNote(reach.value, { formats, list }) : ""}
        </Text>
      </div>
    );
  }
  return (
    <InlineStack gap="200" blockAlign="center">
      <Text as="p">Members can’t be counted right now.</Text>
      <Button variant="plain" onClick={onRetry}>
        Count again
      </Button>
    </InlineStack>
  );
}
