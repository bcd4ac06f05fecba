import fc from "fast-check";
import { awaitsMoney, saysPaid, type CustomerFact, type CustomerTagFact, type FulfillmentFact, type OrderFact, type RefundFact, type TransactionFact } from "#app/domain/orders/order-fact.ts";

const FACTS = ["place", "pay", "edit", "refund-lines", "refund-amount", "refund-shipping", "refund-all", "refund-tried", "refund-arrives", "take-off", "exchange", "cancel", "fulfill", "cancel-parcel", "move", "merge", "sign-in", "tag", "redact"] as const;
const ACTS = ["settle", "redeem", "use", "answer", "cancel-redemption", "end", "adjust", "event", "publish", "pause", "count", "exclude"] as const;

/** One thing that happens in a shop; `a` and `b` choose to whom and how much, `waitMinutes` pass before it. */
export interface PointsStep {
  kind: (typeof FACTS)[number] | (typeof ACTS)[number];
  a: number;
  b: number;
  waitMinutes: number;
}

const WEIGHTS: Partial<Record<PointsStep["kind"], number>> = { place: 14, pay: 2, "refund-lines": 3, "refund-amount": 3, "refund-all": 2, "refund-tried": 2, "refund-arrives": 3, "take-off": 2, exchange: 2, cancel: 3, fulfill: 4, "cancel-parcel": 2, merge: 2, redeem: 5, use: 3, answer: 5, settle: 3, adjust: 2, count: 3, tag: 5, redact: 1 };

/** A history of a shop and its program; `dice` decides how deliveries are late, mixed and repeated. */
export interface PointsLife {
  steps: PointsStep[];
  pendingDays: number;
  pendingFrom: "order" | "fulfillment";
  refundPolicy: "clamp_to_zero" | "allow_negative";
  expiryMonths: number | null;
  tierBasis: "orders" | "spend" | "points";
  timeZone: string;
  dice: number;
}

// So that a life is printed as JSON, to be lived again.
const JSON_LIKE = { noNullPrototype: true };

export const anyPointsLife = ({ stepsMax }: { stepsMax: number }): fc.Arbitrary<PointsLife> =>
  fc.record({
    steps: fc.array(
      fc.record({
        kind: fc.oneof(...[...FACTS, ...ACTS].map((kind) => ({ weight: WEIGHTS[kind] ?? 1, arbitrary: fc.constant(kind) }))),
        a: fc.nat(1_000),
        b: fc.nat(1_000),
        // Much happens on one day, and then nothing for a while.
        waitMinutes: fc.oneof({ weight: 3, arbitrary: fc.integer({ min: 1, max: 90 }) }, { weight: 2, arbitrary: fc.integer({ min: 90, max: 9_000 }) }),
      }, JSON_LIKE),
      { minLength: 5, maxLength: stepsMax, size: "max" },
    ),
    pendingDays: fc.constantFrom(0, 1, 7, 14),
    pendingFrom: fc.constantFrom("order", "fulfillment"),
    refundPolicy: fc.constantFrom("clamp_to_zero", "allow_negative"),
    expiryMonths: fc.constantFrom(null, null, 1),
    tierBasis: fc.constantFrom("orders", "spend", "points"),
    timeZone: fc.constantFrom("Europe/London", "America/New_York", "Pacific/Auckland"),
    dice: fc.nat(1_000_000),
  }, JSON_LIKE);

/** What Shopify tells about one thing that happened: versions and facts that name it. */
export interface PointsDelivery {
  order?: OrderFact;
  transaction?: TransactionFact;
  refund?: RefundFact;
  customer?: CustomerFact;
  tag?: CustomerTagFact;
  merge?: { keptId: string; removedId: string; at: Date };
  redactedId?: string;
}

/** `isObserved`: something becomes spendable or changes hands with it, so nothing is mixed across it. `codeOf`: the order carries a code that this customer holds. */
export type Moment = { at: Date } & ({ delivery: PointsDelivery; isObserved: boolean; codeOf?: string } | { act: (typeof ACTS)[number]; a: number; b: number; customerId: string });

export const CUSTOMERS = ["1", "2", "3", "4"];

const TAGS = ["vip", "staff"];

