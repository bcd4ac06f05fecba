import { describe, expect, it } from "vitest";
import { isInForce } from "#app/domain/scoring/rank-at.ts";
import { pool } from "#app/platform/db.server.ts";
import { loadCountedHistory, type RankQuestion } from "#app/store/counted-history.server.ts";
import { storeCustomers, storeOrders, storePolicy, storeShop, type StoredOrder } from "#tests/factories/stored-facts.ts";

const at = (hours: number) => new Date(Date.UTC(2026, 2, 28) + hours * 3_600_000).toISOString();

/** Numbers from a seed, so that a failure can be had again. */
function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * sides);
  };
}

function randomOrders(roll: (sides: number) => number): StoredOrder[] {
  return Array.from({ length: 120 }, (_, index) => {
    const placed = roll(200);
    const later = () => at(placed + roll(100));
    return {
      id: index + 1,
      customerId: 1 + roll(4),
      processedAt: at(placed),
      totalMinor: roll(4) * 500,
      paidAt: roll(4) === 0 ? (roll(2) === 0 ? null : later()) : at(placed),
      isTest: roll(10) === 0,
      tags: roll(6) === 0 ? ["staff"] : [],
      sourceName: roll(6) === 0 ? "pos" : "web",
      ...(roll(5) === 0 && { cancelledAt: later() }),
      ...(roll(5) === 0 && { fullyRefundedAt: later() }),
      ...(roll(8) === 0 && { deletedAt: later() }),
    };
  });
}

const policies: Parameters<typeof storePolicy>[2][] = [
  {},
  { countFrom: "creation", mergeSameDay: true },
  { mergeSameDay: true, minimumOrderMinor: 600 },
  { excludedTags: ["staff"], excludedSources: ["pos"] },
];

describe.each([1, 2, 3])("ranks of many orders as of many instants, history %i", (seed) => {
  it("are those that counting at each single instant gives, under every counting policy", async () => {
    const roll = dice(seed);
    const shopId = await storeShop(pool, { domain: `ranks-${seed}.myshopify.com`, historyHorizonAt: at(10) });
    await storeCustomers(pool, shopId, [1, 2, 3, 4].map((id) => ({ id, openingCount: id === 2 ? 5 : 0 })));
    const orders = randomOrders(roll);
    await storeOrders(pool, shopId, orders);
    for (const policy of policies) {
      await storePolicy(pool, shopId, policy);
      const questions = orders.map((order): RankQuestion => ({ customerId: String(order.customerId), orderId: String(order.id), at: new Date(at(roll(300))) }));
      const counted = await Promise.all(questions.map((question) => rankByCounting(shopId, question)));
      expect(counted.filter((rank) => rank !== null).length).toBeGreaterThan(10);
      const history = await loadCountedHistory(pool, shopId, ["1", "2", "3", "4"]);
      expect(questions.map(history.rankOf)).toEqual(counted);
    }
  });
});

describe.each([7, 8, 9])("ranks as of instants at which different policies were in force, history %i", (seed) => {
  it("are those that counting by the policy of that instant gives", async () => {
    const roll = dice(seed);
    const customers = [1, 2, 3, 4].map((id) => ({ id, openingCount: id === 2 ? 5 : 0 }));
    const orders = randomOrders(roll);
    const historyUnder = async (domain: string, [first, ...later]: Parameters<typeof storePolicy>[2][]) => {
      const shopId = await storeShop(pool, { domain: `${domain}-${seed}.myshopify.com`, policy: first! });
      for (const policy of later) await storePolicy(pool, shopId, policy);
      await storeCustomers(pool, shopId, customers);
      await storeOrders(pool, shopId, orders);
      return loadCountedHistory(pool, shopId, ["1", "2", "3", "4"]);
    };
    const starts = [-Infinity, 60, 150, 240];
    const alone = await Promise.all(policies.map((policy, n) => historyUnder(`alone-${n}`, [policy])));
    // Each but the first follows one that was put right in the same instant.
    const turns = policies.slice(1).flatMap((policy, n) => [{ excludedSources: ["web", "pos"] }, policy].map((one) => ({ ...one, createdAt: at(starts[n + 1]!) })));
    const history = await historyUnder("in-turn", [policies[0]!, ...turns]);
    const seen = new Set<number>();
    for (const order of orders) {
      const hours = -100 + roll(400);
      const policy = starts.findLastIndex((start) => start <= hours);
      const question = { customerId: String(order.customerId), orderId: String(order.id), at: new Date(at(hours)) };
      const expected = alone[policy]!.rankOf(question);
      if (expected !== null) seen.add(policy);
      expect([order.id, hours, history.rankOf(question)]).toEqual([order.id, hours, expected]);
      const later = { ...question, at: new Date(at(300)), policyAt: question.at };
      expect([order.id, hours, history.rankOf(later)]).toEqual([order.id, hours, alone[policy]!.rankOf({ ...question, at: later.at })]);
    }
    expect([...seen].sort()).toEqual([0, 1, 2, 3]);
    for (const customerId of ["1", "2", "3", "4"]) {
      expect(history.ordersOf(customerId).filter((order) => isInForce(order, undefined)).map(({ orderId, place, from }) => [orderId, place, from])).toEqual(alone[3]!.ordersOf(customerId).map(({ orderId, place, from }) => [orderId, place, from]));
    }
  });
});

