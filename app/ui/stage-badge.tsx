import { Badge, type BadgeProps } from "@shopify/polaris";
import { StarFilledIcon } from "@shopify/polaris-icons";
import type { Stage } from "#app/domain/scoring/stage.ts";
import { STAGE_NAMES } from "./stage-names.ts";

const BADGES = {
  prospect: {},
  first: { tone: "info" },
  second: { tone: "attention" },
  loyal: { tone: "success" },
  champion: { tone: "success", icon: StarFilledIcon },
} as const satisfies Record<Stage, BadgeProps>;

/** A stage as a badge; the word always stands, colour alone says nothing. */
export function StageBadge({ stage }: { stage: Stage }) {
  return <Badge {...BADGES[stage]}>{STAGE_NAMES[stage]}</Badge>;
}
