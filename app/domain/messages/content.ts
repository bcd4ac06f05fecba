import type { RewardGrant } from "../redemption/reward-grant.ts";
import type { CombinesWith, RewardKind } from "../redemption/reward.ts";
import type { Message, MessageKind, UnsentReason } from "./message.ts";

/** A reward as a mail names it. `minimumOrderMinor` in minor units of the shop's currency. */
export interface NamedReward {
  name: string;
  costPoints: number;
  /** What it gives, which a mail says where the name says no more. Absent where that name is in the reader's language already. */
  given?: { kind: RewardKind; grant: RewardGrant; currency: string };
}

/** What a message says, read when it is sent. Points are whole, days shop-local, names the merchant's own words; `combinesWith` is null for what is no discount. */
export type MessageContent =
  | { kind: "invitation"; points: number; orderName: string | null; rewards: NamedReward[] }
  | { kind: "earned"; points: number; orderName: string | null; spendableFrom: string | null; awaitsFulfillment: boolean; availablePoints: number; isClaimed: boolean }
  | { kind: "reward_available"; reward: NamedReward; availablePoints: number; minimumOrderMinor: number; combinesWith: CombinesWith | null; currency: string; isEverlasting: boolean }
  | { kind: "points_expire"; points: number; day: string; rewards: NamedReward[] }
  | { kind: "points_lapse"; points: number; day: string; orderName: string | null };

export type FoundContent = { outcome: "found"; content: MessageContent } | { outcome: "unsent"; because: UnsentReason };

/** A reward as previews and test mails name it. */
export type SampleReward = NamedReward & { minimumOrderMinor: number; combinesWith: CombinesWith | null };

/** What previews and test mails say: with invented points, and the first of the shop's own rewards. `rewards` are one or more, the cheapest first. */
export function sampleContent(kind: MessageKind, { today, currency, rewards }: { today: string; currency: string; rewards: [SampleReward, ...SampleReward[]] }): MessageContent {
  const named = rewards.map(({ name, costPoints, given }) => ({ name, costPoints, ...(given && { given }) })) as [NamedReward, ...NamedReward[]];
  const [{ minimumOrderMinor, combinesWith }] = rewards;
  const [first] = named;
  switch (kind) {
    case "invitation":
      return { kind, points: 120, orderName: "#1042", rewards: named };
    case "earned":
      return { kind, points: 120, orderName: "#1042", spendableFrom: today, awaitsFulfillment: false, availablePoints: 420, isClaimed: true };
    case "reward_available":
      return { kind, reward: first, availablePoints: first.costPoints + 40, minimumOrderMinor, combinesWith, currency, isEverlasting: true };
    case "points_expire":
      return { kind, points: 120, day: today, rewards: named };
    case "points_lapse":
      return { kind, points: 120, day: today, orderName: "#1042" };
  }
}

/** The business key of a message to a customer: the same one is asked for once. */
export function messageKey(customerId: string, message: Message, { daysBefore, round = 0 }: { daysBefore?: number; round?: number } = {}): string {
  switch (message.kind) {
    case "invitation":
      return `mail:invitation:${customerId}`;
    case "earned":
      return `mail:earned:${message.orderId}`;
    case "reward_available":
      return `mail:reward_available:${customerId}:${message.rewardId}:${round}`;
    case "points_expire":
    case "points_lapse":
      return `mail:${message.kind}:${customerId}:${message.day}:${daysBefore}`;
  }
}
