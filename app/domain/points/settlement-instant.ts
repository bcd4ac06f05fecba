import { addDays, localDay, startOfDayAfter } from "../time.ts";

/** The day on which points of an order can be spent: the day after so many full days, on the shop's calendar. */
export const releaseDay = (processedAt: Date, pendingDays: number, timeZone: string): string => addDays(localDay(processedAt, timeZone), pendingDays + 1);

/**
 * When an order's points settle: the later of its payment and the end of the pending period, which ends with the first
 * instant of its release day in the shop's zone. Without pending days it is the payment. Undefined while unpaid.
 */
export function settlementInstant(
  order: { processedAt: Date; paidAt: Date | null },
  { pendingDays, timeZone }: { pendingDays: number; timeZone: string },
): Date | undefined {
  if (!order.paidAt) return undefined;
  if (pendingDays === 0) return order.paidAt;
  const pendingEndsAt = startOfDayAfter(order.processedAt, pendingDays + 1, timeZone);
  return pendingEndsAt > order.paidAt ? pendingEndsAt : order.paidAt;
}
