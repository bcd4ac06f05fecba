import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { pool } from "#app/platform/db.server.ts";
import { settleDue } from "#app/jobs/settle-due.server.ts";
import { createCustomer, deleteCustomer, mergeCustomers } from "#standin/shop/change-customer.ts";
import { cancelOrder, deleteOrder, moveOrder, payOrder, updateOrder } from "#standin/shop/change-order.ts";
import { placeOrder, type OrderInput } from "#standin/shop/place-order.ts";
import { refundOrder } from "#standin/shop/refund-order.ts";
import type { CustomerRecord, OrderRecord } from "#standin/shop/records.ts";
import { readOrders } from "#app/shopify/read-orders.server.ts";
import { getShopHash } from "#app/store/shops.server.ts";
import { takeInReadOrders } from "#app/usecases/take-in-read-orders.server.ts";
import { openLab, type Lab, type LabShop, type Told } from "#tests/factories/shop-lab.ts";
import { readScores, type Score } from "#tests/factories/stored-scores.ts";

let lab: Lab;
let gifts: LabShop;
let shopCount = 0;

beforeAll(async () => {
  lab = await openLab();
});
afterAll(() => lab.stop());

beforeEach(async () => {
  shopCount += 1;
  gifts = lab.shop(`gifts-${shopCount}.myshopify.com`);
  await gifts.install();
  await gifts.readHistory();
});

const MINUTE_MS = 60_000;
const startMs = Math.floor(Date.now() / 1_000) * 1_000 - 30 * 86_400_000;
let minute = 0;
/** The next minute of the shop's life: everything that happens has a time of its own. */
const nextMs = () => startMs + (minute += 1) * MINUTE_MS;

function place(input: OrderInput = {}): OrderRecord {
  return placeOrder(gifts.house.shop, { createdAt: new Date(nextMs()).toISOString(), totalMinor: 1_000, ...input });
}
function buyer(name = "jo"): CustomerRecord {
  gifts.setClock(nextMs());
  return createCustomer(gifts.house.shop, { email: `${name}@example.com` });
}
const tell = async () => gifts.deliver(gifts.takeTold());
const scoreOf = async (customer: CustomerRecord | null): Promise<Score | undefined> => (await readScores(gifts.domain))[customer?.id ?? ""];
const transitions = async (): Promise<string[]> =>
  (await pool.query<{ change: string }>(
    "SELECT t.from_stage || ' to ' || t.to_stage AS change FROM stage_transitions t JOIN shops s ON s.id = t.shop_id WHERE s.domain = $1 ORDER BY t.id", [gifts.domain],
  )).rows.map((row) => row.change);
const parked = async () => (await pool.query("SELECT topic, parked_reason FROM inbox_events WHERE shop_domain = $1 AND state = 'parked'", [gifts.domain])).rows;

