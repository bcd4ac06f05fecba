import { afterAll, beforeAll, expect, it } from "vitest";
import { advanceBackfill } from "#app/jobs/advance-backfill.server.ts";
import { reconcileIds, reconcileUpdated } from "#app/jobs/reconcile.server.ts";
import { rereadOrders } from "#app/jobs/reread-orders.server.ts";
import { readDelivery } from "#app/inbox/read-delivery.server.ts";
import { pool } from "#app/platform/db.server.ts";
import { readOrders } from "#app/shopify/read-orders.server.ts";
import { getShopHash } from "#app/store/shops.server.ts";
import { createCustomer } from "#standin/shop/change-customer.ts";
import { cancelOrder, fulfillOrder, payOrder, updateOrder } from "#standin/shop/change-order.ts";
import { placeOrder, type OrderInput } from "#standin/shop/place-order.ts";
import { refundOrder } from "#standin/shop/refund-order.ts";
import type { OrderRecord } from "#standin/shop/records.ts";
import type { Shop } from "#standin/shop/shop.ts";
import { openLab, type Lab, type LabShop } from "#tests/factories/shop-lab.ts";
import { readScores } from "#tests/factories/stored-scores.ts";

let lab: Lab;
let gifts: LabShop;

beforeAll(async () => {
  lab = await openLab();
  gifts = lab.shop("gifts.myshopify.com");
  await gifts.install();
  await gifts.readHistory();
});
afterAll(() => lab.stop());

const now = () => Math.floor(Date.now() / 1_000) * 1_000;
const lines = [
  { title: "A cup", quantity: 3, unitPriceMinor: 333, productId: "8001", taxMinor: 166 },
  { title: "A card", quantity: 1, unitPriceMinor: 2_500, giftCard: true },
];

/** The newest delivery about the order and Shopify's answer about it, as facts. */
async function bothWays(input: OrderInput, change: (shop: Shop, order: OrderRecord) => void) {
  const order = placeOrder(gifts.house.shop, input);
  change(gifts.house.shop, order);
  const told = gifts.takeTold().findLast(({ topic, body }) => topic.startsWith("orders/") && body.includes(order.id));
  if (!told) throw new Error("Shopify told nothing");
  const shop = await gifts.row();
  const hash = await getShopHash(pool, shop);
  const content = readDelivery(told, { domain: shop.domain, currency: shop.currency, hash });
  const { facts } = await readOrders(shop, [order.id], hash);
  return { delivered: content.kind === "order" ? content.fact : undefined, read: facts[0] };
}

it.each<[string, OrderInput, (shop: Shop, order: OrderRecord) => void]>([
  ["as it was placed", { totalMinor: 1_250 }, () => {}],
  ["with tags in any spelling and order", { tags: ["VIP", " gift ", "Äpfel"] }, () => {}],
  ["with an emoji and half of one", { tags: ["🎁", "\ud83d"], sourceName: "pos\ud83d", lines: [{ title: "Box \udc00", quantity: 1, unitPriceMinor: 100 }] }, () => {}],
  ["with more tags than fit a line", { tags: Array.from({ length: 80 }, (_, at) => `tag number ${at} of a merchant who likes tags`) }, () => {}],
  ["with lines, tax, shipping and a discount", { lines, shippingMinor: 495, discountCodes: [{ code: "TEN", amountMinor: 350 }] }, () => {}],
  ["with tax on top", { lines, taxesIncluded: false }, () => {}],
  ["of a guest", { customer: null, email: "guest@example.com" }, () => {}],
  ["of a guest whose address holds a sign that no database takes", { customer: null, email: "gu\0est@example.com" }, () => {}],
  ["of no person", { customer: null }, () => {}],
  ["without payment", { paid: false }, () => {}],
  ["paid later", { paid: false }, (shop, order) => payOrder(shop, order, now())],
  ["that costs nothing", { totalMinor: 0 }, () => {}],
  ["of a test", { test: true }, () => {}],
  ["sent and delivered", { lines }, (shop, order) => fulfillOrder(shop, order, { delivered: true, atMs: now() })],
  ["sent twice", { lines }, (shop, order) => [0, 1].forEach(() => fulfillOrder(shop, order, { delivered: false, atMs: now() }))],
  ["refunded in part", { lines }, (shop, order) => void refundOrder(shop, order, { lines: [{ lineId: order.lines[0]?.id ?? "", quantity: 2 }], atMs: now() })],
  ["refunded by an amount", { lines }, (shop, order) => void refundOrder(shop, order, { amountMinor: 123, atMs: now() })],
  ["with its shipping refunded", { lines, shippingMinor: 495 }, (shop, order) => void refundOrder(shop, order, { shippingMinor: 495, amountMinor: 600, atMs: now() })],
  ["with a refund that is pending", { lines }, (shop, order) => void refundOrder(shop, order, { amountMinor: 123, status: "PENDING", atMs: now() })],
  ["refunded whole", { lines }, (shop, order) => void refundOrder(shop, order, { full: true, atMs: now() })],
  ["cancelled without payment", { paid: false }, (shop, order) => cancelOrder(shop, order, now())],
  ["tagged later", {}, (shop, order) => updateOrder(shop, order, { update: { tags: ["later"], sourceName: "pos" }, atMs: now() })],
])("an order %s reads the same in a delivery and in Shopify's answer, so it is never read again for nothing", async (_what, input, change) => {
  const { delivered, read } = await bothWays(input, change);
  const { readAt: _readAt, customer: readCustomer, transactions: _paid, refunds: readRefunds, ...readVersion } = read ?? expect.fail("not read");
  const { readAt: _never, customer, transactions: _none, refunds, ...version } = delivered ?? expect.fail("no delivery");
  expect(version).toEqual(readVersion);
  expect(customer).toEqual(readCustomer);
  expect(refunds).toEqual(readRefunds);
});

