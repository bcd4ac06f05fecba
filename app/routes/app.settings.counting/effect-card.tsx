import { BlockStack, Button, Card as PolarisCard, Text } from "@shopify/polaris";
import type { Formats } from "#app/ui/formats.ts";
import type { Card } from "../app._index/card.ts";
import { type Effect, effectSentence } from "./effect-words.ts";

type Props = { isDirty: boolean; isValid: boolean; isPending: boolean; effect: Card<Effect> | undefined; formats: Formats; onSeeThem: () => void };

/** One sentence on what saving would do, kept up to date while the form is edited. The live region is there before it speaks. */
export function EffectCard(props: Props) {
  return (
    <div role="status">
      {props.isDirty && (
        <PolarisCard>
          <BlockStack gap="100">
            <Text as="h2" variant="headingSm">
              What saving changes
            </Text>
            <Text as="p">
              {sentence(props)}
              {hasChanges(props) && (
                <>
                  {" "}
                  <Button variant="plain" onClick={props.onSeeThem}>
                    See them
                  </Button>
                </>
              )}
            </Text>
          </BlockStack>
        </PolarisCard>
      )}
    </div>
  );
}

const hasChanges = ({ isValid, isPending, effect }: Props): boolean => !isPending && isValid && effect?.outcome === "ready" && effect.value.customersChanged > 0;

function sentence({ isValid, isPending, effect, formats }: Props): string {
  if (isPending) return "Working out what would change…";
  if (!isValid) return "The effect appears when every field is right.";
  if (!effect || effect.outcome === "failed") return "The effect can’t be worked out right now. You can save all the same.";
  return effectSentence(effect.value, formats);
}
