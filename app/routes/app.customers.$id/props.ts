import type { CustomerSummary } from "#app/contract/customers.ts";
import type { CustomerPoints } from "#app/queries/customer-points.server.ts";
import type { CustomerRewards } from "#app/queries/customer-rewards.server.ts";
import type { CustomerTier } from "#app/queries/customer-tier.server.ts";
import type { StandingExclusion } from "#app/queries/member-exclusion.server.ts";
import type { Timeline } from "#app/contract/timeline.ts";
import type { Formats } from "#app/ui/formats.ts";
import type { Dialog } from "./customer-dialog.tsx";
import type { HistoryFilter } from "./history-filter.ts";

export type CustomerProps = {
  summary: CustomerSummary;
  points: CustomerPoints;
  rewards: CustomerRewards;
  /** Null where there are no tiers. */
  tier: CustomerTier | null;
  /** Why this customer earns nothing now; null for everybody who earns. */
  exclusion: StandingExclusion | null;
  timeline: Timeline;
  filter: HistoryFilter;
  /** Whether the history shows a page after the newest one. */
  isOlder: boolean;
  formats: Formats;
  onDialog: (dialog: Dialog) => void;
  onFilter: (filter: HistoryFilter) => void;
  onOlder: (cursor: string) => void;
  onNewest: () => void;
};