describe("an order", () => {
  it("counts from its payment to its cancellation, whatever is given back in between", async () => {
    const order = place({ paid: false });
    await tell();
    expect(await scoreOf(order.customer)).toMatchObject({ countedOrders: 0, stage: "prospect" });
    payOrder(gifts.house.shop, order, nextMs());
    await tell();
    expect(await scoreOf(order.customer)).toMatchObject({ countedOrders: 1, stage: "first", stageOrderId: order.id, spentMinor: 1_000 });
    refundOrder(gifts.house.shop, order, { amountMinor: 400, atMs: nextMs() });
    await tell();
    expect(await scoreOf(order.customer)).toMatchObject({ countedOrders: 1, stage: "first" });
    refundOrder(gifts.house.shop, order, { amountMinor: 600, atMs: nextMs() });
    await tell();
    expect(await scoreOf(order.customer)).toMatchObject({ countedOrders: 0, stage: "prospect", stageOrderId: null });
    expect(await transitions()).toEqual(["prospect to first", "first to prospect"]);
    expect(await parked()).toEqual([]);
  });

  it("stops counting when it is cancelled, and the next one takes its rank", async () => {
    const jo = buyer();
    const orders = [place({ customer: { id: jo.id } }), place({ customer: { id: jo.id } }), place({ customer: { id: jo.id } })];
    await tell();
    expect(await scoreOf(jo)).toMatchObject({ stage: "loyal", stageOrderId: orders[2]?.id });
    if (orders[0]) cancelOrder(gifts.house.shop, orders[0], nextMs());
    await tell();
    expect(await scoreOf(jo)).toMatchObject({ countedOrders: 2, stage: "second", stageOrderId: orders[2]?.id });
  });

  it("stays cancelled, whatever a newer version says", async () => {
    const order = place();
    cancelOrder(gifts.house.shop, order, nextMs());
    await tell();
    order.cancelledAtMs = null;
    updateOrder(gifts.house.shop, order, { update: { tags: ["newer"] }, atMs: nextMs() });
    await tell();
    expect(await scoreOf(order.customer)).toMatchObject({ countedOrders: 0, stage: "prospect" });
  });

  it("is gone for good when it is deleted, also when an older delivery comes late", async () => {
    const order = place();
    const told = gifts.takeTold();
    await gifts.deliver(told);
    deleteOrder(gifts.house.shop, order, nextMs());
    await tell();
    expect(await scoreOf(order.customer)).toMatchObject({ countedOrders: 0, stage: "prospect", spentMinor: 0 });
    await gifts.deliver(told.map((one) => ({ ...one, webhookId: `${one.webhookId}-late` })));
    expect(await scoreOf(order.customer)).toMatchObject({ countedOrders: 0, stage: "prospect" });
  });

  it("that was deleted before its first delivery came never counts", async () => {
    const order = place();
    const told = gifts.takeTold();
    deleteOrder(gifts.house.shop, order, nextMs());
    await gifts.deliver([...gifts.takeTold(), ...told]);
    expect(await scoreOf(order.customer)).toMatchObject({ countedOrders: 0, stage: "prospect" });
  });

  it("counts in the end the same when its refund and payment arrive before itself", async () => {
    const order = place({ paid: false });
    payOrder(gifts.house.shop, order, nextMs());
    refundOrder(gifts.house.shop, order, { full: true, atMs: nextMs() });
    for (const one of gifts.takeTold().toReversed()) await gifts.deliver([one]);
    expect(await scoreOf(order.customer)).toMatchObject({ countedOrders: 0, stage: "prospect" });
    const { rows } = await pool.query("SELECT paid_at IS NOT NULL AS paid, fully_refunded_at IS NOT NULL AS refunded, refunded_minor FROM orders WHERE order_id = $1", [order.id]);
    expect(rows).toEqual([{ paid: true, refunded: true, refunded_minor: "1000" }]);
  });

  it("that moves to another customer re-ranks both", async () => {
    const [jo, kim] = [buyer("jo"), buyer("kim")];
    const order = place({ customer: { id: jo.id } });
    place({ customer: { id: kim.id } });
    await tell();
    moveOrder(gifts.house.shop, order, { customer: kim, atMs: nextMs() });
    await tell();
    expect(await scoreOf(jo)).toMatchObject({ countedOrders: 0, stage: "prospect" });
    expect(await scoreOf(kim)).toMatchObject({ countedOrders: 2, stage: "second" });
  });

  it("keeps its customer when a delivery names none", async () => {
    const order = place();
    await tell();
    const { customer } = order;
    moveOrder(gifts.house.shop, order, { customer: null, atMs: nextMs() });
    await tell();
    expect(await scoreOf(customer)).toMatchObject({ countedOrders: 1 });
  });

  it("of a guest waits for the customer of its e-mail address, and joins when that one appears", async () => {
    const order = place({ customer: null, email: "Guest@Example.com" });
    await tell();
    expect(await readScores(gifts.domain)).toEqual({});
    const guest = buyer("guest");
    await tell();
    expect(await scoreOf(guest)).toMatchObject({ countedOrders: 1, stageOrderId: order.id });
  });

  it("dated ahead counts from its own time on, not before", async () => {
    const ahead = new Date(Math.floor(Date.now() / 1_000) * 1_000 + 3_600_000);
    const order = place({ createdAt: ahead.toISOString() });
    await tell();
    expect(await scoreOf(order.customer)).toMatchObject({ countedOrders: 0, stage: "prospect" });
    const { id } = await gifts.row();
    await settleDue(id, new Date(ahead.getTime() - 1));
    expect(await scoreOf(order.customer)).toMatchObject({ countedOrders: 0, stage: "prospect" });
    await settleDue(id, ahead);
    expect(await scoreOf(order.customer)).toMatchObject({ countedOrders: 1, stage: "first" });
  });
});

