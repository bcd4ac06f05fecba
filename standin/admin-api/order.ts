import {
  currentShippingMinor, currentTotalMinor, discountMinor, financialStatus, fulfillmentStatus, paidMinor, refundedMinor, returnedMinor, subtotalMinor, taxMinor,
} from "#standin/shop/order-sums.ts";
import type { LineRecord, OrderRecord } from "#standin/shop/records.ts";
import { utcInstant } from "#standin/shop/time.ts";
import { connection, fieldsOf, gid, type ConnectionField, type FieldArguments, type RequestContext, type Resolve } from "./fields.ts";
import { moneyBag } from "./money-bag.ts";
import { compileSearch, type SearchFields } from "./search-query.ts";

/** Something inside an order, together with its order: a line, a refund, a transaction. */
export interface Inside<Item> {
  order: OrderRecord;
  item: Item;
}

/** An app without read_all_orders sees what was created in the last 60 days. */
const HORIZON_MS = 60 * 86_400_000;

/** Whether this token may see the order at all: the horizon holds for lists, nodes, customers and bulk operations alike. */
export function isVisible(order: OrderRecord, { house, nowMs }: RequestContext): boolean {
  return house.shop.grantedScopes.includes("read_all_orders") || order.createdAtMs >= nowMs - HORIZON_MS;
}

const SEARCH: SearchFields<OrderRecord> = {
  id: (order) => ({ kind: "id", id: order.id }),
  customer_id: (order) => ({ kind: "id", id: order.customer?.id ?? "" }),
  created_at: (order) => ({ kind: "instant", atMs: order.createdAtMs }),
  updated_at: (order) => ({ kind: "instant", atMs: order.updatedAtMs }),
  processed_at: (order) => ({ kind: "instant", atMs: order.processedAtMs }),
  name: (order) => ({ kind: "words", words: [`#${order.number}`, String(order.number)] }),
  email: (order) => ({ kind: "words", words: order.email ? [order.email] : [] }),
  tag: (order) => ({ kind: "words", words: order.tags }),
  test: (order) => ({ kind: "words", words: [String(order.test)] }),
  source_name: (order) => ({ kind: "words", words: [order.sourceName] }),
  discount_code: (order) => ({ kind: "words", words: order.discounts.map((one) => one.code) }),
  financial_status: (order) => ({ kind: "words", words: [financialStatus(order)] }),
  status: (order) => ({ kind: "words", words: ["any", order.cancelledAtMs !== null ? "cancelled" : order.closedAtMs !== null ? "closed" : "open"] }),
};

const SORT_VALUES: Record<string, (order: OrderRecord) => number> = {
  CREATED_AT: (order) => order.createdAtMs,
  UPDATED_AT: (order) => order.updatedAtMs,
  PROCESSED_AT: (order) => order.processedAtMs,
  ID: () => 0,
};

/** The visible orders that match the argument `query`. */
export function searchOrders(orders: Iterable<OrderRecord>, args: FieldArguments, context: RequestContext): OrderRecord[] {
  const test = compileSearch(args["query"], SEARCH);
  const found: OrderRecord[] = [];
  for (const order of orders) if (isVisible(order, context) && test(order)) found.push(order);
  return found;
}

/** The `orders` connection of the shop or of a customer. */
export function ordersConnection<Source>(
  ordersOf: (source: Source, context: RequestContext) => Iterable<OrderRecord>, defaultSortKey: string,
): ConnectionField<Source> {
  return {
    list(source, args, context) {
      const sortKey = String(args["sortKey"] ?? defaultSortKey);
      const valueOf = SORT_VALUES[sortKey] ?? SORT_VALUES["ID"]!;
      const items = searchOrders(ordersOf(source, context), args, context);
      items.sort((a, b) => valueOf(a) - valueOf(b) || a.id.length - b.id.length || (a.id < b.id ? -1 : 1));
      return { items, keyOf: (item) => ({ value: valueOf(item as OrderRecord), id: (item as OrderRecord).id }) };
    },
  };
}

type Field = Resolve<OrderRecord>;
const instant = (read: (order: OrderRecord) => number | null): Field => (order) => {
  const atMs = read(order);
  return atMs === null ? null : utcInstant(atMs);
};
const money = (read: (order: OrderRecord) => number): Field => (order) => moneyBag(read(order), order.currency);

/** Discounts as Shopify lists them: one application per code. */
export const discountApplications = (order: OrderRecord): object[] => order.discounts.map((discount, index) => ({
  __typename: "DiscountCodeApplication", code: discount.code, index, allocationMethod: "ACROSS", targetSelection: "ALL",
  targetType: "LINE_ITEM",
  value: { __typename: "MoneyV2", ...moneyBag(discount.amountMinor, order.currency).shopMoney },
}));

const firstOf = <T>(items: readonly T[], args: FieldArguments): readonly T[] =>
  (typeof args["first"] === "number" ? items.slice(0, args["first"]) : items);

