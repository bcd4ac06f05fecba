import { afterAll, beforeAll, expect, it } from "vitest";
import { post, signed } from "#tests/factories/signed-delivery.ts";
import { SHOP, startWorld, type World } from "#tests/setup/world.ts";
import { waitFor } from "#tests/setup/wait-for.ts";

// One order through every layer, one step after the other, in the order in which "Follow one order" of the README tells it.

let world: World;
let token: string;
let orderId: string;
let customerId: string;

beforeAll(async () => {
  world = await startWorld();
  await world.openApp(SHOP);
  await world.settled(SHOP);
  token = await world.apiToken(SHOP);
});
afterAll(() => world.stop());

const summary = async () => (await world.api<{ orders: number; customers: number; stages: Record<string, number>; averageOrderValueMinor: number | null }>("metrics/summary", token)).body;

async function home(): Promise<string> {
  const query = new URLSearchParams({ embedded: "1", shop: SHOP, host: Buffer.from("admin.shopify.com/store/first-shop").toString("base64url"), id_token: await world.control.idToken(SHOP) });
  const answer = await fetch(`${world.appOrigin}/app?${query}`, { headers: { "user-agent": "Mozilla/5.0 Chrome/140.0.0.0" } });
  return (await answer.text()).replaceAll(/<!--.*?-->/g, "").replaceAll(/<[^>]+>/g, " ").replaceAll(/\s+/g, " ");
}

it("before it there is nothing: no order, no customer, and Home counts nobody", async () => {
  expect(await summary()).toMatchObject({ orders: 0, customers: 0, stages: { prospect: 0, first: 0 }, averageOrderValueMinor: null });
  expect(await home()).not.toMatch(/1 customer\b/);
});

it("1 webhook: Shopify posts it with its signature, and a stranger's copy is refused", async () => {
  const order = await world.control.order(SHOP, { customer: { email: "first@example.com" }, totalMinor: 4_250 });
  orderId = order.id;
  customerId = order.customerId ?? "";
  const [delivery] = await world.control.deliveries(SHOP, { topic: "orders/paid", bodies: "true" });
  expect(await post(world.appOrigin, { shop: SHOP, topic: "orders/paid", body: delivery?.body ?? "", secret: "a stranger's" })).toBe(401);
  await waitFor("the answer", async () => (await world.control.deliveries(SHOP, { topic: "orders/paid" }))[0]?.lastStatus === 200);
});

it("2 inbox: it is stored once, also when it comes twice", async () => {
  const [delivery] = await world.control.deliveries(SHOP, { topic: "orders/paid" });
  await world.control.replayDeliveries(SHOP, { topic: "orders/paid" });
  await world.settled(SHOP);
  const rows = await world.sql("select topic from inbox_events where webhook_id = $1", [delivery?.webhookId]);
  expect(rows).toEqual([{ topic: "orders/paid" }]);
});

it("3 drain: it is read, its text is forgotten, and a poisoned neighbour is parked alone", async () => {
  const { bytes } = signed({ shop: SHOP, topic: "orders/paid", body: '{"id": 1, "total' });
  await post(world.appOrigin, { shop: SHOP, topic: "orders/paid", body: bytes });
  await world.settled(SHOP);
  const states = await world.sql("select state, count(*)::int as n, count(body)::int as bodies from inbox_events where topic like 'orders/%' or topic like '%/create' group by 1 order by 1");
  expect(states).toEqual([{ state: "done", n: 4, bodies: 0 }, { state: "parked", n: 1, bodies: 1 }]);
});

it("4 facts: the order stands as Shopify said it, with its payment and its customer", async () => {
  const orders = await world.sql("select customer_id, total_minor, currency, financial_status, paid_at = processed_at as paid_when_placed from orders where order_id = $1", [orderId]);
  expect(orders).toEqual([{ customer_id: customerId, total_minor: "4250", currency: "GBP", financial_status: "paid", paid_when_placed: true }]);
  expect(await world.sql("select kind, amount_minor from order_transactions where order_id = $1", [orderId])).toEqual([{ kind: "sale", amount_minor: "4250" }]);
});

it("5 settle: its customer is scored, and nobody waits any more", async () => {
  expect(await world.sql("select customer_id, counted_orders, dirty_since from customers")).toEqual([{ customer_id: customerId, counted_orders: 1, dirty_since: null }]);
});

it("6 domain: the stage follows from the facts, with its reason", async () => {
  const [row] = await world.sql("select stage, stage_order_id, stage_reason from customers");
  expect(row).toEqual({ stage: "first", stage_order_id: orderId, stage_reason: { kind: "reached", stage: "first", rank: 1, orderId } });
});

it("7 record: the step from prospect to first is logged once", async () => {
  expect(await world.sql("select from_stage, to_stage, order_id from stage_transitions where customer_id = $1", [customerId])).toEqual([{ from_stage: "prospect", to_stage: "first", order_id: orderId }]);
});

it("8 API: the same figures for whoever asks with a token", async () => {
  expect(await summary()).toMatchObject({ orders: 1, customers: 1, stages: { prospect: 0, first: 1 }, averageOrderValueMinor: 4_250 });
  expect((await world.api(`customers/${customerId}`, token)).body).toMatchObject({ countedOrders: 1, stage: "first", stageOrderId: orderId });
  expect((await world.api("metrics/summary")).status).toBe(401);
});

it("9 Home: the merchant sees one customer with a first order", async () => {
  await waitFor("Home to say so", async () => /1 customer\b/.test(await home()));
});
