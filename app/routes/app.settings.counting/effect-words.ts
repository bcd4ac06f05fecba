import type { Stage } from "#app/domain/scoring/stage.ts";
import type { Formats } from "#app/ui/formats.ts";
import { STAGE_NAMES } from "#app/ui/stage-names.ts";

export type StageChange = { from: Stage; to: Stage; customers: number };

/** What saving would do: customers who change stage, each once, and from where to where. */
export type Effect = { customersChanged: number; changes: readonly StageChange[] };

/** What saving would do to the customers: "12 customers would change stage: 9 to Loyal, 3 to Second." */
export function effectSentence({ customersChanged, changes }: Effect, formats: Formats): string {
  if (customersChanged === 0) return "No customer would change stage.";
  const byTarget = new Map<Stage, number>();
  for (const { to, customers } of changes) byTarget.set(to, (byTarget.get(to) ?? 0) + customers);
  const parts = [...byTarget].sort(([, a], [, b]) => b - a).map(([stage, customers]) => `${formats.whole(customers)} to ${STAGE_NAMES[stage]}`);
  return `${formats.counted(customersChanged, "customer", "customers")} would change stage: ${parts.join(", ")}.`;
}

const ENOUGH_ORDERS = 50;
const MANY_UNPAID = 0.2;

/** Suggests to count orders as they are placed, where more than a fifth of enough orders stay unpaid for a week; undefined elsewhere. */
export function unpaidSentence({ orders, unpaid, windowDays }: { orders: number; unpaid: number; windowDays: number }, formats: Formats): string | undefined {
  if (orders < ENOUGH_ORDERS || unpaid / orders <= MANY_UNPAID) return undefined;
  return `Suggested for your shop: ${formats.whole(unpaid)} of ${formats.counted(orders, "order", "orders")} placed in ${windowDays} days were not paid within a week, and counted late or not at all.`;
}

/** How many second orders a merging of days would swallow; undefined where there are none. */
export function sameDaySentence({ sameDay, all }: { sameDay: number; all: number }, formats: Formats): string | undefined {
  if (all === 0) return undefined;
  return `${formats.whole(sameDay)} of ${formats.counted(all, "second order", "second orders")} came on the same day as the first.`;
}