interface OrderState {
  id: string;
  customerId: string;
  placedMs: number;
  sales: { atMs: number; amountMinor: number }[];
  cancelledMs: number | null;
  revision: number;
  lines: { lineId: string; priceMinor: number; returned: boolean }[];
  refunds: RefundFact[];
  fulfillments: FulfillmentFact[];
}

const SHIPPING_MINOR = 300;
const iso = (ms: number) => new Date(ms).toISOString();
const totalOf = (order: OrderState) => order.lines.reduce((sum, line) => sum + line.priceMinor, SHIPPING_MINOR);
const paidBack = (order: OrderState) => order.refunds.reduce((sum, one) => sum + one.amountMinor, 0);

const paidFor = (order: OrderState) => order.sales.reduce((sum, one) => sum + one.amountMinor, 0);
/** What the order would cost without what was taken off or given back of it. */
const costNow = (order: OrderState) => totalOf(order) - order.refunds.reduce((sum, one) => sum + (one.lines ?? []).reduce((lines, line) => lines + line.subtotalMinor, 0), 0);

const salesOf = (order: OrderState): TransactionFact[] =>
  order.sales.map(({ atMs, amountMinor }, at) => ({ orderId: order.id, transactionId: `${order.id}8${at}`, kind: "sale", status: "success", amountMinor, currency: "GBP", processedAt: iso(atMs), gateway: null, parentId: null }));

function statusOf(order: OrderState): string {
  const [paid, back] = [paidFor(order), paidBack(order)];
  if (order.sales.length === 0) return "pending";
  if (back > 0) return back >= paid ? "refunded" : "partially_refunded";
  return paid >= costNow(order) ? "paid" : "partially_paid";
}

const personOf = (customerId: string, atMs: number | null, accountState: string | null = null): CustomerFact =>
  ({ customerId, email: null, firstName: null, lastName: null, emailHash: null, accountState, createdAt: null, updatedAt: atMs === null ? null : iso(atMs) });

function versionOf(order: OrderState, atMs: number): OrderFact {
  const [total, status] = [totalOf(order), statusOf(order)];
  return {
    orderId: order.id, name: `#${order.id}`, customer: personOf(order.customerId, null), emailHash: null, createdAt: iso(order.placedMs), processedAt: iso(order.placedMs), updatedAt: iso(atMs),
    readAt: null, versionHash: `${order.id}/${(order.revision += 1)}`, cancelledAt: order.cancelledMs === null ? null : iso(order.cancelledMs), financialStatus: status, isPaidSeen: saysPaid(status),
    refundedSeenAt: status === "refunded" ? iso(atMs) : null, isTest: false, sourceName: "web", tags: [], currency: "GBP", isTaxIncluded: true, totalMinor: total, originalTotalMinor: total, subtotalMinor: total - SHIPPING_MINOR,
    discountMinor: 0, taxMinor: 0, shippingMinor: SHIPPING_MINOR, discountCodes: [], checkoutTokenHash: null, fulfillmentStatus: null, fulfillments: [...order.fulfillments], transactions: salesOf(order), refunds: [...order.refunds],
    lines: order.lines.map(({ lineId, priceMinor }) => ({ lineId, productId: null, variantId: null, title: "Tea", quantity: 1, priceMinor, discountMinor: 0, taxMinor: 0, isGiftCard: false })),
  };
}

