import type { OrderId } from "../ids.ts";
import type { CountingPolicy } from "./counting-policy.ts";
import type { StageReason } from "./stage-reason.ts";
import type { Stage } from "./stage.ts";

/** Who holds a threshold rank and since when; undefined when the rank lies inside the opening count. */
export interface RankHolder {
  orderId: OrderId;
  processedAt: Date;
}

/** What the facts say about one customer. `countedOrders` are the orders that we see; `openingCount` lie before them. */
export interface MemberScore {
  openingCount: number;
  countedOrders: number;
  holders: Partial<Record<Exclude<Stage, "prospect">, RankHolder | undefined>>;
}

export interface StageDecision {
  stage: Stage;
  stageSince: Date | null;
  stageOrderId: OrderId | null;
  stageReason: StageReason;
}

/**
 * The stage of a customer by counted orders, since when and because of which order.
 *
 * The order count is `openingCount + countedOrders`. Since is the `processedAt` of the order that holds the stage's
 * first rank today; a rank inside the opening count has neither date nor order.
 *
 * @see docs/formulas.md#stage
 */
export function stageOf(score: MemberScore, { loyalAt, championAt }: Pick<CountingPolicy, "loyalAt" | "championAt">): StageDecision {
  const orderCount = score.openingCount + score.countedOrders;
  const stage = stageOfCount(orderCount, { loyalAt, championAt });
  if (stage === "prospect") {
    return { stage, stageSince: null, stageOrderId: null, stageReason: { kind: "no_counted_order" } };
  }
  const rank = { first: 1, second: 2, loyal: loyalAt, champion: championAt }[stage];
  const holder = score.holders[stage];
  if (rank <= score.openingCount || !holder) {
    return { stage, stageSince: null, stageOrderId: null, stageReason: { kind: "before_we_could_see", stage, rank } };
  }
  return {
    stage,
    stageSince: holder.processedAt,
    stageOrderId: holder.orderId,
    stageReason: { kind: "reached", stage, rank, orderId: holder.orderId },
  };
}

/** The stage that so many counted orders make, those before we could see included. */
export function stageOfCount(orderCount: number, { loyalAt, championAt }: Pick<CountingPolicy, "loyalAt" | "championAt">): Stage {
  if (orderCount < 1) return "prospect";
  if (orderCount >= championAt) return "champion";
  if (orderCount >= loyalAt) return "loyal";
  return orderCount === 1 ? "first" : "second";
}
