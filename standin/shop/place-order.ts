import { createHash } from "node:crypto";
import { customerPayload } from "#standin/webhooks/payloads/customer-payload.ts";
import { orderPayload } from "#standin/webhooks/payloads/order-payload.ts";
import { transactionPayload } from "#standin/webhooks/payloads/transaction-payload.ts";
import { addPayment } from "./change-order.ts";
import { createCustomer, type CustomerInput } from "./change-customer.ts";
import { financialStatus, linePriceMinor } from "./order-sums.ts";
import type { CustomerRecord, DiscountRecord, LineRecord, OrderRecord } from "./records.ts";
import type { Shop } from "./shop.ts";
import { instantMs } from "./time.ts";

export interface LineInput {
  title: string;
  quantity: number;
  unitPriceMinor: number;
  sku?: string;
  productId?: string;
  variantId?: string;
  giftCard?: boolean;
  taxMinor?: number;
}

/** What a customer bought. Without lines one line of `totalMinor` is made; without a customer a new one buys. */
export interface OrderInput {
  id?: string;
  customer?: CustomerInput | null;
  email?: string;
  totalMinor?: number;
  lines?: LineInput[];
  shippingMinor?: number;
  currency?: string;
  taxesIncluded?: boolean;
  createdAt?: string;
  processedAt?: string;
  paid?: boolean;
  test?: boolean;
  tags?: string[];
  sourceName?: string;
  note?: string;
  discountCodes?: (string | DiscountRecord)[];
  /** False: it happens in the shop, but its webhooks are lost. */
  deliver?: boolean;
}

/** Places an order, makes its customer if need be, and sends what Shopify sends. Throws when the id is taken. */
export function placeOrder(shop: Shop, input: OrderInput): OrderRecord {
  if (input.id !== undefined && shop.orders.has(input.id)) throw new Error(`order ${input.id} exists already`);
  const createdAtMs = instantMs(input.createdAt ?? input.processedAt, shop.nowMs());
  const known = new Set(shop.customers.keys());
  const customer = input.customer === null ? null : buyer(shop, input.customer ?? {}, createdAtMs);
  const order = orderOf(shop, input, { customer, createdAtMs });
  if (input.paid !== false) addPayment(shop, order, order.processedAtMs);
  shop.addOrder(order);
  if (input.deliver !== false) announceOrder(shop, order, customer !== null && !known.has(customer.id));
  return order;
}

/** The webhooks of a placed order, in the order in which Shopify's own events happen. */
export function announceOrder(shop: Shop, order: OrderRecord, isFirstOfCustomer: boolean): void {
  const { customer, createdAtMs } = order;
  shop.confirm(order);
  if (customer && isFirstOfCustomer) {
    shop.emit("customers/create", customerPayload(shop, customer), customer.createdAtMs);
  }
  const body = orderPayload(shop, order);
  shop.emit("orders/create", body, createdAtMs);
  for (const transaction of order.transactions) {
    const sale = transactionPayload(shop, order, transaction);
    shop.emit("order_transactions/create", sale, transaction.createdAtMs);
  }
  // An order that costs nothing is paid without any transaction.
  if (financialStatus(order) === "PAID") shop.emit("orders/paid", body, order.updatedAtMs);
}

function buyer(shop: Shop, input: CustomerInput, createdAtMs: number): CustomerRecord {
  const known = input.id !== undefined ? shop.customers.get(input.id)
    : input.email != null ? shop.findCustomerByEmail(input.email) : undefined;
  return known ?? createCustomer(shop, { ...input, createdAt: new Date(createdAtMs).toISOString(), deliver: false });
}

function orderOf(
  shop: Shop, input: OrderInput, { customer, createdAtMs }: { customer: CustomerRecord | null; createdAtMs: number },
): OrderRecord {
  const id = input.id ?? shop.nextId("order");
  const shippingMinor = input.shippingMinor ?? 0;
  const taxesIncluded = input.taxesIncluded ?? true;
  const discounts = (input.discountCodes ?? []).map((one) => (typeof one === "string" ? { code: one, amountMinor: 0 } : one));
  const discounted = discounts.reduce((total, one) => total + one.amountMinor, 0);
  const lines = (input.lines ?? [{ title: "Gift", quantity: 1, unitPriceMinor: (input.totalMinor ?? 1000) - shippingMinor + discounted }])
    .map((line) => lineOf(shop, line));
  spreadDiscount(lines, discounted);
  const linesMinor = lines.reduce((total, line) => total + linePriceMinor(line) - line.discountMinor + (taxesIncluded ? 0 : line.taxMinor), 0);
  return {
    id, number: shop.nextOrderNumber(), token: orderToken(shop, id), createdAtMs, updatedAtMs: createdAtMs,
    processedAtMs: instantMs(input.processedAt, createdAtMs),
    cancelledAtMs: null, closedAtMs: null, customer, email: input.email ?? customer?.email ?? null,
    currency: input.currency ?? shop.settings.currency, taxesIncluded, test: input.test ?? false,
    sourceName: input.sourceName ?? "web", tags: input.tags ?? [], note: input.note ?? null, discounts, lines, shippingMinor,
    totalMinor: linesMinor + shippingMinor, transactions: [], refunds: [], fulfillments: [],
  };
}

/** The secret of an order's status page and checkout, the same at every run. */
export const orderToken = (shop: Shop, orderId: string): string =>
  createHash("sha256").update(`${shop.settings.domain}/${orderId}`).digest("hex").slice(0, 32);

/** A line of an order, with its product where it names one. */
export function lineOf(shop: Shop, input: LineInput): LineRecord {
  const { title, quantity, unitPriceMinor, giftCard = false } = input;
  let product = input.productId ? shop.products.get(input.productId) ?? null : null;
  if (input.productId && !product) {
    const variantId = input.variantId ?? `${input.productId}1`;
    product = { id: input.productId, variantId, title, sku: input.sku ?? "", priceMinor: unitPriceMinor, createdAtMs: shop.createdAtMs, giftCard };
    shop.products.set(product.id, product);
  }
  return {
    id: shop.nextId("line"), product, title, sku: input.sku ?? product?.sku ?? null, quantity, unitPriceMinor,
    discountMinor: 0, taxMinor: input.taxMinor ?? 0, giftCard,
  };
}

/** Spreads a discount over the lines by price, rounded down; the last line takes what is left. */
function spreadDiscount(lines: LineRecord[], amountMinor: number): void {
  const total = lines.reduce((sum, line) => sum + linePriceMinor(line), 0);
  let left = Math.min(amountMinor, total);
  lines.forEach((line, index) => {
    const share = Math.floor((amountMinor * linePriceMinor(line)) / Math.max(1, total));
    line.discountMinor = index === lines.length - 1 ? left : Math.min(left, share);
    left -= line.discountMinor;
  });
}
