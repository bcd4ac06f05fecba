import fc from "fast-check";
import { cancelOrder, deleteOrder, fulfillOrder, moveOrder, payOrder, updateOrder } from "#standin/shop/change-order.ts";
import { createCustomer, deleteCustomer, mergeCustomers, redactCustomer, updateCustomer } from "#standin/shop/change-customer.ts";
import { editOrder } from "#standin/shop/edit-order.ts";
import { paidMinor, refundedMinor, returnedQuantity } from "#standin/shop/order-sums.ts";
import { placeOrder } from "#standin/shop/place-order.ts";
import { refundOrder } from "#standin/shop/refund-order.ts";
import type { CustomerRecord, OrderRecord } from "#standin/shop/records.ts";
import type { LabShop } from "./shop-lab.ts";

const KINDS = ["place", "pay", "tag", "refund", "refund-all", "exchange", "cancel", "delete", "move", "fulfill", "merge", "rename", "new-customer", "delete-customer", "redact"] as const;
const KINDS_OF_GUESTS = ["guest", "correct", "sign-up"] as const;

/** One thing that happens in a shop. `a` and `b` choose whom it happens to; `waitSeconds` pass before it. */
export type Step = { kind: (typeof KINDS)[number] | (typeof KINDS_OF_GUESTS)[number]; a: number; b: number; waitSeconds: number };

const weights: Record<Step["kind"], number> = {
  place: 14, pay: 3, tag: 3, refund: 3, "refund-all": 2, exchange: 2, cancel: 2, delete: 2, move: 2, fulfill: 1, merge: 2, rename: 1, "new-customer": 1, "delete-customer": 1, redact: 1,
  guest: 6, correct: 4, "sign-up": 4,
};

/**
 * `isSameSecond`: some steps happen within one second of the step before, so that versions cannot be told apart by time.
 * `withGuests`: some buy without becoming a customer, and may become one, or turn out to be one, later.
 */
export const anyStep = ({ isSameSecond, withGuests = false }: { isSameSecond: boolean; withGuests?: boolean }): fc.Arbitrary<Step> =>
  fc.record({
    kind: fc.oneof(...[...KINDS, ...(withGuests ? KINDS_OF_GUESTS : [])].map((kind) => ({ weight: weights[kind], arbitrary: fc.constant(kind) }))),
    a: fc.nat(1_000),
    b: fc.nat(1_000),
    waitSeconds: fc.oneof(fc.constant(isSameSecond ? 0 : 1), fc.integer({ min: 1, max: 90_000 })),
  });

const TAGS = [[], ["staff"], ["Staff", "vip"], ["vip"]];

/** Lets one thing happen, if there is anything that it can happen to. Answers the shop's clock afterwards. */
export function play(lab: LabShop, step: Step, clockMs: number): number {
  const atMs = clockMs + step.waitSeconds * 1_000;
  lab.setClock(atMs);
  ACTS[step.kind](lab, { ...step, atMs });
  return atMs;
}

type Act = (lab: LabShop, step: { a: number; b: number; atMs: number }) => void;

const pick = <T>(items: Iterable<T>, index: number): T | undefined => {
  const list = [...items];
  return list[index % Math.max(1, list.length)];
};
const anOrder = (lab: LabShop, index: number): OrderRecord | undefined => pick(lab.house.shop.orders.values(), index);
const aCustomer = (lab: LabShop, index: number): CustomerRecord | undefined => pick(lab.house.shop.customers.values(), index);

const GUEST = "guest";
const guestAddress = (index: number): string => `${GUEST}${index % 4}@example.com`;
const guestOrders = (lab: LabShop): OrderRecord[] => [...lab.house.shop.orders.values()].filter(({ customer }) => customer === null);

// Of a merge or an erasure a later reader of everything learns nothing, so nobody is merged away or erased whose address leads,
// or may lead, orders of guests to them.
const isKnownByAddress = (lab: LabShop, { email }: CustomerRecord): boolean => email !== null && (email.startsWith(GUEST) || guestOrders(lab).some((order) => order.email === email));

const onOrder = (change: (lab: LabShop, order: OrderRecord, step: { b: number; atMs: number }) => void): Act => (lab, step) => {
  const order = anOrder(lab, step.a);
  if (order) change(lab, order, step);
};

