import type { CustomerId } from "#app/domain/ids.ts";
import type { FoundContent, NamedReward, SampleReward } from "#app/domain/messages/content.ts";
import type { Message, MessageOf, UnsentReason } from "#app/domain/messages/message.ts";
import { endingsOf } from "#app/domain/points/expire-lots.ts";
import { pendingAwaits, settlementInstant, type SettlingFacts } from "#app/domain/points/settlement-instant.ts";
import { programAt, type ProgramVersion } from "#app/domain/program/program.ts";
import { costOf, offeredRewards } from "#app/domain/redemption/offered-rewards.ts";
import { grantOf, isDiscount } from "#app/domain/redemption/reward-grant.ts";
import type { CombinesWith, Reward } from "#app/domain/redemption/reward.ts";
import { localDay } from "#app/domain/time.ts";
import { pool } from "#app/platform/db.server.ts";
import { findBalance, type Balance } from "#app/ledger/read.server.ts";
import { findEndingMember } from "#app/store/message-candidates.server.ts";
import { findLapseStart } from "#app/store/message-settings.server.ts";
import { listProgramVersions } from "#app/store/program-versions.server.ts";

export interface MailingShop {
  id: number;
  currency: string;
  timeZone: string;
}

interface Asked<Asking extends Message = Message> {
  shop: MailingShop;
  customerId: CustomerId;
  message: Asking;
  versions: ProgramVersion[];
  balance: Balance | undefined;
  now: Date;
}

const REWARDS_NAMED = 3;

/** What a message says now, or why it is not due any more: points that were spent, an account that exists, a reward that is gone. */
export async function findMessageContent(
  shop: MailingShop,
  { customerId, message, versions }: { customerId: CustomerId; message: Message; versions: ProgramVersion[] },
  now: Date,
): Promise<FoundContent> {
  const asked = { shop, customerId, versions, balance: await findBalance(pool, shop.id, customerId), now };
  switch (message.kind) {
    case "invitation":
      return invitation({ ...asked, message });
    case "earned":
      return earned({ ...asked, message });
    case "reward_available":
      return rewardAvailable({ ...asked, message });
    case "points_expire":
    case "points_lapse":
      return ending({ ...asked, message });
  }
}

async function invitation({ shop, customerId, versions, balance, now }: Asked): Promise<FoundContent> {
  const state = await loadInvited(shop.id, customerId);
  if (state.hasAccount || balance?.claimedAt) return unsent("account_exists");
  const points = (balance?.pendingPoints ?? 0) + (balance?.settledPoints ?? 0);
  if (points <= 0 || state.wasInvited) return unsent("not_due");
  return { outcome: "found", content: { kind: "invitation", points, orderName: state.orderName, rewards: cheapest(versions, now) } };
}

async function earned({ shop, message, versions, balance, now }: Asked<MessageOf<"earned">>): Promise<FoundContent> {
  const order = await findEarningOrder(shop.id, message.orderId);
  if (!order || order.points <= 0) return unsent("not_due");
  const version = programAt(versions, order.processedAt);
  const pending = order.settledAt === null ? version : undefined;
  const awaitsFulfillment = pending !== undefined && pendingAwaits(order, { program: pending.program, now }) === "fulfillment";
  const settlesAt = pending && !awaitsFulfillment ? settlementInstant(order, { program: pending.program, timeZone: shop.timeZone }) : undefined;
  const day = settlesAt && settlesAt > now ? localDay(settlesAt, shop.timeZone) : null;
  const isClaimed = balance?.claimedAt != null;
  const availablePoints = isClaimed ? Math.max(0, balance.settledPoints) : 0;
  return { outcome: "found", content: { kind: "earned", points: order.points, orderName: order.name, spendableFrom: day, awaitsFulfillment, availablePoints, isClaimed } };
}

async function rewardAvailable({ shop, customerId, message, versions, balance, now }: Asked<MessageOf<"reward_available">>): Promise<FoundContent> {
  const version = programAt(versions, now);
  const reward = offeredRewards(versions, now).find(({ id }) => id === message.rewardId);
  if (!version || version.isPaused || version.currency !== shop.currency || !reward || !balance?.claimedAt) return unsent("not_due");
  const costPoints = costOf(reward);
  if (balance.debtPoints > 0 || balance.settledPoints < costPoints) return unsent("not_due");
  const member = await findEndingMember(pool, shop.id, customerId);
  const isEverlasting = !member || endingsOf(member, { versions, timeZone: shop.timeZone, now, lapseStartsAt: null }).length === 0;
  const { minimumOrderMinor } = reward;
  return {
    outcome: "found",
    content: { kind: "reward_available", reward: namedReward(reward, version.currency), availablePoints: balance.settledPoints, minimumOrderMinor, combinesWith: combinesWithOf(reward), currency: version.currency, isEverlasting },
  };
}

