import type { TimelineEntry } from "#app/contract/timeline.ts";
import type { CustomerPoints } from "#app/queries/customer-points.server.ts";
import type { CustomerRewards } from "#app/queries/customer-rewards.server.ts";
import type { CustomerTier } from "#app/queries/customer-tier.server.ts";
import type { Formats } from "#app/ui/formats.ts";

export type PreviewProps = {
  id: string;
  name: string;
  /** The instant at which the page was read. */
  at: string;
  points: CustomerPoints;
  rewards: CustomerRewards;
  tier: CustomerTier | null;
  isLeftOut: boolean;
  entries: TimelineEntry[];
  formats: Formats;
};
