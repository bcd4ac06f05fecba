import { expect, it } from "vitest";
import type { OrderFact, RefundFact, TransactionFact } from "#app/domain/orders/order-fact.ts";
import { pool } from "#app/platform/db.server.ts";
import { holdingShopFacts } from "#tests/factories/holding-shop-facts.ts";
import { storeCustomers, storeShop } from "#tests/factories/stored-facts.ts";
import { loadOrderPiece } from "./load-order-piece.server.ts";
import { OrderPiece } from "./order-piece.server.ts";
import { insertPayments } from "./upsert-payments.server.ts";
import { upsertOrders } from "./upsert-orders.server.ts";

const NOW = new Date("2026-06-01T12:00:00Z");
const NASTY = ['tab\there', "line\nend\r", "back\\slash \\N", 'say "hi", {you}', "ünïcödé 🎁", "\\.", "", "NULL"];
const at = (hours: number): string => new Date(Date.UTC(2026, 2, 1) + hours * 3_600_000).toISOString();
const byName = (customerId: string) => ({ customerId, email: null, firstName: null, lastName: null, emailHash: null, accountState: null, createdAt: null, updatedAt: null });

/** Numbers from a seed, so that a failure can be had again. */
function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * sides);
  };
}

function randomOrder(roll: (sides: number) => number, id: number): OrderFact {
  const orderId = String(id);
  const text = () => NASTY[roll(NASTY.length)]!;
  const totalMinor = roll(4) * 500;
  const processedAt = at(roll(100));
  const status = ["paid", "pending", "refunded", "partially_refunded"][roll(4)]!;
  const transactions = Array.from({ length: roll(4) }, (_, n): TransactionFact => ({
    orderId, transactionId: String(id * 10 + [8, 11, 9][n]!), kind: ["sale", "capture", "authorization"][roll(3)]!, status: ["success", "success", "failure"][roll(3)]!,
    amountMinor: roll(4) * 500, currency: "GBP", processedAt: at(roll(5)), gateway: roll(2) ? text() : null, parentId: roll(2) ? "7" : null,
  }));
  const refunds = Array.from({ length: roll(3) }, (_, n): RefundFact => ({ orderId, refundId: String(id * 10 + 9 + n), createdAt: at(100 + roll(3)), amountMinor: roll(4) * 500, transactionIds: [], isPaidBack: true, lines: null, adjustments: null }));
  const line = (n: number) => ({ lineId: String(n), productId: roll(2) ? "9007199254740993" : null, variantId: null, title: text(), quantity: 1, priceMinor: 500, discountMinor: 0, taxMinor: 7, isGiftCard: false });
  return {
    orderId, name: roll(5) ? text() : null, customer: roll(5) ? byName(String(1 + roll(6))) : null, emailHash: roll(3) ? null : "0aff", createdAt: processedAt, processedAt, updatedAt: at(100 + roll(9)),
    readAt: at(200), versionHash: `hash-${id}`, cancelledAt: roll(4) ? null : at(120), financialStatus: status, isPaidSeen: status !== "pending", refundedSeenAt: status === "refunded" ? at(121) : null,
    isTest: roll(5) === 0, sourceName: roll(2) ? text() : null, tags: roll(2) ? [text(), text()] : [], currency: "GBP", isTaxIncluded: roll(2) === 0, totalMinor, originalTotalMinor: Math.max(0, totalMinor - roll(2) * 500), subtotalMinor: totalMinor,
    discountMinor: 0, taxMinor: 0, shippingMinor: 0, discountCodes: roll(2) ? [text()] : [], checkoutTokenHash: roll(2) ? "c0ffee" : null, fulfillmentStatus: roll(2) ? "fulfilled" : null,
    fulfillments: roll(2) ? [{ fulfillmentId: "5", status: text(), createdAt: at(3) }] : [], lines: Array.from({ length: roll(3) }, (_, n) => line(n)), transactions, refunds,
  };
}

/** Everything that facts left behind in a shop, but which shop it is. */
async function rowsOf(shopId: number): Promise<unknown> {
  const tables = { orders: "order_id", order_transactions: "transaction_id", refunds: "refund_id", customers: "customer_id" };
  const answers = await Promise.all(Object.entries(tables).map(([table, key]) => pool.query(`SELECT to_jsonb(t) - 'shop_id' - 'dirty_since' AS row FROM ${table} t WHERE shop_id = $1 ORDER BY ${key}`, [shopId])));
  return answers.map(({ rows }) => rows);
}