async function ending({ shop, customerId, message, versions, now }: Asked<MessageOf<"points_expire" | "points_lapse">>): Promise<FoundContent> {
  const member = await findEndingMember(pool, shop.id, customerId);
  if (!member || localDay(now, shop.timeZone) > message.day) return unsent("not_due");
  const because = message.kind === "points_expire" ? "expired" : "unclaimed";
  const lapseStartsAt = await findLapseStart(pool, shop.id);
  const end = endingsOf(member, { versions, timeZone: shop.timeZone, now, lapseStartsAt }).find((one) => one.day === message.day && one.because === because);
  if (!end) return unsent("not_due");
  if (message.kind === "points_expire") return { outcome: "found", content: { kind: "points_expire", points: end.points, day: end.day, rewards: cheapest(versions, now) } };
  const orderName = end.orderIds.length === 1 ? ((await findEarningOrder(shop.id, end.orderIds[0]!))?.name ?? null) : null;
  return { outcome: "found", content: { kind: "points_lapse", points: end.points, day: end.day, orderName } };
}

/** `currency` is that of the rules in which the reward stands. */
const namedReward = (reward: Reward, currency: string): NamedReward => ({
  name: reward.name, costPoints: costOf(reward), given: { kind: reward.kind, grant: grantOf(reward, costOf(reward)), currency },
});

function cheapest(versions: ProgramVersion[], now: Date): NamedReward[] {
  const version = programAt(versions, now);
  return version ? offeredRewards(versions, now).slice(0, REWARDS_NAMED).map((reward) => namedReward(reward, version.currency)) : [];
}

/** The rewards of the program in force as previews and test mails name them, the cheapest first; none before the first program. */
export async function listSampleRewards(shopId: number, now: Date): Promise<SampleReward[]> {
  const versions = await listProgramVersions(pool, shopId);
  const version = programAt(versions, now);
  if (!version) return [];
  return offeredRewards(versions, now).slice(0, REWARDS_NAMED).map((reward) => ({ ...namedReward(reward, version.currency), minimumOrderMinor: reward.minimumOrderMinor, combinesWith: combinesWithOf(reward) }));
}

/** Null for what is no discount: nothing combines or not with it. */
const combinesWithOf = (reward: Reward): CombinesWith | null => (isDiscount(grantOf(reward, costOf(reward))) ? reward.combinesWith : null);

async function loadInvited(shopId: number, customerId: CustomerId): Promise<{ hasAccount: boolean; wasInvited: boolean; orderName: string | null }> {
  const { rows } = await pool.query<{ hasAccount: boolean; wasInvited: boolean; orderName: string | null }>(
    `SELECT c.account_state IS NOT DISTINCT FROM 'enabled' AS "hasAccount",
       EXISTS (SELECT FROM effects e WHERE e.shop_id = $1 AND e.lane = 'mail' AND e.state = 'done' AND e.effect #>> '{message,kind}' = 'invitation'
         AND e.effect ->> 'customerId' IN (SELECT k.customer_id::text FROM customers k WHERE k.shop_id = $1 AND (k.customer_id = $2 OR k.merged_into_id = $2))) AS "wasInvited",
       (SELECT o.name FROM orders o WHERE o.shop_id = $1 AND o.customer_id = $2 AND o.cancelled_at IS NULL ORDER BY o.processed_at DESC, o.order_id DESC LIMIT 1) AS "orderName"
     FROM customers c WHERE c.shop_id = $1 AND c.customer_id = $2`,
    [shopId, customerId],
  );
  return rows[0] ?? { hasAccount: false, wasInvited: true, orderName: null };
}

type EarningOrder = SettlingFacts & { name: string | null; settledAt: Date | null; points: number };

async function findEarningOrder(shopId: number, orderId: string): Promise<EarningOrder | undefined> {
  const { rows } = await pool.query<EarningOrder>(
    `SELECT o.name, o.processed_at AS "processedAt", o.paid_at AS "paidAt", o.fulfillments, b.settled_at AS "settledAt",
       coalesce(b.pending_points + b.credited_points - b.reversed_points - b.waived_points, 0)::float8 AS points
     FROM orders o LEFT JOIN order_bookings b ON b.shop_id = $1 AND b.order_id = o.order_id AND b.customer_id = o.customer_id
     WHERE o.shop_id = $1 AND o.order_id = $2`,
    [shopId, orderId],
  );
  return rows[0];
}

const unsent = (because: UnsentReason): FoundContent => ({ outcome: "unsent", because });
