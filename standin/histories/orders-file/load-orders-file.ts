import { orderToken } from "#standin/shop/place-order.ts";
import type { CustomerRecord, OrderRecord, TransactionRecord } from "#standin/shop/records.ts";
import type { Shop } from "#standin/shop/shop.ts";
import { wholeSecond } from "#standin/shop/time.ts";

/** An order that happened, as a file of somebody's own tells it. Instants are ISO, money is in minor units of `currency`. */
export interface HistoryOrder {
  orderId: string | null;
  name: string;
  email: string | null;
  buyer: string;
  createdAt: string;
  paidAt: string | null;
  cancelledAt: string | null;
  fulfilledAt: string | null;
  refundedAt: string;
  financialStatus: string;
  currency: string;
  isTaxIncluded: boolean;
  totalMinor: number;
  shippingMinor: number;
  discountMinor: number;
  refundedMinor: number;
  discountCode: string | null;
  tags: string[];
  sourceName: string | null;
  lines: { title: string; sku: string; quantity: number; priceMinor: number; discountMinor: number; taxMinor: number }[];
}

const WEEK_MS = 7 * 86_400_000;
const PAID = new Set(["paid", "partially_refunded", "refunded"]);

/**
 * Adds orders to a shop's history without telling anybody, at their own times. Those of the seven days before the shop's
 * present wait to be played live. Customers are told apart by e-mail address; who ordered twice uses an account, as in the
 * other history. An order whose id is there already is passed over.
 */
export function loadOrdersFile(shop: Shop, orders: HistoryOrder[]): void {
  const known = new Map([...shop.customers.values(), ...shop.heldBack.flatMap(({ customer }) => customer ?? [])].map((one) => [one.email ?? "", one]));
  const ids = new Set(shop.heldBack.map(({ id }) => id));
  const ordered = new Set([...shop.orders.values(), ...shop.heldBack].flatMap(({ customer }) => customer ?? []));
  const liveFromMs = shop.nowMs() - WEEK_MS;
  for (const one of orders) {
    if (one.orderId !== null && (shop.orders.has(one.orderId) || ids.has(one.orderId))) continue;
    const customer = one.email === null ? null : (known.get(one.email) ?? customerOf(shop, one, one.email));
    if (customer) {
      known.set(customer.email ?? "", customer);
      if (ordered.has(customer)) customer.state = "ENABLED";
      ordered.add(customer);
    }
    const order = orderOf(shop, one, customer);
    ids.add(order.id);
    if (order.processedAtMs >= liveFromMs) {
      shop.heldBack.push(order);
      continue;
    }
    if (customer && !shop.customers.has(customer.id)) shop.addCustomer(customer);
    if (customer) customer.createdAtMs = Math.min(customer.createdAtMs, order.createdAtMs);
    shop.addOrder(order);
  }
  shop.heldBack.sort((a, b) => a.processedAtMs - b.processedAtMs);
}

function customerOf(shop: Shop, { buyer, createdAt }: HistoryOrder, email: string): CustomerRecord {
  const [firstName = "", ...rest] = buyer.split(" ");
  const atMs = wholeSecond(Date.parse(createdAt));
  return { id: shop.nextId("customer"), email, firstName: firstName || null, lastName: rest.join(" ") || null, state: "DISABLED", tags: [], note: null, createdAtMs: atMs, updatedAtMs: atMs, orders: [] };
}

function orderOf(shop: Shop, one: HistoryOrder, customer: CustomerRecord | null): OrderRecord {
  const id = one.orderId ?? shop.nextId("order");
  const createdAtMs = wholeSecond(Date.parse(one.createdAt));
  const instantOf = (instant: string | null) => (instant === null ? null : wholeSecond(Date.parse(instant)));
  const [cancelledAtMs, fulfilledAtMs] = [instantOf(one.cancelledAt), instantOf(one.fulfilledAt)];
  const order: OrderRecord = {
    id, number: Number(/\d{1,15}/.exec(one.name)?.[0] ?? shop.nextOrderNumber()), token: orderToken(shop, id), createdAtMs, processedAtMs: createdAtMs, updatedAtMs: createdAtMs,
    cancelledAtMs, closedAtMs: cancelledAtMs, customer, email: one.email, currency: one.currency, taxesIncluded: one.isTaxIncluded, test: false, sourceName: one.sourceName ?? "web",
    tags: one.tags, note: null, discounts: one.discountCode === null ? [] : [{ code: one.discountCode, amountMinor: one.discountMinor }], shippingMinor: one.shippingMinor, totalMinor: one.totalMinor,
    transactions: [], refunds: [],
    fulfillments: fulfilledAtMs === null ? [] : [{ id: shop.nextId("event"), status: "SUCCESS", createdAtMs: fulfilledAtMs, updatedAtMs: fulfilledAtMs, deliveredAtMs: null }],
    lines: one.lines.map((line) => ({
      id: shop.nextId("line"), product: null, title: line.title, sku: line.sku || null, quantity: line.quantity, unitPriceMinor: line.priceMinor, discountMinor: line.discountMinor,
      taxMinor: line.taxMinor, giftCard: false,
    })),
  };
  if (PAID.has(one.financialStatus)) pay(shop, order, one);
  order.updatedAtMs = Math.max(createdAtMs, cancelledAtMs ?? 0, fulfilledAtMs ?? 0, ...order.transactions.map((transaction) => transaction.createdAtMs));
  return order;
}

// A file that calls an order refunded without saying how much means all of it.
function pay(shop: Shop, order: OrderRecord, { paidAt, refundedAt, refundedMinor, financialStatus, totalMinor }: HistoryOrder): void {
  if (totalMinor === 0) return;
  const sale = transactionOf(shop, { kind: "SALE", amountMinor: totalMinor, atMs: paidAt === null ? order.createdAtMs : Date.parse(paidAt), parentId: null });
  order.transactions.push(sale);
  const backMinor = Math.min(totalMinor, refundedMinor > 0 ? refundedMinor : financialStatus === "refunded" ? totalMinor : 0);
  if (backMinor === 0) return;
  const back = transactionOf(shop, { kind: "REFUND", amountMinor: backMinor, atMs: Date.parse(refundedAt), parentId: sale.id });
  order.transactions.push(back);
  order.refunds.push({
    id: shop.nextId("event"), createdAtMs: back.createdAtMs, note: null, lines: [], shippingLines: [], totalMinor: backMinor, transactions: [back], adjustments: [{ id: shop.nextId("event"), amountMinor: -backMinor }],
  });
}

function transactionOf(shop: Shop, { kind, amountMinor, atMs, parentId }: Pick<TransactionRecord, "kind" | "amountMinor" | "parentId"> & { atMs: number }): TransactionRecord {
  const instantMs = wholeSecond(atMs);
  return { id: shop.nextId("event"), kind, status: "SUCCESS", amountMinor, createdAtMs: instantMs, processedAtMs: instantMs, gateway: "manual", parentId };
}
