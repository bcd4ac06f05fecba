import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { seededRandom } from "#standin/webhooks/seeded-random.ts";
import { orderBody, post } from "#tests/factories/signed-delivery.ts";
import { SHOP, startWorld, type World } from "#tests/setup/world.ts";
import { waitFor } from "#tests/setup/wait-for.ts";

const seed = Number(process.env["SEED"] ?? Date.now() % 1_000_000);
const ORDERS = 120;
const DELETED = 5;

let world: World;
let token: string;

beforeAll(async () => {
  world = await startWorld();
  await world.openApp(SHOP);
  await world.settled(SHOP);
  token = await world.apiToken(SHOP);
});
afterAll(() => world.stop());

type Sync = { reconciliations: { kind: string; ordersChecked: number; ordersDiffering: number; startedAt: string }[] };

/** Asks for a comparison as the calendar does, and answers what it reported. */
async function compare(kind: "updated" | "ids") {
  const before = (await world.sql<{ n: number }>("select count(*)::int as n from reconciliations where kind = $1 and finished_at is not null", [kind]))[0]?.n ?? 0;
  await world.sql("select graphile_worker.add_job($1, json_build_object('shopId', id)) from shops", [`reconcile-${kind}`]);
  await waitFor("the comparison", async () =>
    (await world.sql<{ n: number }>("select count(*)::int as n from reconciliations where kind = $1 and finished_at is not null", [kind]))[0]?.n === before + 1);
  await world.settled(SHOP);
  const { body } = await world.api<Sync>("sync", token);
  const [latest] = body.reconciliations.filter((one) => one.kind === kind).sort((a, b) => (a.startedAt < b.startedAt ? 1 : -1));
  return latest;
}

/** Counted orders by customer, from the shop's own truth and from what we stored; those without any left out. */
async function bothCounts() {
  const truth = await world.control.truth(SHOP);
  const expected = new Map<string, number>();
  for (const order of truth.orders) {
    if ("customerId" in order && order.customerId && order.cancelledAt === null && ["paid", "partially_refunded"].includes(order.financialStatus)) {
      expected.set(order.customerId, (expected.get(order.customerId) ?? 0) + 1);
    }
  }
  const rows = await world.sql<{ id: string; n: number }>("select customer_id as id, counted_orders as n from customers where counted_orders > 0 and merged_into_id is null");
  const sorted = (counts: Iterable<[string, number]>) => [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
  return { expected: sorted(expected), stored: sorted(rows.map(({ id, n }) => [id, n])) };
}

describe(`a shop of which one delivery in ten is lost (SEED=${seed})`, () => {
  it("is right again after a comparison, which says how many orders differed", async () => {
    const random = seededRandom(seed);
    await world.control.setFaults(SHOP, { webhooks: { dropShare: 0.1, duplicateShare: 0.1, shuffle: true, seed } });
    const at = (index: number) => new Date(Date.now() - (ORDERS - index) * 10_000).toISOString();
    for (let index = 0; index < ORDERS; index += 1) {
      const order = await world.control.order(SHOP, { customer: { email: `c${Math.floor(random() * 30)}@example.com` }, totalMinor: 1_000, paid: random() > 0.2, createdAt: at(index) });
      const action = (["pay", "cancel", "refund", "update", undefined] as const)[Math.floor(random() * 5)];
      if (!action || (action === "refund" && order.financialStatus !== "paid")) continue;
      const body = { at: new Date(Date.parse(at(index)) + 5_000).toISOString(), ...(action === "refund" && { full: true }), ...(action === "update" && { tags: ["seen"] }) };
      await world.control.changeOrder(SHOP, { id: order.id, action, body });
    }
    // Whatever is lost by chance, this one is.
    await world.control.setFaults(SHOP, { webhooks: { dropShare: 1 } });
    await world.control.order(SHOP, { customer: { email: "lost-for-sure@example.com" }, totalMinor: 1_000 });
    await world.control.clearFaults(SHOP);
    await world.settled(SHOP);
    const before = await bothCounts();
    expect(before.stored).not.toEqual(before.expected);
    const found = await compare("updated");
    expect(found?.ordersChecked).toBe(ORDERS + 1);
    expect(found?.ordersDiffering).toBeGreaterThan(0);
    expect(found?.ordersDiffering).toBeLessThanOrEqual(ORDERS + 1);
    const after = await bothCounts();
    expect(after.stored).toEqual(after.expected);
  });

  it("finds orders that were deleted in silence when it compares by id, and only those", async () => {
    const { orders } = await world.control.truth(SHOP);
    await world.control.setFaults(SHOP, { webhooks: { dropShare: 1 } });
    for (const { id } of orders.slice(0, DELETED)) await world.control.changeOrder(SHOP, { id, action: "delete" });
    await world.control.clearFaults(SHOP);
    expect(await compare("ids")).toMatchObject({ ordersChecked: ORDERS + 1, ordersDiffering: DELETED });
    const { stored, expected } = await bothCounts();
    expect(stored).toEqual(expected);
  });

  it("has nothing left to repair afterwards", async () => {
    expect(await compare("ids")).toMatchObject({ ordersDiffering: 0 });
    expect(await compare("updated")).toMatchObject({ ordersDiffering: 0 });
  });

  it("drops an order that was never the shop's, although its delivery was well signed", async () => {
    const foreign = "918273645000";
    const at = new Date(Date.now() - 60_000).toISOString();
    await post(world.appOrigin, { shop: SHOP, topic: "orders/paid", body: orderBody({ id: Number(foreign), admin_graphql_api_id: `gid://shopify/Order/${foreign}`, created_at: at, processed_at: at, updated_at: at }) });
    await world.settled(SHOP);
    expect(await compare("ids")).toMatchObject({ ordersDiffering: 1 });
    const { stored, expected } = await bothCounts();
    expect(stored).toEqual(expected);
  });
});
