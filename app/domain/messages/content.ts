import type { CombinesWith } from "../redemption/reward.ts";
import type { Message, MessageKind, UnsentReason } from "./message.ts";

/** A reward as a mail names it. `minimumOrderMinor` in minor units of the shop's currency. */
export interface NamedReward {
  name: string;
  costPoints: number;
}

/** What a message says, read when it is sent. Points are whole, days shop-local, names the merchant's own words; `combinesWith` is null for what is no discount. */
export type MessageContent =
  | { kind: "invitation"; points: number; orderName: string | null; rewards: NamedReward[] }
  | { kind: "earned"; points: number; orderName: string | null; spendableFrom: string | null; awaitsFulfillment: boolean; availablePoints: number; isClaimed: boolean }
  | { kind: "reward_available"; reward: NamedReward; availablePoints: number; minimumOrderMinor: number; combinesWith: CombinesWith | null; currency: string; isEverlasting: boolean }
  | { kind: "points_expire"; points: number; day: string; rewards: NamedReward[] }
  | { kind: "points_lapse"; points: number; day: string; orderName: string | null };

export type FoundContent = { outcome: "found"; content: MessageContent } | { outcome: "unsent"; because: UnsentReason };

/** What previews and test mails say. */
export function sampleContent(kind: MessageKind, { today, currency }: { today: string; currency: string }): MessageContent {
  const rewards = [{ name: "5.00 off", costPoints: 500 }];
  switch (kind) {
    case "invitation":
      return { kind, points: 120, orderName: "#1042", rewards };
    case "earned":
      return { kind, points: 120, orderName: "#1042", spendableFrom: today, awaitsFulfillment: false, availablePoints: 420, isClaimed: true };
    case "reward_available":
      return { kind, reward: rewards[0]!, availablePoints: 540, minimumOrderMinor: 2_000, combinesWith: { orderDiscounts: false, productDiscounts: false, shippingDiscounts: true }, currency, isEverlasting: true };
    case "points_expire":
      return { kind, points: 120, day: today, rewards };
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
