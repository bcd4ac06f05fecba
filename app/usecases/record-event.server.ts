import type { CustomerId } from "#app/domain/ids.ts";
import { inTransaction } from "#app/platform/db.server.ts";
import { lockShopFacts } from "#app/store/lock-shop-facts.server.ts";
import { findEvent, findOnce } from "#app/store/member-events.server.ts";
import { findMember, isSameMember } from "#app/store/find-members.server.ts";
import { accountCreatedKey, earnEvent } from "./earn-event.server.ts";
import { settleMembers } from "./settle-members.server.ts";

export interface EventToRecord {
  customerId: CustomerId;
  event: string;
  occurredAt: Date;
  /** The same key a second time changes nothing and gives the first answer. */
  idempotencyKey: string;
}

export type EventRecorded =
  /** `isRepeated`: nothing was given now. `isKnown`: what can happen once had been told of, by whatever key; `points` were given then. */
  | { outcome: "recorded"; points: number; ruleIds: string[]; isRepeated: boolean; isKnown: boolean }
  | { outcome: "unknown_customer" }
  | { outcome: "in_the_future" }
  | { outcome: "key_taken" };

/**
 * Records that a member did something, and gives the points of every rule that it meets by the program of that time. An
 * account is created once per customer, whatever the key.
 */
export async function recordEvent(shopId: number, asked: EventToRecord, now: Date): Promise<EventRecorded> {
  return inTransaction(async (client): Promise<EventRecorded> => {
    const tx = await lockShopFacts(client, shopId);
    const customerId = await findMember(tx, shopId, asked.customerId);
    if (!customerId) return { outcome: "unknown_customer" };
    if (asked.occurredAt > now) return { outcome: "in_the_future" };
    const isOnce = asked.event === "account_created";
    const key = isOnce ? accountCreatedKey(customerId) : `event:${asked.idempotencyKey}`;
    const earlier = isOnce ? await findOnce(tx, shopId, { customerId, event: asked.event }) : await findEvent(tx, shopId, key);
    if (earlier) {
      const isSame = earlier.event === asked.event && (await isSameMember(tx, shopId, { storedId: earlier.customerId, memberId: customerId }));
      return isSame ? { outcome: "recorded", points: earlier.points, ruleIds: earlier.ruleIds, isRepeated: true, isKnown: isOnce } : { outcome: "key_taken" };
    }
    await settleMembers(tx, shopId, { customerIds: [customerId], now });
    const event = await earnEvent(tx, shopId, { event: { ...asked, customerId, key }, now });
    // What was earned may end one day, or lift the member into a tier.
    if (event.points > 0) await settleMembers(tx, shopId, { customerIds: [customerId], now });
    return { outcome: "recorded", points: event.points, ruleIds: event.ruleIds, isRepeated: false, isKnown: false };
  });
}
