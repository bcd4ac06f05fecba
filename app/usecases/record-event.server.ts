import type { CustomerId } from "#app/domain/ids.ts";
import { CLICK_PATIENCE_MS, holdShopFacts } from "#app/store/lock-shop-facts.server.ts";
import { findEvent, findOnce, type MemberEvent } from "#app/store/member-events.server.ts";
import { findMember, isSameMember } from "#app/store/find-members.server.ts";
import { accountCreatedKey, earnEvent } from "./earn-event.server.ts";
import { settleIfDue } from "./settle-due-member.server.ts";
import { settlePoints } from "./settle-points.server.ts";

export interface EventToRecord {
  customerId: CustomerId;
  event: string;
  /** Left out: when it is told. */
  occurredAt?: Date;
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
  return holdShopFacts(shopId, CLICK_PATIENCE_MS, async (tx): Promise<EventRecorded> => {
    const customerId = await findMember(tx, shopId, asked.customerId);
    if (!customerId) return { outcome: "unknown_customer" };
    const { occurredAt = now } = asked;
    if (occurredAt > now) return { outcome: "in_the_future" };
    const once = asked.event === "account_created" ? await findOnce(tx, shopId, { customerId, event: asked.event }) : undefined;
    if (once) return repeated(once, { isKnown: true });
    const key = asked.event === "account_created" ? accountCreatedKey(customerId) : `event:${asked.idempotencyKey}`;
    const earlier = await findEvent(tx, shopId, key);
    if (earlier) {
      const isSame = isToldAgain(earlier, asked) && (await isSameMember(tx, shopId, { storedId: earlier.customerId, memberId: customerId }));
      return isSame ? repeated(earlier, { isKnown: false }) : { outcome: "key_taken" };
    }
    await settleIfDue(tx, shopId, { customerId, now });
    const event = await earnEvent(tx, shopId, { event: { event: asked.event, occurredAt, customerId, namedId: asked.customerId, key }, now });
    // What was earned may end one day, or lift the member into a tier.
    if (event.points > 0) await settlePoints(tx, shopId, { customerIds: [customerId], now });
    return { outcome: "recorded", points: event.points, ruleIds: event.ruleIds, isRepeated: false, isKnown: false };
  });
}

const repeated = ({ points, ruleIds }: MemberEvent, { isKnown }: { isKnown: boolean }): EventRecorded => ({ outcome: "recorded", points, ruleIds, isRepeated: true, isKnown });

/** Whether a request says what the recorded one said. An instant that both leave out is that of the first request. */
const isToldAgain = (earlier: { event: string; occurredAt: Date; recordedAt: Date }, { event, occurredAt = earlier.recordedAt }: EventToRecord): boolean =>
  earlier.event === event && earlier.occurredAt.getTime() === occurredAt.getTime();
