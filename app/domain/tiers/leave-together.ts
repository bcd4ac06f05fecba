import type { OrderId } from "../ids.ts";
import type { Contribution } from "./qualify-tier.ts";

/**
 * What an order comes to leaves a window together, with the first of it: so what is taken back from it later takes nothing from
 * what was earned since. What names no order leaves by itself.
 */
export function leavingTogether<One extends Pick<Contribution, "placedAt"> & { orderId?: OrderId }>(contributions: One[]): One[] {
  const firsts = new Map<OrderId, Date>();
  let isLater = false;
  for (const { orderId, placedAt } of contributions) {
    if (orderId === undefined) continue;
    const first = firsts.get(orderId);
    if (!first || placedAt < first) firsts.set(orderId, placedAt);
    isLater ||= first !== undefined;
  }
  if (!isLater) return contributions;
  return contributions.map((one) => {
    const first = one.orderId !== undefined && firsts.get(one.orderId);
    return first && first < one.placedAt ? { ...one, placedAt: first } : one;
  });
}
