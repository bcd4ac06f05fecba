import { z } from "zod";
import { minimumSpend, meetsMinimumSpend } from "./minimum-spend.ts";
import { period, isInPeriod } from "./period.ts";
import { salesChannel, isOnSalesChannel } from "./sales-channel.ts";

/** The order as it was placed: conditions are judged once, on this. */
export interface PlacedOrder {
  processedAt: Date;
  sourceName: string | null;
  eligibleMinor: number;
}

export const earnCondition = z.discriminatedUnion("kind", [minimumSpend, salesChannel, period]);

export type EarnCondition = z.output<typeof earnCondition>;

const JUDGES: { [Kind in EarnCondition["kind"]]: (condition: Extract<EarnCondition, { kind: Kind }>, order: PlacedOrder) => boolean } = {
  minimum_spend: meetsMinimumSpend,
  sales_channel: isOnSalesChannel,
  period: isInPeriod,
};

/** Whether an order meets every condition of a rule; a rule without conditions is met by all. */
export const meetsAll = (conditions: EarnCondition[], order: PlacedOrder): boolean =>
  conditions.every((condition) => (JUDGES[condition.kind] as (condition: EarnCondition, order: PlacedOrder) => boolean)(condition, order));
