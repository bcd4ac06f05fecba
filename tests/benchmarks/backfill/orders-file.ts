import { once } from "node:events";
import fs from "node:fs";
import path from "node:path";

const FOLDER = path.join(".data", "bench");
const CUSTOMERS_PER_ORDER = 0.3;
const FIRST_ORDER_MS = Date.UTC(2023, 0, 1);
const SECONDS_BETWEEN = 60;
const PIECE = 1_000;

const money = (pence: number) => ({ shopMoney: { amount: (pence / 100).toFixed(2), currencyCode: "GBP" } });

export interface OrdersFile {
  file: string;
  bytes: number;
}

/**
 * A bulk operation's file as the query in app/shopify/documents/bulk-orders.ts gives it, grouped: each order with the
 * payment on its own line of JSON, its two lines behind it. Three customers for ten orders, spread at random, the same in
 * every run. Written once and kept.
 */
export async function ordersFile(orders: number): Promise<OrdersFile> {
  const file = path.join(FOLDER, `orders-${orders}.jsonl`);
  if (!fs.existsSync(file)) {
    fs.mkdirSync(FOLDER, { recursive: true });
    const out = fs.createWriteStream(`${file}.part`);
    for (let from = 0; from < orders; from += PIECE) {
      let text = "";
      for (let number = from; number < Math.min(orders, from + PIECE); number++) text += orderLines(number, orders * CUSTOMERS_PER_ORDER);
      if (!out.write(text)) await once(out, "drain");
    }
    out.end();
    await once(out, "finish");
    // On the disk before anything is measured: two gigabytes that are still to be written would be written during the load.
    const written = fs.openSync(`${file}.part`, "r");
    fs.fsyncSync(written);
    fs.closeSync(written);
    // Under its name only when it is whole.
    fs.renameSync(`${file}.part`, file);
  }
  return { file, bytes: fs.statSync(file).size };
}

function orderLines(number: number, customers: number): string {
  const id = `gid://shopify/Order/${6_100_000_000_000 + number}`;
  const order = adminOrder(number, id, spread(number) % Math.ceil(customers));
  const lines = [0, 1].map((at) => ({ ...adminLine(number * 2 + at), __parentId: id }));
  return [order, ...lines].map((line) => `${JSON.stringify(line)}\n`).join("");
}

// Knuth's multiplicative hash: neighbours lie far apart, and every run has the same ones.
const spread = (number: number) => Math.imul(number, 2_654_435_761) >>> 0;

function adminOrder(number: number, id: string, customer: number) {
  const at = new Date(FIRST_ORDER_MS + number * SECONDS_BETWEEN * 1_000).toISOString().replace(".000Z", "Z");
  const total = money(2_395);
  return {
    id, name: `#${1001 + number}`, createdAt: at, processedAt: at, updatedAt: at, cancelledAt: null, closedAt: null, test: false, sourceName: "web", tags: ["gift"],
    currencyCode: "GBP", taxesIncluded: true, checkoutToken: null, email: null, discountCodes: [],
    displayFinancialStatus: "PAID", displayFulfillmentStatus: "UNFULFILLED",
    totalPriceSet: total, originalTotalPriceSet: total, subtotalPriceSet: money(2_000), totalDiscountsSet: money(0), totalTaxSet: money(399),
    totalShippingPriceSet: money(395),
    customer: { id: `gid://shopify/Customer/${7_200_000_000_000 + customer}` },
    transactions: [{ id: `gid://shopify/OrderTransaction/${9_100_000_000_000 + number}`, kind: "SALE", status: "SUCCESS", gateway: "shopify_payments", createdAt: at, processedAt: at, amountSet: total, parentTransaction: null }],
    fulfillments: [],
    refunds: [],
  };
}

function adminLine(number: number) {
  const product = 8_300_000_000_000 + (number % 500);
  return {
    id: `gid://shopify/LineItem/${12_100_000_000_000 + number}`, title: "White hanging heart candle holder", quantity: 1, isGiftCard: false,
    product: { id: `gid://shopify/Product/${product}` }, variant: { id: `gid://shopify/ProductVariant/${product}` },
    originalUnitPriceSet: money(1_000), discountAllocations: [], taxLines: [{ priceSet: money(199) }],
  };
}
