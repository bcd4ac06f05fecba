import { meetsAll } from "./conditions/earn-condition.ts";
import type { MemberStanding } from "./conditions/placed-order.ts";
import { isOrderRule, type EarnRule, type EventRule } from "./earn-rule.ts";

/** Something that a member did, beside ordering. */
export interface HappenedEvent {
  event: string;
  occurredAt: Date;
  timeZone: string;
  member: MemberStanding;
}

/** The rules that an event meets. What asks about an order is never met. */
export function eventRulesMet(rules: EarnRule[], { event, occurredAt, timeZone, member }: HappenedEvent): EventRule[] {
  const asked = { processedAt: occurredAt, timeZone, sourceName: null, eligibleMinor: 0, productIds: [], products: new Map<string, never>(), member };
  return rules
    .filter((rule): rule is EventRule => !isOrderRule(rule))
    .filter((rule) => (rule.kind === "event" ? rule.event === event : event === "account_created") && meetsAll(rule.conditions, asked, rule.id));
}
