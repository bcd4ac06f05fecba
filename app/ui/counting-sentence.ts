import type { CountingPolicy } from "#app/domain/scoring/counting-policy.ts";
import { ordinal } from "#app/domain/scoring/stage-reason.ts";
import type { Formats } from "./formats.ts";

/** The counting policy in one line, with what differs from counting every order. */
export function countingSentence(policy: CountingPolicy, formats: Formats): string {
  const orders = policy.countFrom === "payment" ? "Paid orders count" : "Orders count as soon as they are placed";
  const least = policy.minimumOrderMinor > 0 ? ` from ${formats.money(policy.minimumOrderMinor)}` : "";
  const limits = [
    policy.excludedTags.length > 0 && "some tags are left out",
    policy.excludedSources.length > 0 && "some sales channels are left out",
    policy.mergeSameDay && "orders of one day count as one",
  ].filter(Boolean);
  const stages = `loyal from the ${ordinal(policy.loyalAt)}, champion from the ${ordinal(policy.championAt)}`;
  return `${[`${orders}${least}`, ...limits, stages].join("; ")}.`;
}
