import type { OrderId } from "../ids.ts";

/** From when until when (exclusive; null: for good) an order counts by one counting policy. Orders of one place are one purchase. */
export interface CountingSpan {
  orderId: OrderId;
  place: number;
  from: Date;
  until: Date | null;
}

/** When a counting policy was in force: from an instant (null: always before) until another (exclusive; null: it is the present one). */
export interface InForce {
  inForceFrom: Date | null;
  inForceUntil: Date | null;
}

/** Whether a policy was in force at an instant; without one, whether it is the present one. */
export const isInForce = ({ inForceFrom, inForceUntil }: InForce, at: Date | undefined): boolean =>
  at === undefined ? inForceUntil === null : (inForceFrom === null || inForceFrom <= at) && (inForceUntil === null || inForceUntil > at);

/**
 * The number of an order among those of its customer that count at an instant; null when it does not count then.
 *
 * `spans` are all of one customer by one policy, places rising. An order of the same day has the same number where a day is one purchase.
 */
export function rankAt(spans: CountingSpan[], orderId: OrderId, at: Date): number | null {
  const own = spans.find((span) => span.orderId === orderId);
  if (!own || !countsAt(own, at)) return null;
  let rank = 0;
  let lastPlace = 0;
  for (const span of spans) {
    if (span.place > own.place) break;
    if (span.place === lastPlace || !countsAt(span, at)) continue;
    rank += 1;
    lastPlace = span.place;
  }
  return rank;
}

/** All orders of one customer that count at an instant, with their numbers, by place. `spans` are as in `rankAt`. */
export function ranksAt(spans: CountingSpan[], at: Date): { orderId: OrderId; rank: number }[] {
  let rank = 0;
  let lastPlace = 0;
  return spans
    .filter((span) => countsAt(span, at))
    .map(({ orderId, place }) => {
      if (place !== lastPlace) rank += 1;
      lastPlace = place;
      return { orderId, rank };
    });
}

/** Whether an order counts at an instant. */
export const countsAt = ({ from, until }: CountingSpan, at: Date): boolean => from <= at && (until === null || until > at);