describe("two versions of one second", () => {
  it("are settled by asking Shopify, whichever comes last", async () => {
    for (const isReversed of [false, true]) {
      const order = place({ paid: true });
      await tell();
      const atMs = nextMs();
      updateOrder(gifts.house.shop, order, { update: { sourceName: "first words" }, atMs });
      updateOrder(gifts.house.shop, order, { update: { sourceName: "last words" }, atMs });
      const told = gifts.takeTold();
      for (const one of isReversed ? told.toReversed() : told) await gifts.deliver([one]);
      await gifts.quiesce();
      const { rows } = await pool.query("SELECT source_name, reread_needed_at FROM orders WHERE order_id = $1", [order.id]);
      expect(rows).toEqual([{ source_name: "last words", reread_needed_at: null }]);
    }
  });

  it("are not settled by an answer that Shopify gave before the last of them", async () => {
    const order = place();
    await tell();
    const atMs = nextMs();
    const rename = (sourceName: string) => updateOrder(gifts.house.shop, order, { update: { sourceName }, atMs });
    rename("first words");
    await tell();
    rename("second words");
    await tell();
    const shop = await gifts.row();
    const earlier = await readOrders(shop, [order.id], await getShopHash(pool, shop));
    rename("last words");
    await tell();
    await takeInReadOrders(shop, { ...earlier, now: new Date() });
    await gifts.quiesce();
    const { rows } = await pool.query("SELECT source_name FROM orders WHERE order_id = $1", [order.id]);
    expect(rows).toEqual([{ source_name: "last words" }]);
  });

  it("the same version twice asks for nothing", async () => {
    const order = place();
    const told = gifts.takeTold();
    await gifts.deliver([...told, ...told.map((one: Told) => ({ ...one, webhookId: `${one.webhookId}-again` }))]);
    const { rows } = await pool.query("SELECT reread_needed_at FROM orders WHERE order_id = $1", [order.id]);
    expect(rows).toEqual([{ reread_needed_at: null }]);
  });
});

describe("customers that are merged", () => {
  it.each([["first", [0, 1]], ["last", [1, 0]]])("in a chain count for the last survivor, also when the first merge is heard %s", async (_when, [one = 0, other = 1]) => {
    const [a, b, c] = [buyer("a"), buyer("b"), buyer("c")];
    for (const customer of [a, b, c]) place({ customer: { id: customer.id } });
    await tell();
    gifts.setClock(nextMs());
    mergeCustomers(gifts.house.shop, { keep: b, remove: a, status: "completed" });
    gifts.setClock(nextMs());
    mergeCustomers(gifts.house.shop, { keep: c, remove: b, status: "completed" });
    const merges = gifts.takeTold().filter(({ topic }) => topic === "customers/merge");
    for (const at of [one, other]) await gifts.deliver(merges.slice(at, at + 1));
    expect(Object.keys(await readScores(gifts.domain))).toEqual([c.id]);
    expect(await scoreOf(c)).toMatchObject({ countedOrders: 3, stage: "loyal" });
  });

  it("that Shopify failed to merge stay as they are", async () => {
    const [a, b] = [buyer("a"), buyer("b")];
    for (const customer of [a, b]) place({ customer: { id: customer.id } });
    mergeCustomers(gifts.house.shop, { keep: b, remove: a, status: "failed" });
    await tell();
    expect(await scoreOf(a)).toMatchObject({ countedOrders: 1 });
    expect(await scoreOf(b)).toMatchObject({ countedOrders: 1 });
  });

  it("count what arrives late under the former id for the survivor", async () => {
    const [a, b] = [buyer("a"), buyer("b")];
    place({ customer: { id: a.id } });
    const late = gifts.takeTold().filter(({ topic }) => topic === "orders/paid");
    mergeCustomers(gifts.house.shop, { keep: b, remove: a, status: "completed" });
    await gifts.deliver(gifts.takeTold().filter(({ topic }) => topic === "customers/merge"));
    await gifts.deliver(late);
    expect(await scoreOf(b)).toMatchObject({ countedOrders: 1, stage: "first" });
  });
});

it("a customer who is deleted is forgotten, and late news bring nobody back", async () => {
  const jo = buyer();
  const told = gifts.takeTold();
  await gifts.deliver(told);
  deleteCustomer(gifts.house.shop, jo);
  // The same news twice in one batch.
  await gifts.deliver(gifts.takeTold().flatMap((one) => [one, { ...one, webhookId: `${one.webhookId}-again` }]));
  await gifts.deliver(told.map((one) => ({ ...one, webhookId: `${one.webhookId}-late` })));
  const { rows } = await pool.query("SELECT email, email_hash, deleted_at IS NOT NULL AS deleted FROM customers WHERE customer_id = $1", [jo.id]);
  expect(rows).toEqual([{ email: null, email_hash: null, deleted: true }]);
});

it("a shop that changes its currency has the money of its customers counted anew, and its zone decides what one day is", async () => {
  const jo = buyer();
  place({ customer: { id: jo.id }, currency: "EUR", totalMinor: 700 });
  place({ customer: { id: jo.id }, currency: "GBP", totalMinor: 1_000 });
  await tell();
  expect(await scoreOf(jo)).toMatchObject({ countedOrders: 2, spentMinor: 1_000 });
  const body = { name: "Gifts", currency: "EUR", iana_timezone: "Europe/Berlin", myshopify_domain: gifts.domain };
  await gifts.deliver([{ webhookId: "shop-update", topic: "shop/update", body: JSON.stringify(body), triggeredAt: new Date().toISOString() }]);
  await gifts.quiesce();
  expect(await scoreOf(jo)).toMatchObject({ countedOrders: 2, spentMinor: 700 });
});
