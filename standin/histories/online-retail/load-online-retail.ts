import { addPayment } from "#standin/shop/change-order.ts";
import { linesPriceMinor } from "#standin/shop/order-sums.ts";
import { orderToken } from "#standin/shop/place-order.ts";
import type { CustomerRecord, OrderRecord, ProductRecord } from "#standin/shop/records.ts";
import type { Shop } from "#standin/shop/shop.ts";
import { readInvoices, type Invoice } from "./read-invoices.ts";

const DAY_MS = 86_400_000;
const WEEK_MS = 7 * DAY_MS;

/**
 * Fills the shop with the 18,532 real orders, moved by whole weeks so that the last one falls within the seven days
 * before the shop's present. Orders from `holdBackFromMs` on (seven days before now) wait to be played live. Customers
 * with two orders or more use their account (state enabled), those with one never signed in.
 */
export function loadOnlineRetail(shop: Shop, { holdBackFromMs }: { holdBackFromMs?: number }): void {
  const invoices = readInvoices();
  const last = invoices.at(-1);
  if (!last) throw new Error("the history is empty");
  const now = shop.nowMs();
  const shiftMs = Math.floor((now - last.atMs) / WEEK_MS) * WEEK_MS;
  shop.dataShiftDays = shiftMs / DAY_MS;
  const splitMs = holdBackFromMs ?? now - WEEK_MS;

  const products = addProducts(shop, invoices, shiftMs);
  const customers = new Map<string, CustomerRecord>();
  const ordersOf = Map.groupBy(invoices, ({ customerId }) => customerId);
  for (const invoice of invoices) {
    const atMs = invoice.atMs + shiftMs;
    const customer = customers.get(invoice.customerId) ?? customerOf(shop, invoice.customerId, { atMs, isRegular: (ordersOf.get(invoice.customerId) ?? []).length >= 2 });
    customers.set(invoice.customerId, customer);
    const order = orderOf(shop, invoice, { customer, products, atMs });
    if (atMs >= splitMs) {
      shop.heldBack.push(order);
      continue;
    }
    if (!shop.customers.has(customer.id)) shop.addCustomer(customer);
    shop.addOrder(order);
  }
}

/** One product per stock code, in the order of the codes, named and priced as in its first line. */
function addProducts(shop: Shop, invoices: Invoice[], shiftMs: number): Map<string, ProductRecord> {
  const first = new Map<string, { title: string; priceMinor: number; createdAtMs: number }>();
  for (const { lines, atMs } of invoices) {
    for (const { stockCode, description, unitPriceMinor } of lines) {
      if (!first.has(stockCode)) first.set(stockCode, { title: description, priceMinor: unitPriceMinor, createdAtMs: atMs + shiftMs });
    }
  }
  const products = new Map<string, ProductRecord>();
  for (const [sku, seen] of [...first].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const id = shop.nextId("product");
    const product = { id, variantId: `4${id.slice(1)}`, sku, giftCard: false, ...seen };
    products.set(sku, product);
    shop.products.set(id, product);
  }
  return products;
}

function customerOf(shop: Shop, customerId: string, { atMs, isRegular }: { atMs: number; isRegular: boolean }): CustomerRecord {
  return {
    id: shop.nextId("customer"), email: `c${customerId}@example.com`, firstName: null, lastName: null, state: isRegular ? "ENABLED" : "DISABLED",
    tags: [], note: null, createdAtMs: atMs, updatedAtMs: atMs, orders: [],
    // Two of three agreed to marketing, which the data does not say.
    marketingState: Number(customerId) % 3 === 0 ? "NOT_SUBSCRIBED" : "SUBSCRIBED",
  };
}

interface OrderParts {
  customer: CustomerRecord;
  products: Map<string, ProductRecord>;
  atMs: number;
}

function orderOf(shop: Shop, invoice: Invoice, { customer, products, atMs }: OrderParts): OrderRecord {
  const id = shop.nextId("order");
  const order: OrderRecord = {
    id, number: shop.nextOrderNumber(), token: orderToken(shop, id), createdAtMs: atMs, processedAtMs: atMs, updatedAtMs: atMs,
    cancelledAtMs: null, closedAtMs: null, customer, email: customer.email, currency: "GBP", taxesIncluded: true, test: false,
    sourceName: "web", tags: [], note: null, discounts: [], shippingMinor: 0, totalMinor: invoice.totalMinor,
    transactions: [], refunds: [], fulfillments: [],
    lines: invoice.lines.map(({ stockCode, description, quantity, unitPriceMinor }) => ({
      id: shop.nextId("line"), product: products.get(stockCode) ?? null, title: description, sku: stockCode, quantity, unitPriceMinor,
      discountMinor: 0, taxMinor: 0, giftCard: false,
    })),
  };
  if (linesPriceMinor(order) !== order.totalMinor) throw new Error(`the lines of invoice ${invoice.invoiceNo} do not add up`);
  addPayment(shop, order, atMs);
  return order;
}