const ACTS: Record<Step["kind"], Act> = {
  place: (lab, { a, b, atMs }) => {
    const known = a % 3 === 0 ? undefined : aCustomer(lab, a);
    placeOrder(lab.house.shop, {
      ...(known && { customer: { id: known.id } }),
      totalMinor: b % 11 === 0 ? 0 : 500 + (b % 7) * 250,
      createdAt: new Date(atMs).toISOString(),
      // An order that was brought over from elsewhere is older than its row.
      ...(b % 9 === 0 && { processedAt: new Date(atMs - 86_400_000 * (b % 40)).toISOString() }),
      paid: b % 4 !== 0,
      test: b % 13 === 0,
      tags: TAGS[b % 5] ?? [],
    });
  },
  pay: onOrder((lab, order, { atMs }) => {
    // Nobody pays on for what was given back.
    if (refundedMinor(order) === 0) payOrder(lab.house.shop, order, atMs);
  }),
  tag: onOrder((lab, order, { b, atMs }) => updateOrder(lab.house.shop, order, { update: { tags: TAGS[b % 4] ?? [] }, atMs })),
  refund: onOrder((lab, order, { atMs }) => {
    const leftMinor = paidMinor(order) - refundedMinor(order);
    if (leftMinor > 1) refundOrder(lab.house.shop, order, { amountMinor: Math.floor(leftMinor / 2), atMs });
  }),
  "refund-all": onOrder((lab, order, { atMs }) => {
    if (paidMinor(order) - refundedMinor(order) > 0) refundOrder(lab.house.shop, order, { full: true, atMs });
  }),
  exchange: onOrder((lab, order, { b, atMs }) => {
    const line = order.lines.at(-1);
    if (!line || order.cancelledAtMs !== null || paidMinor(order) - refundedMinor(order) < line.unitPriceMinor || returnedQuantity(order, line) > 0) return;
    // For something that costs as much, or less, or more, which may be paid later.
    const unitPriceMinor = [line.unitPriceMinor, Math.ceil(line.unitPriceMinor / 2), line.unitPriceMinor + 300][b % 3]!;
    editOrder(lab.house.shop, order, { takeOff: [{ lineId: line.id, quantity: 1 }], add: [{ title: "Another", quantity: 1, unitPriceMinor }], atMs });
  }),
  cancel: onOrder((lab, order, { atMs }) => {
    if (order.cancelledAtMs === null) cancelOrder(lab.house.shop, order, atMs);
  }),
  delete: onOrder((lab, order, { atMs }) => deleteOrder(lab.house.shop, order, atMs)),
  move: onOrder((lab, order, { b, atMs }) => {
    const customer = aCustomer(lab, b);
    if (customer && customer !== order.customer) moveOrder(lab.house.shop, order, { customer, atMs });
  }),
  fulfill: onOrder((lab, order, { atMs }) => fulfillOrder(lab.house.shop, order, { delivered: true, atMs })),
  merge: (lab, { a, b }) => {
    const [keep, remove] = [aCustomer(lab, a), aCustomer(lab, b)];
    if (keep && remove && keep !== remove && !isKnownByAddress(lab, remove)) mergeCustomers(lab.house.shop, { keep, remove, status: a % 6 === 0 ? "failed" : "completed" });
  },
  rename: (lab, { a, b }) => {
    const customer = aCustomer(lab, a);
    if (customer?.email) updateCustomer(lab.house.shop, customer, { firstName: `Name ${b}` });
  },
  "new-customer": (lab) => void createCustomer(lab.house.shop, {}),
  "delete-customer": (lab, { a }) => {
    // Shopify refuses to delete a customer who has orders.
    const customer = pick([...lab.house.shop.customers.values()].filter((one) => one.orders.length === 0), a);
    if (customer) deleteCustomer(lab.house.shop, customer);
  },
  redact: (lab, { a }) => {
    const customer = aCustomer(lab, a);
    if (customer && !isKnownByAddress(lab, customer)) redactCustomer(lab.house.shop, customer);
  },
  guest: (lab, { a, b, atMs }) => {
    const email = (a % 2 === 0 && aCustomer(lab, b)?.email) || guestAddress(a);
    placeOrder(lab.house.shop, { customer: null, email, totalMinor: 500 + (b % 7) * 250, createdAt: new Date(atMs).toISOString(), paid: b % 4 !== 0 });
  },
  correct: (lab, { a, b, atMs }) => {
    const order = pick(guestOrders(lab), a);
    // Two addresses within one second are no two versions.
    if (!order || Math.floor(atMs / 1_000) * 1_000 <= order.updatedAtMs) return;
    order.email = (b % 2 === 0 && aCustomer(lab, b)?.email) || guestAddress(b);
    updateOrder(lab.house.shop, order, { update: {}, atMs });
  },
  "sign-up": (lab, { a }) => {
    if (!lab.house.shop.findCustomerByEmail(guestAddress(a))) createCustomer(lab.house.shop, { email: guestAddress(a) });
  },
};