const inside = <Item>(order: OrderRecord, items: readonly Item[]): Inside<Item>[] => items.map((item) => ({ order, item }));

/** The place of an order among all of its customer's, tests left out, as Shopify counts it. */
function customerOrderIndex(order: OrderRecord): number | null {
  if (!order.customer || order.test) return null;
  return order.customer.orders.filter((one) => !one.test && one.processedAtMs <= order.processedAtMs).length;
}

export const orderFields = fieldsOf<OrderRecord>({
  id: (order) => gid("Order", order.id),
  legacyResourceId: (order) => order.id,
  name: (order) => `#${order.number}`,
  number: (order) => order.number,
  createdAt: instant((order) => order.createdAtMs),
  processedAt: instant((order) => order.processedAtMs),
  updatedAt: instant((order) => order.updatedAtMs),
  cancelledAt: instant((order) => order.cancelledAtMs),
  cancelReason: (order) => (order.cancelledAtMs === null ? null : "CUSTOMER"),
  closedAt: instant((order) => order.closedAtMs),
  closed: (order) => order.closedAtMs !== null,
  confirmed: () => true,
  confirmationNumber: (order) => order.token.slice(0, 9).toUpperCase(),
  checkoutToken: (order) => order.token,
  cartToken: () => null,
  statusPageUrl: (order, _args, { house: { shop } }) =>
    `https://${shop.settings.domain}/${shop.id}/orders/${order.token}/authenticate?key=${order.token.slice(0, 8)}`,
  test: (order) => order.test,
  edited: () => false,
  sourceName: (order) => order.sourceName,
  tags: (order) => order.tags,
  note: (order) => order.note,
  email: (order) => order.email,
  phone: () => null,
  customAttributes: () => [],
  currencyCode: (order) => order.currency,
  presentmentCurrencyCode: (order) => order.currency,
  taxesIncluded: (order) => order.taxesIncluded,
  taxExempt: () => false,
  paymentGatewayNames: (order) => [...new Set(order.transactions.map((one) => one.gateway))],
  displayFinancialStatus: financialStatus,
  displayFulfillmentStatus: fulfillmentStatus,
  fullyPaid: (order) => paidMinor(order) >= order.totalMinor,
  unpaid: (order) => paidMinor(order) === 0,
  totalPriceSet: money((order) => order.totalMinor),
  originalTotalPriceSet: money((order) => order.originalTotalMinor ?? order.totalMinor),
  subtotalPriceSet: money(subtotalMinor),
  currentSubtotalPriceSet: money((order) => Math.max(0, subtotalMinor(order) - returnedMinor(order))),
  currentTotalPriceSet: money(currentTotalMinor),
  totalTaxSet: money(taxMinor),
  currentTotalTaxSet: money(taxMinor),
  totalDiscountsSet: money(discountMinor),
  currentTotalDiscountsSet: money(discountMinor),
  totalShippingPriceSet: money((order) => order.shippingMinor),
  totalRefundedSet: money(refundedMinor),
  totalReceivedSet: money(paidMinor),
  netPaymentSet: money((order) => paidMinor(order) - refundedMinor(order)),
  totalOutstandingSet: money((order) => Math.max(0, order.totalMinor - paidMinor(order))),
  totalTipReceivedSet: money(() => 0),
  discountCode: (order) => order.discounts[0]?.code ?? null,
  discountCodes: (order) => order.discounts.map((one) => one.code),
  discountApplications: connection(discountApplications, (item) => String((item as { index: number }).index)),
  customer: (order) => order.customer,
  customerJourneySummary: (order) => ({ ready: true, customerOrderIndex: customerOrderIndex(order) }),
  lineItems: connection((order) => inside(order, order.lines), ({ item }: Inside<LineRecord>) => item.id),
  subtotalLineItemsQuantity: (order) => order.lines.reduce((sum, line) => sum + line.quantity, 0),
  transactions: (order, args) => firstOf(inside(order, order.transactions), args),
  refunds: (order, args) => firstOf(inside(order, order.refunds), args),
  fulfillments: (order, args) => firstOf(inside(order, order.fulfillments), args),
  shippingLine: (order) => shippingLines(order)[0] ?? null,
  shippingLines: connection(shippingLines, (item) => String((item as { id: string }).id)),
  shippingAddress: () => null,
  billingAddress: () => null,
});

/** The one line of shipping that an order may have. */
export function shippingLines(order: OrderRecord): object[] {
  if (order.shippingMinor === 0) return [];
  const price = moneyBag(order.shippingMinor, order.currency);
  return [{
    id: gid("ShippingLine", `${order.id}1`), title: "Standard", code: "standard", source: "shopify", custom: false, isRemoved: false,
    carrierIdentifier: null, phone: null, originalPriceSet: price, discountedPriceSet: price, currentDiscountedPriceSet: moneyBag(currentShippingMinor(order), order.currency),
    discountAllocations: [], taxLines: [],
  }];
}