/** Everything that happens in a life, in the order in which it happens, at whole seconds. */
export function timelineOf({ steps, pendingDays }: PointsLife, startMs: number): Moment[] {
  const orders: OrderState[] = [];
  const gone = new Set<string>();
  const redacted = new Set<string>();
  const tagged = new Map(CUSTOMERS.map((id) => [id, new Set<string>()]));
  let ms = startMs;
  const pick = <T>(items: readonly T[], index: number): T | undefined => items[index % Math.max(1, items.length)];
  const customerOf = (index: number) => pick(CUSTOMERS, index)!;
  const told = (delivery: PointsDelivery, isObserved: boolean): Moment[] => [{ at: new Date(ms), delivery, isObserved }];
  const changed = (order: OrderState, isObserved = false): Moment[] => told({ order: versionOf(order, ms) }, isObserved);
  const place = (customerId: string, b: number, codeOf?: string): Moment[] => {
    const id = String(1_001 + orders.length);
    const lines = [1, 2].map((n) => ({ lineId: `${id}${n}`, priceMinor: 500 + ((b * n) % 9) * 350, returned: false }));
    const isPaid = b % 5 !== 0;
    const order: OrderState = { id, customerId, placedMs: ms, sales: [], cancelledMs: null, revision: 0, lines, refunds: [], fulfillments: [] };
    if (isPaid) order.sales.push({ atMs: ms, amountMinor: totalOf(order) });
    orders.push(order);
    return [{ at: new Date(ms), delivery: { order: versionOf(order, ms) }, isObserved: isPaid && pendingDays === 0, ...(codeOf && { codeOf }) }];
  };
  const refund = (order: OrderState | undefined, fields: (leftMinor: number, order: OrderState) => Partial<RefundFact> | undefined): Moment[] => {
    const leftMinor = order ? paidFor(order) - paidBack(order) : 0;
    const more = order && leftMinor > 1 ? fields(leftMinor, order) : undefined;
    if (!order || !more) return [];
    const one: RefundFact = { orderId: order.id, refundId: `${order.id}${order.refunds.length + 3}`, createdAt: iso(ms), amountMinor: 0, transactionIds: [], isPaidBack: true, lines: [], adjustments: [], ...more };
    order.refunds.push(one);
    return [...told({ refund: one }, false), ...changed(order)];
  };
  /** Some time after it was tried, a refund is paid: a transaction says so, and the order's next version. */
  const arrive = (): Moment[] => {
    const order = orders.find(({ refunds }) => refunds.some(awaitsMoney));
    const tried = order?.refunds.find(awaitsMoney);
    const amountMinor = order && tried ? Math.min(paidFor(order) - paidBack(order), tried.lines?.[0]?.subtotalMinor ?? 0) : 0;
    if (!order || !tried || amountMinor === 0) return [];
    order.refunds = order.refunds.map((one) => (one === tried ? { ...tried, amountMinor, isPaidBack: true } : one));
    const transaction: TransactionFact = { orderId: order.id, transactionId: tried.transactionIds[0]!, kind: "refund", status: "success", amountMinor, currency: "GBP", processedAt: iso(ms), gateway: null, parentId: null };
    return [...told({ transaction }, false), ...changed(order)];
  };
  const happen = ({ kind, a, b }: PointsStep): Moment[] => {
    const order = pick(orders, a);
    switch (kind) {
      case "place":
        return place(customerOf(a), b);
      case "use":
        return place(customerOf(a), b, customerOf(a));
      case "pay":
        // The order, or what an exchange added; nobody pays on for what was given back.
        if (!order || paidBack(order) > 0 || paidFor(order) >= costNow(order)) return [];
        order.sales.push({ atMs: ms, amountMinor: Math.ceil((costNow(order) - paidFor(order)) / (order.sales.length > 0 && b % 2 ? 2 : 1)) });
        return [...told({ transaction: salesOf(order).at(-1)! }, true), ...changed(order, true)];
      case "edit":
        // A line is taken down after the order was placed; what was paid too much is not of interest here.
        if (!order || order.sales.length > 0 || order.cancelledMs !== null) return [];
        order.lines[0]!.priceMinor = Math.ceil(order.lines[0]!.priceMinor / 2);
        return changed(order);
      case "refund-lines":
        return refund(order, (leftMinor, it) => {
          const line = it.lines.find((one) => !one.returned);
          if (!line || line.priceMinor > leftMinor) return undefined;
          line.returned = true;
          return { amountMinor: line.priceMinor, lines: [{ lineId: line.lineId, quantity: 1, subtotalMinor: line.priceMinor, taxMinor: 0 }] };
        });
      case "refund-amount":
        return refund(order, (leftMinor) => ({ amountMinor: 1 + (b % (leftMinor - 1)) }));
      case "refund-shipping":
        return refund(order, (leftMinor) => ({ amountMinor: Math.min(SHIPPING_MINOR, leftMinor), adjustments: [{ kind: "shipping_refund", amountMinor: -Math.min(SHIPPING_MINOR, leftMinor), taxMinor: 0 }] }));
      case "refund-all":
        return refund(order, (leftMinor) => ({ amountMinor: leftMinor }));
      case "refund-tried":
        return refund(order, (_leftMinor, it) => {
          const line = it.lines.find((one) => !one.returned);
          if (!line || it.refunds.some(awaitsMoney)) return undefined;
          line.returned = true;
          return { transactionIds: [`${it.id}${it.refunds.length + 3}7`], isPaidBack: false, lines: [{ lineId: line.lineId, quantity: 1, subtotalMinor: line.priceMinor, taxMinor: 0 }] };
        });
      case "refund-arrives":
        return arrive();
      case "take-off":
        // A refund of a line that moves no money, as an edit of a paid order makes one.
        return refund(order, (_leftMinor, it) => {
          const line = it.lines.find((one) => !one.returned);
          if (!line || it.cancelledMs !== null) return undefined;
          line.returned = true;
          return { isPaidBack: false, lines: [{ lineId: line.lineId, quantity: 1, subtotalMinor: line.priceMinor, taxMinor: 0 }] };
        });
      case "exchange": {
        // Of a paid order: a line comes off without money, and another, that costs as much, less or more, comes in its place. While a
        // refund is tried, Shopify sets the new line against it, and when its points end depends on what was heard first.
        const line = order?.lines.find((one) => !one.returned);
        if (!order || !line || order.cancelledMs !== null || order.refunds.some(awaitsMoney) || paidFor(order) - paidBack(order) < line.priceMinor) return [];
        return refund(order, () => {
          line.returned = true;
          order.lines.push({ lineId: `${order.id}${order.lines.length + 1}`, priceMinor: [line.priceMinor, Math.ceil(line.priceMinor / 2), line.priceMinor + 300][b % 3]!, returned: false });
          return { isPaidBack: false, lines: [{ lineId: line.lineId, quantity: 1, subtotalMinor: line.priceMinor, taxMinor: 0 }] };
        });
      }
      case "cancel":
        if (!order || order.cancelledMs !== null) return [];
        order.cancelledMs = ms;
        return changed(order);
      case "fulfill":
        if (!order || order.cancelledMs !== null || order.fulfillments.length > 2) return [];
        order.fulfillments.push({ fulfillmentId: `${order.id}${order.fulfillments.length + 5}`, status: "success", createdAt: iso(ms) });
        return changed(order);
      case "cancel-parcel": {
        const parcel = order?.fulfillments.find(({ status }) => status === "success");
        if (!order || !parcel) return [];
        order.fulfillments[order.fulfillments.indexOf(parcel)] = { ...parcel, status: "cancelled", cancelledAt: iso(ms) };
        return changed(order);
      }
      case "move":
        if (!order || order.customerId === customerOf(b)) return [];
        order.customerId = customerOf(b);
        return changed(order, true);
      case "merge":
        // Who was merged away is gone, and Shopify merges nobody who was erased (REDACTED_AT of its CustomerMergeErrorFieldType).
        if (customerOf(a) === customerOf(b) || [customerOf(a), customerOf(b)].some((id) => gone.has(id) || redacted.has(id))) return [];
        gone.add(customerOf(b));
        for (const tag of tagged.get(customerOf(b))!) tagged.get(customerOf(a))!.add(tag);
        return told({ merge: { keptId: customerOf(a), removedId: customerOf(b), at: new Date(ms) } }, true);
      case "sign-in":
        return told({ customer: personOf(customerOf(a), ms, "enabled") }, true);
      case "tag": {
        if (gone.has(customerOf(a))) return [];
        const tag = pick(TAGS, b)!;
        const isAdded = !tagged.get(customerOf(a))!.delete(tag);
        if (isAdded) tagged.get(customerOf(a))!.add(tag);
        return told({ tag: { customerId: customerOf(a), tags: [tag], isAdded, at: iso(ms) } }, false);
      }
      case "redact":
        redacted.add(customerOf(a));
        return told({ redactedId: customerOf(a) }, true);
      default:
        return [{ at: new Date(ms), act: kind, a, b, customerId: customerOf(a) }];
    }
  };
  return steps.flatMap((step) => {
    ms += step.waitMinutes * 60_000;
    return happen(step);
  });
}
