import { calculateEarnedPoints } from "../earning/calculate-earned-points.ts";
import { refundedEligibleMinor, unpaidEligibleMinor } from "../orders/eligible-amount.ts";
import type { Program, ProgramVersion } from "../program/program.ts";
import type { PointsOrder } from "./points-order.ts";
import { PLAIN_STANDING, placedOrderOf, type Standing } from "./standing.ts";
import type { NothingReason, OrderWhy } from "./why.ts";

export interface Target {
  points: number;
  /** The explanation, but for what was booked before. */
  why: Omit<Extract<OrderWhy, { kind: "earned" }>, "before"> | Omit<Extract<OrderWhy, { kind: "earns_nothing" }>, "before">;
}

/**
 * What an order should have earned as of an instant, by the program that was in force when it was placed.
 *
 * `rank` is its number among the customer's counted orders (null: it does not count): the live one until it settles, the
 * award rank from then on. `isAnothers`: of whoever had it before it changed hands. `standing` is the member as of its placement. Only refunds and payments up to the instant are looked at.
 */
export function targetOf(
  order: PointsOrder,
  version: ProgramVersion | undefined,
  { at, rank, isAnothers = false, standing = PLAIN_STANDING }: { at: Date; rank: number | null; isAnothers?: boolean; standing?: Standing },
): Target {
  const reason = isAnothers ? "another_customer" : nothingReason(order, version, { at, rank, standing });
  if (reason !== null || !version || rank === null) return { points: 0, why: { kind: "earns_nothing", reason: reason ?? "not_counted" } };
  const { program } = version;
  const refundedMinor = refundedEligibleMinor(order, at, program.amountBasis);
  const unpaidMinor = unpaidEligibleMinor(order, at, program.amountBasis);
  const tier = tierPerk(program, standing.member.tierId);
  const { points, multiplier, openEligibleMinor, parts } = calculateEarnedPoints(
    program.earnRules,
    { byRank: program.nthOrderMultipliers, tier: tier?.multiplier ?? 1 },
    Object.assign(placedOrderOf(order, { program, standing }), { lostEligibleMinor: refundedMinor + unpaidMinor, rank }),
  );
  return { points, why: { kind: "earned", rank, multiplier, openEligibleMinor, refundedMinor, currency: order.currency, parts, points, ...(unpaidMinor > 0 && { unpaidMinor }), ...(tier && { tier }) } };
}

/** The tier whose multiplier scales the sum; undefined where none does. */
function tierPerk({ tiers }: Program, tierId: string | null): { id: string; name: string; multiplier: number } | undefined {
  const tier = tiers.find(({ id }) => id === tierId);
  return tier && tier.perks.multiplier !== 1 ? { id: tier.id, name: tier.name, multiplier: tier.perks.multiplier } : undefined;
}

function nothingReason(
  order: PointsOrder,
  version: ProgramVersion | undefined,
  { at, rank, standing }: { at: Date; rank: number | null; standing: Standing },
): NothingReason | null {
  if (!version) return "no_program";
  if (version.isPaused) return "paused";
  if (version.award?.undoneAt && version.award.undoneAt <= at) return "award_undone";
  if (order.currency !== version.currency) return "other_currency";
  if (order.cancelledAt && order.cancelledAt <= at) return "cancelled";
  if (order.fullyRefundedAt && order.fullyRefundedAt <= at) return "fully_refunded";
  if (order.deletedAt && order.deletedAt <= at) return "deleted";
  if (rank === null) return "not_counted";
  return standing.exclusion;
}