interface Way {
  domain: string;
  prepare: (shopId: number) => Promise<void>;
  facts: OrderFact[];
}

/** The same orders as one piece of a file and as deliveries bring them: what is stored, and who is left to be settled. */
async function bothWays({ domain, prepare, facts }: Way) {
  const [filed, delivered] = [await storeShop(pool, { domain: `file-${domain}` }), await storeShop(pool, { domain: `deliveries-${domain}` })];
  for (const shopId of [filed, delivered]) await prepare(shopId);
  const piece = new OrderPiece(filed);
  for (const fact of facts) piece.add(fact);
  const asked = await holdingShopFacts(filed, (tx) => loadOrderPiece(tx, filed, { piece, now: NOW }));
  const touched = await holdingShopFacts(delivered, (tx) => upsertOrders(tx, delivered, { facts, now: NOW }));
  const marked = await pool.query<{ id: string }>("SELECT customer_id::text AS id FROM customers WHERE shop_id = $1 AND dirty_since IS NOT NULL", [filed]);
  const left = [...new Set([...asked, ...marked.rows.map(({ id }) => id)])];
  return { filed: await rowsOf(filed), delivered: await rowsOf(delivered), left: left.toSorted(), touched: touched.toSorted() };
}

const PREPARED: [what: string, prepare: Way["prepare"]][] = [
  ["nothing is known", () => Promise.resolve()],
  ["some of the customers are known", (shopId) => storeCustomers(pool, shopId, [{ id: 1 }, { id: 2 }])],
  ["a customer was merged into another", (shopId) => storeCustomers(pool, shopId, [{ id: 1, mergedIntoId: 2, mergedDirectlyIntoId: 2, mergedAt: at(0) }, { id: 2 }])],
  ["a customer was erased", (shopId) => storeCustomers(pool, shopId, [{ id: 3, redactedAt: at(0) }])],
  ["the waiting orders' customer is known", async (shopId) => {
    await storeCustomers(pool, shopId, [{ id: 9 }]);
    await pool.query("UPDATE customers SET email_hash = '\\x0aff' WHERE shop_id = $1", [shopId]);
  }],
  ["a payment came before its order", (shopId) =>
    holdingShopFacts(shopId, (tx) => insertPayments(tx, shopId, { transactions: [{ orderId: "1005", transactionId: "1", kind: "sale", status: "success", amountMinor: 5_000, currency: "GBP", processedAt: at(1), gateway: null, parentId: null }], refunds: [] }))],
  ["a refund came before its order", (shopId) => holdingShopFacts(shopId, (tx) => insertPayments(tx, shopId, { transactions: [], refunds: [{ orderId: "1006", refundId: "1", createdAt: at(1), amountMinor: 5_000, transactionIds: [], isPaidBack: true, lines: [], adjustments: [] }] }))],
  ["a version of one order is known", async (shopId) => {
    await holdingShopFacts(shopId, (tx) => upsertOrders(tx, shopId, { facts: [{ ...randomOrder(dice(99), 1_003), updatedAt: at(104), readAt: null }], now: NOW }));
  }],
  ["an order between them is known", async (shopId) => {
    await holdingShopFacts(shopId, (tx) => upsertOrders(tx, shopId, { facts: [randomOrder(dice(98), 1_000)], now: NOW }));
  }],
];

it.each(PREPARED)("orders of a file are stored as deliveries of the same orders would be, when %s", async (what, prepare) => {
  for (const seed of [1, 2, 3]) {
    const roll = dice(seed);
    // One id below the order that is known between them, so that ids alone do not tell whether any is there.
    const facts = [997, ...Array.from({ length: 60 }, (_, n) => 1_001 + n)].map((id) => randomOrder(roll, id));
    const { filed, delivered, left, touched } = await bothWays({ domain: `${PREPARED.findIndex(([one]) => one === what)}-${seed}.myshopify.com`, prepare, facts });
    expect(filed).toEqual(delivered);
    expect(left).toEqual(touched);
  }
});

it("a payment that a file names twice is kept once, the successful one", async () => {
  const order = randomOrder(dice(5), 1);
  const payment = { orderId: "1", transactionId: "5", kind: "sale", amountMinor: 500, currency: "GBP", processedAt: at(1), gateway: null, parentId: null };
  const facts = [{ ...order, transactions: [{ ...payment, status: "pending" }, { ...payment, status: "success" }] }];
  const { filed, delivered } = await bothWays({ domain: "doubles.myshopify.com", prepare: () => Promise.resolve(), facts });
  expect(filed).toEqual(delivered);
});