it("include what was bought before we could see, by the customer and by those merged into them", async () => {
  const shopId = await storeShop(pool);
  await storeCustomers(pool, shopId, [{ id: 1, openingCount: 2 }, { id: 2, openingCount: 3, mergedIntoId: 1 }]);
  await storeOrders(pool, shopId, [{ id: 9, customerId: 1, processedAt: at(0) }]);
  const history = await loadCountedHistory(pool, shopId, ["1"]);
  expect(history.rankOf({ customerId: "1", orderId: "9", at: new Date(at(1)) })).toBe(6);
});

describe.each([4, 5, 6])("ranks of customers who became one, history %i", (seed) => {
  it("are counted among what each one bought until then, and among all of it from then on", async () => {
    const roll = dice(seed);
    const shopId = await storeShop(pool, { domain: `joined-${seed}.myshopify.com` });
    // Ann joins Bea at 100, and both join Cleo at 200.
    await storeCustomers(pool, shopId, [
      { id: 1, openingCount: 2, mergedIntoId: 3, mergedDirectlyIntoId: 2, mergedAt: at(100) },
      { id: 2, openingCount: 1, mergedIntoId: 3, mergedDirectlyIntoId: 3, mergedAt: at(200) },
      { id: 3, openingCount: 4 },
    ]);
    const households = (hours: number) => (hours < 100 ? [["ann"], ["bea"], ["cleo"]] : hours < 200 ? [["ann", "bea"], ["cleo"]] : [["ann", "bea", "cleo"]]);
    const boughtBefore: Record<string, number> = { ann: 2, bea: 1, cleo: 4 };
    const purchases = Array.from({ length: 60 }, (_, index) => ({ id: index + 1, who: ["ann", "bea", "cleo"][roll(3)]!, placed: roll(300), undone: roll(4) === 0 ? roll(400) : Infinity }));
    await storeOrders(pool, shopId, purchases.map(({ id, who, placed, undone }) =>
      ({ id, customerId: 3, ownerId: { ann: 1, bea: 2, cleo: 3 }[who]!, processedAt: at(placed), ...(undone < Infinity && { cancelledAt: at(Math.max(placed, undone)) }) })));
    const history = await loadCountedHistory(pool, shopId, ["3"]);
    for (const asked of purchases) {
      const hours = roll(400);
      const household = households(hours).find((names) => names.includes(asked.who))!;
      const kept = purchases.filter(({ who, placed, undone }) => household.includes(who) && placed <= hours && Math.max(placed, undone) > hours);
      const upToIt = kept.filter(({ placed, id }) => placed < asked.placed || (placed === asked.placed && id <= asked.id));
      const expected = kept.includes(asked) ? upToIt.length + household.reduce((sum, name) => sum + boughtBefore[name]!, 0) : null;
      expect([asked.id, hours, history.rankOf({ customerId: "3", orderId: String(asked.id), at: new Date(at(hours)) })]).toEqual([asked.id, hours, expected]);
    }
  });
});

async function rankByCounting(shopId: number, { customerId, orderId, at: asOf }: RankQuestion): Promise<number | null> {
  const { rows } = await pool.query<{ rank: number }>(
    `SELECT (c.seen_rank + k.opening_count)::integer AS rank FROM counted_orders($1, $3, $2, $2) c
     JOIN customers k ON k.shop_id = $1 AND k.customer_id = c.customer_id WHERE c.order_id = $4`,
    [shopId, customerId, asOf, orderId],
  );
  return rows[0]?.rank ?? null;
}
