import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readRuleFacts } from "#app/jobs/read-rule-facts.server.ts";
import { settleDue } from "#app/jobs/settle-due.server.ts";
import { pool } from "#app/platform/db.server.ts";
import { createCustomer, mergeCustomers, redactCustomer, updateCustomer } from "#standin/shop/change-customer.ts";
import { placeOrder } from "#standin/shop/place-order.ts";
import type { CustomerRecord } from "#standin/shop/records.ts";
import { DAY_MS, MINUTE_MS, openRedeemingShop, type RedeemingShop } from "#tests/factories/redeeming-shop.ts";
import { openLab, type Lab, type Told } from "#tests/factories/shop-lab.ts";

const START = Date.now() - DAY_MS / 2;
const RULES = { earnRules: [{ id: "vip", kind: "order", points: 100, conditions: [{ kind: "customer_tag", tags: ["vip"] }] }], excludedCustomerTags: ["staff"] };

let all: Lab;
let it0: RedeemingShop;

beforeAll(async () => {
  all = await openLab();
  it0 = await openRedeemingShop(all, [], { program: RULES });
});
afterAll(() => all.stop());

/** A life of ten-minute steps: tags are set, or an order is placed. Answers what Shopify told, and the orders. */
async function live(steps: (string[] | "order")[]): Promise<{ customerId: string; orderIds: string[]; told: Told[] }> {
  const { house, setClock, takeTold, deliver } = it0.lab;
  setClock(START);
  const customer = createCustomer(house.shop, {});
  await deliver(takeTold());
  const orderIds: string[] = [];
  steps.forEach((step, at) => {
    const now = START + (at + 1) * 10 * MINUTE_MS;
    setClock(now);
    if (step === "order") orderIds.push(placeOrder(house.shop, { customer: { id: customer.id }, totalMinor: 1_000, processedAt: new Date(now).toISOString() }).id);
    else updateCustomer(house.shop, customer, { tags: step });
  });
  return { customerId: customer.id, orderIds, told: takeTold() };
}

const pointsOf = async (orderIds: string[]) =>
  Promise.all(orderIds.map(async (orderId) => {
    const { rows } = await pool.query<{ points: number }>("SELECT coalesce(sum(settled_points + pending_points), 0)::float8 AS points FROM ledger_entries WHERE shop_id = $1 AND order_id = $2", [it0.shop.id, orderId]);
    return rows[0]?.points;
  }));

const LIFE = ["order", ["VIP"], "order", [], "order", ["vip", "staff"], "order", ["vip"], "order"] as (string[] | "order")[];
const EARNED = [0, 100, 0, 0, 100];

describe("a customer's tags", () => {
  it("count for an order as they were when it was placed, without asking Shopify", async () => {
    const { orderIds, told } = await live(LIFE);
    await it0.lab.deliver(told);
    expect(await pointsOf(orderIds)).toEqual(EARNED);
  });

  it("count the same when the deliveries come backwards, one by one, and twice", async () => {
    const { orderIds, told } = await live(LIFE);
    for (const one of [...told.toReversed(), ...told]) await it0.lab.deliver([one]);
    expect(await pointsOf(orderIds)).toEqual(EARNED);
  });

  it("that are heard of late correct what an order earned meanwhile", async () => {
    const { orderIds, told } = await live(["order", ["vip"], "order"]);
    const isTag = ({ topic }: Told) => topic.startsWith("customer.tags");
    await it0.lab.deliver(told.filter((one) => !isTag(one)));
    expect(await pointsOf(orderIds)).toEqual([0, 0]);
    await it0.lab.deliver(told.filter(isTag));
    expect(await pointsOf(orderIds)).toEqual([0, 100]);
  });

  it("that are heard of from their end correct what earlier orders earned meanwhile", async () => {
    const { orderIds, told } = await live(["order", ["vip"], "order", []]);
    const of = (topic: string) => told.filter((one) => one.topic === topic);
    const rest = told.filter(({ topic }) => !topic.startsWith("customer.tags"));
    // A tag of which the first that is heard is its end was there before, as far as anybody knows.
    await it0.lab.deliver(rest);
    await it0.lab.deliver(of("customer.tags_removed"));
    expect(await pointsOf(orderIds)).toEqual([100, 100]);
    await it0.lab.deliver(of("customer.tags_added"));
    expect(await pointsOf(orderIds)).toEqual([0, 100]);
  });

  it("whose delivery is lost are found by the reading after the next order", async () => {
    const { orderIds, told } = await live(["order", ["vip"], "order"]);
    await it0.lab.deliver(told.filter(({ topic }) => !topic.startsWith("customer.tags")));
    await readRuleFacts(it0.shop);
    await settleDue(it0.shop.id, new Date());
    expect((await pointsOf(orderIds)).at(-1)).toBe(100);
  });

  it("of two who are merged are the survivor's from then on, also by what Shopify says when it is read", async () => {
    const { house, setClock, takeTold, deliver } = it0.lab;
    setClock(START);
    const [kept, removed] = [createCustomer(house.shop, {}), createCustomer(house.shop, {})];
    updateCustomer(house.shop, removed, { tags: ["VIP"] });
    const buy = async (customer: CustomerRecord, minutes: number) => {
      setClock(START + minutes * MINUTE_MS);
      const { id } = placeOrder(house.shop, { customer: { id: customer.id }, totalMinor: 1_000, processedAt: new Date(START + minutes * MINUTE_MS).toISOString() });
      await deliver(takeTold());
      return id;
    };
    const before = [await buy(kept, 10), await buy(removed, 20)];
    setClock(START + 30 * MINUTE_MS);
    mergeCustomers(house.shop, { keep: kept, remove: removed, status: "completed" });
    const after = [await buy(kept, 40)];
    await readRuleFacts(it0.shop);
    await settleDue(it0.shop.id, new Date());
    after.push(await buy(kept, 50));
    expect(await pointsOf([...before, ...after])).toEqual([0, 100, 100, 100]);
  });

  it("of somebody who was erased are not kept", async () => {
    const { customerId, told } = await live([["vip"]]);
    redactCustomer(it0.lab.house.shop, it0.lab.house.shop.customers.get(customerId)!);
    await it0.lab.deliver(it0.lab.takeTold());
    await it0.lab.deliver(told);
    expect((await pool.query("SELECT FROM customer_tag_sightings WHERE shop_id = $1 AND customer_id = $2", [it0.shop.id, customerId])).rowCount).toBe(0);
  });
});
