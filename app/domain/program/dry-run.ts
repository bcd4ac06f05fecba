import { eligibleAmountMinor, refundedEligibleMinor, unpaidEligibleMinor } from "../orders/eligible-amount.ts";
import { targetOf } from "../points/order-target.ts";
import type { PointsOrder } from "../points/points-order.ts";
import type { Standing } from "../points/standing.ts";
import type { NothingReason } from "../points/why.ts";
import type { ProgramVersion } from "./program.ts";

/** How many of the customers who ordered in a time were tried: all of them, or as many as time allowed, picked across all. */
export interface TriedShare {
  customers: number;
  of: number;
}

/** Products and customers that rules ask about and Shopify has not been asked for: such rules are tried as not met. */
export interface UnreadFacts {
  products: number;
  customers: number;
}

/** Why an order would earn nothing: as in the ledger, or because no rule applies to it or its share is below one point. */
export type DryRunReason = NothingReason | "no_rule_met" | "below_one_point";

/**
 * What a program would have given for orders of a time. Money in minor units; `valueMinor` is what the points would be
 * worth, rounded half up; `valueShare` is that of the eligible amount of the counted orders in the program's currency after
 * refunds, null where that is 0.
 */
export interface DryRun {
  orders: number;
  customers: number;
  points: number;
  valueMinor: number;
  eligibleMinor: number;
  valueShare: number | null;
  earnsNothing: Partial<Record<DryRunReason, number>>;
}

export const emptyDryRun = (): DryRun => ({ orders: 0, customers: 0, points: 0, valueMinor: 0, eligibleMinor: 0, valueShare: null, earnsNothing: {} });

export interface TriedOrder {
  customerId: string;
  order: PointsOrder;
  /** As of its settlement, once it has settled; until then as of now. */
  rank: number | null;
  standing: Standing;
}

// An order that counted when it settled, and is none any more.
const TAKEN_BACK = new Set<DryRunReason>(["cancelled", "fully_refunded", "deleted"]);

/** Adds the orders of some members to a dry run; the members must not have been added before. */
export function addToDryRun(run: DryRun, tried: TriedOrder[], { versionOf, now }: { versionOf: (order: PointsOrder) => ProgramVersion | undefined; now: Date }): DryRun {
  const earnsNothing = { ...run.earnsNothing };
  const earners = new Set<string>();
  let { points, valueMinor, eligibleMinor } = run;
  for (const { customerId, order, rank, standing } of tried) {
    const version = versionOf(order);
    const target = targetOf(order, version, { at: now, rank, standing });
    const reason = target.why.kind === "earns_nothing" ? target.why.reason : null;
    if (version && rank !== null && order.currency === version.currency && !(reason && TAKEN_BACK.has(reason))) eligibleMinor += openEligibleMinor(order, version, now);
    points += target.points;
    valueMinor += target.points * (version?.program.valuePerPointMinor ?? 0);
    if (target.points > 0) earners.add(customerId);
    else {
      const because = target.why.kind === "earns_nothing" ? target.why.reason : target.why.parts.length === 0 ? "no_rule_met" : "below_one_point";
      earnsNothing[because] = (earnsNothing[because] ?? 0) + 1;
    }
  }
  return { orders: run.orders + tried.length, customers: run.customers + earners.size, points, valueMinor, eligibleMinor, valueShare: null, earnsNothing };
}

/** Rounds the value and says what share of the eligible amount it is. */
export const finishDryRun = (run: DryRun): DryRun => ({
  ...run,
  valueMinor: Math.round(run.valueMinor),
  valueShare: run.eligibleMinor > 0 ? run.valueMinor / run.eligibleMinor : null,
});

const openEligibleMinor = (order: PointsOrder, { program: { amountBasis } }: ProgramVersion, now: Date): number =>
  eligibleAmountMinor(order, amountBasis) - refundedEligibleMinor(order, now, amountBasis) - unpaidEligibleMinor(order, now, amountBasis);