it("a name, address or title with signs that no database takes stops neither the read of the history nor a delivery", async () => {
  const flowers = lab.shop("flowers.myshopify.com");
  const jo = createCustomer(flowers.house.shop, { firstName: "J\0o", lastName: "\ud83d", email: "jo\0@example.com" });
  placeOrder(flowers.house.shop, { customer: { id: jo.id }, tags: ["a\0b"], lines: [{ title: "Tulip \0 \udc00", quantity: 1, unitPriceMinor: 100 }] });
  await flowers.install();
  await flowers.readHistory();
  placeOrder(flowers.house.shop, { customer: { id: jo.id }, lines: [{ title: "Rose \0", quantity: 1, unitPriceMinor: 100 }] });
  await flowers.deliver(flowers.takeTold());
  expect((await readScores(flowers.domain))[jo.id]).toMatchObject({ countedOrders: 2 });
});

it("a customer and orders that cannot be recorded keep nobody else's from being read", async () => {
  const books = lab.shop("books.myshopify.com", { scopes: ["read_all_orders"] });
  const [ann, bea] = [createCustomer(books.house.shop, { email: "ann@example.com" }), createCustomer(books.house.shop, { email: "bea@example.com" })];
  const odd = createCustomer(books.house.shop, { id: "9999999999999999999" });
  for (const { id } of [ann, bea]) placeOrder(books.house.shop, { customer: { id } });
  const unpayable = placeOrder(books.house.shop, { customer: { id: ann.id }, totalMinor: 1e24 });
  const distant = placeOrder(books.house.shop, { customer: { id: ann.id }, id: "9999999999999999999" });
  placeOrder(books.house.shop, { customer: { id: bea.id } });
  await books.install();
  await books.readHistory();
  expect(await readScores(books.domain)).toMatchObject({ [ann.id]: { countedOrders: 1 }, [bea.id]: { countedOrders: 2 } });
  expect(await readsOf(books)).toEqual([
    { subject: "customers", state: "done", done: 2, failure: `1 customer could not be read and is left out: ${odd.id}.` },
    { subject: "orders", state: "done", done: 3, failure: `2 orders could not be read and are left out: ${unpayable.id}, ${distant.id}.` },
  ]);
});

const readsOf = async ({ domain }: LabShop) =>
  (await pool.query("SELECT subject, state, objects_done::int AS done, failure FROM backfills b JOIN shops s ON s.id = b.shop_id WHERE s.domain = $1 ORDER BY subject", [domain])).rows;

it("one odd order among many is found by halves, without every other one being recorded by itself", async () => {
  const maps = lab.shop("maps.myshopify.com", { scopes: ["read_all_orders"] });
  const { id } = createCustomer(maps.house.shop, {});
  for (let n = 0; n < 300; n += 1) placeOrder(maps.house.shop, { customer: { id }, totalMinor: n === 200 ? 1e24 : 1_000 });
  await maps.install();
  await maps.readHistory();
  expect((await readsOf(maps))[1]).toMatchObject({ state: "done", done: 299, failure: expect.stringMatching(/^1 order could not/) as string });
  const { rows } = await pool.query("SELECT FROM orders WHERE shop_id = $1 GROUP BY xmin", [(await maps.row()).id]);
  expect(rows.length).toBeLessThanOrEqual(10);
});

