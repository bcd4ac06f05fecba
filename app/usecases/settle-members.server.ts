import type { CustomerId } from "#app/domain/ids.ts";
import type { CountingPolicy } from "#app/domain/scoring/counting-policy.ts";
import { stageOf, type RankHolder, type StageDecision } from "#app/domain/scoring/stage-of.ts";
import type { Stage } from "#app/domain/scoring/stage.ts";
import type { LockedTx } from "#app/platform/db.server.ts";
import { sendTogether } from "#app/platform/send-together.server.ts";
import { isHistoryOpen } from "#app/store/backfills.server.ts";
import { getCountingPolicy } from "#app/store/counting-policies.server.ts";
import { loadScores, type MemberRow } from "#app/store/member-scores.server.ts";
import { touchShopFigures } from "#app/store/shop-figures.server.ts";
import { appendTransitions, writeScores, type TransitionRow } from "#app/store/write-stages.server.ts";
import { giveAccountPoints, writeSeenAccounts } from "./claim-account-within.server.ts";
import { settlePoints } from "./settle-points.server.ts";
import { settleRedemptions } from "./settle-redemptions.server.ts";

/** What one member's facts led to, beside where the member stood. */
export interface SettledMember extends StageDecision {
  customerId: CustomerId;
  was: Stage;
  /** Whether the change is logged. */
  isTransition: boolean;
}

/**
 * Brings members in line with their facts: load, decide, record, in the caller's transaction, which holds the shop's facts.
 *
 * A score that grows as old orders come in is no change that happened, so none is logged while the shop's history is being
 * read, nor with `isHistory`, for a file of old orders. `isBulk` says that they are many neighbours, and that the planner was
 * told how many (refreshStatistics). A member that did not change is not written; settling twice is settling once. Aliases and
 * unknown ids are passed over.
 */
export async function settleMembers(
  tx: LockedTx,
  shopId: number,
  { customerIds, now, isHistory = false, isBulk = false }: { customerIds: CustomerId[]; now: Date; isHistory?: boolean; isBulk?: boolean },
): Promise<SettledMember[]> {
  if (customerIds.length === 0) return [];
  const isNews = !isHistory && !(await isHistoryOpen(tx, shopId));
  const policy = await getCountingPolicy(tx, shopId);
  const members = await loadScores(tx, shopId, { customerIds: [...new Set(customerIds)], asOf: now, isBulk });
  const settled = members.map((member) => settle(member, policy, isNews));
  const [, , accounts] = await sendTogether(tx, [
    () => writeScores(tx, shopId, { scores: members.map((member, at) => ({ ...scoreColumns(member), ...stageColumns(settled[at]!) })), now }),
    () => appendTransitions(tx, shopId, { transitions: settled.filter(({ isTransition }) => isTransition).map(transitionOf), now }),
    () => writeSeenAccounts(tx, shopId, { customerIds, now }),
  ]);
  await settlePoints(tx, shopId, { customerIds, now });
  await giveAccountPoints(tx, shopId, { accounts, now });
  await settleRedemptions(tx, shopId, { customerIds, now });
  await touchShopFigures(tx, shopId);
  return settled;
}

const transitionOf = ({ customerId, was, stage, stageOrderId, stageReason }: SettledMember): TransitionRow => ({ customerId, fromStage: was, toStage: stage, orderId: stageOrderId, reason: stageReason });

function settle(member: MemberRow, policy: CountingPolicy, isNews: boolean): SettledMember {
  const decision = stageOf(
    {
      openingCount: member.opening_count,
      countedOrders: member.counted_orders,
      holders: {
        first: holder(member.first_id, member.first_at),
        second: holder(member.second_id, member.second_at),
        loyal: holder(member.loyal_id, member.loyal_at),
        champion: holder(member.champion_id, member.champion_at),
      },
    },
    policy,
  );
  const isTransition = isNews && decision.stage !== member.stage;
  return { ...decision, customerId: member.customer_id, was: member.stage, isTransition };
}

const holder = (orderId: string | null, processedAt: Date | null): RankHolder | undefined =>
  orderId !== null && processedAt !== null ? { orderId, processedAt } : undefined;

const scoreColumns = (member: MemberRow) => ({
  customerId: member.customer_id,
  countedOrders: member.counted_orders,
  orderCount: member.opening_count + member.counted_orders,
  firstOrderAt: member.first_order_at,
  lastOrderAt: member.last_order_at,
  spentMinor: Number(member.spent_minor),
  nextDueAt: member.next_due_at,
});

const stageColumns = ({ stage, stageSince, stageOrderId, stageReason }: StageDecision) => ({ stage, stageSince, stageOrderId, stageReason });
