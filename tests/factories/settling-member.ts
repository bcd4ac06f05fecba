import { program, type ProgramVersion } from "#app/domain/program/program.ts";
import { nothingBooked, type PointsMember, type SettledEntry } from "#app/domain/points/points-member.ts";
import type { PointsOrder, SettlingOrder } from "#app/domain/points/points-order.ts";
import { settleMember } from "#app/domain/points/settle-member.ts";

const DAY_MS = 86_400_000;
const START_MS = Date.UTC(2026, 0, 1, 12);
/** Noon of a day, counted from the first of January 2026. */
export const day = (n: number) => new Date(START_MS + n * DAY_MS);

/** A point a pound, twice and three times on the second and third order, released after 14 days. */
export const VERSION: ProgramVersion = {
  version: 1,
  startsAt: day(-30),
  isPaused: false,
  currency: "GBP",
  program: program.parse({ earnRules: [{ id: "spend", kind: "amount", points: 1, perMinor: 100 }], nthOrderMultipliers: [1, 2, 3], pendingDays: 14 }),
};

/** An order of one line; days as `day` takes them. */
export interface OrderSpec {
  id: string;
  placed: number;
  paid: number;
  totalMinor: number;
  refunds?: { on: number; amountMinor: number }[];
  cancelled?: number;
  fulfilled?: number[];
}

export function orderOf({ id, placed, paid, totalMinor, refunds = [], cancelled, fulfilled = [] }: OrderSpec): SettlingOrder {
  let refunded = 0;
  const complete = refunds.find((refund) => (refunded += refund.amountMinor) >= totalMinor);
  return {
    orderId: id, currency: "GBP", sourceName: "web", isTaxIncluded: true, shippingMinor: 0, discountMinor: 0, processedAt: day(placed), paidAt: day(paid), payments: [], isCalledPaid: true, totalMinor: 0, originalTotalMinor: 0,
    cancelledAt: cancelled === undefined ? null : day(cancelled), fullyRefundedAt: complete ? day(complete.on) : null, deletedAt: null,
    lines: [{ lineId: "1", productId: null, variantId: null, title: "", quantity: 1, priceMinor: totalMinor, discountMinor: 0, taxMinor: 0, isGiftCard: false }],
    refunds: refunds.map((refund, at) => ({ orderId: id, refundId: `${id}${at}`, createdAt: day(refund.on).toISOString(), amountMinor: refund.amountMinor, transactionIds: [], isPaidBack: true, lines: [], adjustments: [] })),
    fulfillments: fulfilled.map((on, at) => ({ fulfillmentId: `${id}${at}`, status: "success", createdAt: day(on).toISOString() })),
  };
}

export const memberOf = (orders: SettlingOrder[]): PointsMember => ({ customerId: "7", lots: [], debtPoints: 0, activeAt: null, isClaimed: true, orders: orders.map((order) => ({ order, booking: nothingBooked() })) });

/** Settles a member as of an instant, by a count of their own orders. */
export function settleAt(member: PointsMember, now: Date, versions = [VERSION], lapseStartsAt: Date | null = null): SettledEntry[] {
  const orders = member.orders.map((one) => one.order);
  const counts = (order: PointsOrder, at: Date) =>
    order.processedAt <= at && order.paidAt !== null && order.paidAt <= at && !(order.cancelledAt && order.cancelledAt <= at) && !(order.fullyRefundedAt && order.fullyRefundedAt <= at);
  const rankAt = (orderId: string, at: Date) => {
    const counted = orders.filter((order) => counts(order, at)).sort((a, b) => a.processedAt.getTime() - b.processedAt.getTime() || Number(a.orderId) - Number(b.orderId));
    const place = counted.findIndex((order) => order.orderId === orderId);
    return place < 0 ? null : place + 1;
  };
  return settleMember(member, { versions, timeZone: "Europe/London", now, lapseStartsAt, rankAt });
}