it("a history of which every other order cannot be read is no history: the read ends and says how much it was", async () => {
  const pots = lab.shop("pots.myshopify.com", { scopes: ["read_all_orders"] });
  const { id } = createCustomer(pots.house.shop, {});
  for (let n = 0; n < 60; n += 1) placeOrder(pots.house.shop, { customer: { id }, totalMinor: n % 2 === 0 ? 1e24 : 1_000 });
  await pots.install();
  await pots.readHistory();
  expect((await readsOf(pots))[1]).toMatchObject({ state: "failed", failure: expect.stringMatching(/^Too much .* 21 orders could not be read and are left out: .* and 16 more\./) as string });
});

it("a history whose first twenty orders cannot be read is not passed by: a later try reads it from its beginning", async () => {
  const pans = lab.shop("pans.myshopify.com", { scopes: ["read_all_orders"] });
  const { id } = createCustomer(pans.house.shop, {});
  for (let n = 0; n < 30; n += 1) placeOrder(pans.house.shop, { customer: { id }, totalMinor: n < 25 ? 1e24 : 1_000 });
  await pans.install();
  const read = async (): Promise<void> => ((await advanceBackfill(await pans.row())).isWaiting ? read() : undefined);
  await expect(read()).rejects.toThrow("none can be recorded");
  expect((await pool.query("SELECT bytes_done::int AS bytes FROM backfills WHERE subject = 'orders' AND shop_id = $1", [(await pans.row()).id])).rows).toEqual([{ bytes: 0 }]);
});

it("orders and customers that cannot be read or recorded keep no other from being compared, by change and by id, nor from being read again", async () => {
  const pens = lab.shop("pens.myshopify.com", { scopes: ["read_all_orders"] });
  await pens.install();
  await pens.readHistory();
  const { shop } = pens.house;
  const [ann, bea] = [createCustomer(shop, { email: "ann@example.com" }), createCustomer(shop, { email: "bea@example.com" })];
  const odd = ["9999999999999999999", "99999999999999999999"].map((id) => createCustomer(shop, { id }).id);
  for (const id of [ann.id, ...odd]) placeOrder(shop, { customer: { id } });
  for (const id of ["9999999999999999999", "99999999999999999999"]) placeOrder(shop, { customer: { id: ann.id }, id });
  placeOrder(shop, { customer: { id: ann.id }, totalMinor: 9e18 });
  placeOrder(shop, { customer: { id: ann.id }, createdAt: "+099999-01-01T00:00:00.000Z" });
  const last = placeOrder(shop, { customer: { id: bea.id } });
  pens.takeTold();
  await reconcileUpdated(await pens.row(), new Date());
  expect(await readScores(pens.domain)).toMatchObject({ [ann.id]: { countedOrders: 1 }, [bea.id]: { countedOrders: 1 } });
  placeOrder(shop, { customer: { id: bea.id } });
  pens.takeTold();
  await reconcileIds(await pens.row(), new Date());
  expect(await readScores(pens.domain)).toMatchObject({ [bea.id]: { countedOrders: 2 } });
  last.lines[0]!.unitPriceMinor = 9e18;
  await pool.query("UPDATE orders SET reread_needed_at = now() - interval '1 minute' WHERE shop_id = $1", [(await pens.row()).id]);
  await rereadOrders(await pens.row());
  const { rows } = await pool.query("SELECT order_id FROM orders WHERE shop_id = $1 AND reread_needed_at IS NOT NULL", [(await pens.row()).id]);
  expect(rows).toEqual([{ order_id: last.id }]);
});

it("of twenty orders or more none of which can be read it is none of them: the comparison fails, for somebody to look at", async () => {
  const inks = lab.shop("inks.myshopify.com", { scopes: ["read_all_orders"] });
  await inks.install();
  await inks.readHistory();
  const { id } = createCustomer(inks.house.shop, { email: "ann@example.com" });
  for (let n = 0; n < 20; n += 1) placeOrder(inks.house.shop, { customer: { id }, totalMinor: 9e18 });
  await expect(reconcileUpdated(await inks.row(), new Date())).rejects.toThrow("too large");
  placeOrder(inks.house.shop, { customer: { id } });
  await reconcileUpdated(await inks.row(), new Date());
  expect(await readScores(inks.domain)).toMatchObject({ [id]: { countedOrders: 1 } });
});
