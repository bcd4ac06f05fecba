import { afterAll, beforeAll, expect, it } from "vitest";
import { DEFAULT_COUNTING_POLICY, type CountingPolicy } from "#app/domain/scoring/counting-policy.ts";
import { pool } from "#app/platform/db.server.ts";
import { addCountingPolicy } from "#app/store/counting-policies.server.ts";
import { lockShopFacts } from "#app/store/lock-shop-facts.server.ts";
import { listPolicyChanges, previewCountingPolicy } from "#app/usecases/preview-counting-policy.server.ts";
import { saveCountingPolicy } from "#app/usecases/save-counting-policy.server.ts";
import { createCustomer } from "#standin/shop/change-customer.ts";
import { cancelOrder, updateOrder } from "#standin/shop/change-order.ts";
import { placeOrder } from "#standin/shop/place-order.ts";
import { openLab, type Lab, type LabShop } from "#tests/factories/shop-lab.ts";
import { readScores } from "#tests/factories/stored-scores.ts";
import { waitFor } from "#tests/setup/wait-for.ts";

let lab: Lab;
let gifts: LabShop;
let shopId: number;

beforeAll(async () => {
  lab = await openLab();
  gifts = lab.shop("gifts.myshopify.com", { timeZone: "America/New_York" });
  await gifts.install();
  await gifts.readHistory();
  shopId = (await gifts.row()).id;
  openForBusiness();
  await gifts.deliver(gifts.takeTold());
});
afterAll(() => lab.stop());

const DAY_MS = 86_400_000;
/** 03:30 UTC, which is late in the evening of the day before in New York, an hour earlier in winter. */
const nightMs = Math.floor(Date.now() / DAY_MS) * DAY_MS - 20 * DAY_MS + 3.5 * 3_600_000;
const at = (hours: number) => new Date(nightMs + hours * 3_600_000).toISOString();

/** Twelve customers whose orders differ in tag, source, value, payment and day. */
function openForBusiness(): void {
  const { shop } = gifts.house;
  for (let index = 0; index < 12; index += 1) {
    const customer = createCustomer(shop, {});
    for (let order = 0; order <= index % 7; order += 1) {
      const placed = placeOrder(shop, {
        customer: { id: customer.id },
        createdAt: at(index + order * (index % 2 === 0 ? 30 : 1.5)),
        totalMinor: 500 + 300 * order,
        paid: (index + order) % 5 !== 0,
        tags: order % 3 === 1 ? ["Wholesale"] : [],
        sourceName: order % 4 === 2 ? "pos" : "web",
      });
      if (index === 6 && order === 0) cancelOrder(shop, placed, nightMs + DAY_MS);
    }
  }
}

const stages = async () => Object.entries(await readScores(gifts.domain)).map(([id, { stage }]) => [id, stage] as const);

/** Who would stand elsewhere, as the merchant reads it before saving. */
async function effectOf(policy: CountingPolicy) {
  const { customersChanged, changes } = await previewCountingPolicy(shopId, policy, new Date());
  return { customersChanged, changes: changes.map(({ from, to, customers }) => `${customers} ${from} to ${to}`).sort() };
}

it.each<[string, Partial<CountingPolicy>]>([
  ["tags are left out, in any spelling", { excludedTags: ["wholesale"] }],
  ["a sales channel is left out", { excludedSources: ["pos"] }],
  ["small orders are left out", { minimumOrderMinor: 1_000 }],
  ["orders count from their creation", { countFrom: "creation" }],
  ["orders of one day are one", { mergeSameDay: true }],
  ["loyal and champion begin earlier", { loyalAt: 2, championAt: 3 }],
  ["all of it", { excludedTags: ["wholesale"], excludedSources: ["pos"], minimumOrderMinor: 600, mergeSameDay: true, countFrom: "creation", loyalAt: 2, championAt: 4 }],
  ["everything is as before", {}],
])("what a merchant reads before saving is what happens: %s", async (_what, over) => {
  const policy = { ...DEFAULT_COUNTING_POLICY, ...over };
  const [promised, before] = [await effectOf(policy), new Map(await stages())];
  const named = await listPolicyChanges(shopId, policy, { limit: 100, now: new Date() });
  await saveCountingPolicy(shopId, policy, { by: "test", now: new Date() });
  await gifts.quiesce();
  const moves = (await stages()).filter(([id, stage]) => before.get(id) !== stage).map(([id, stage]) => `${before.get(id)} to ${stage}`);
  const counts = [...new Set(moves)].map((move) => `${moves.filter((one) => one === move).length} ${move}`);
  expect(promised).toEqual({ customersChanged: moves.length, changes: counts.sort() });
  const moved = (await stages()).filter(([id, stage]) => before.get(id) !== stage).map(([id, to]) => ({ id, from: before.get(id), to }));
  expect(named.map(({ id, from, to }) => ({ id, from, to })).sort((a, b) => a.id.localeCompare(b.id))).toEqual(moved.sort((a, b) => a.id.localeCompare(b.id)));
  // Going back and saving again is no change either.
  expect((await effectOf(policy)).customersChanged).toBe(0);
});

it("a preview leaves no trace", async () => {
  const before = await stages();
  await previewCountingPolicy(shopId, { ...DEFAULT_COUNTING_POLICY, loyalAt: 9, championAt: 10 }, new Date());
  const { rows } = await pool.query("SELECT count(*)::int AS n FROM counting_policies WHERE loyal_at = 9");
  expect(rows).toEqual([{ n: 0 }]);
  expect(await stages()).toEqual(before);
});

it("another policy is saved while somebody waits to read what theirs would do", async () => {
  const merchant = await pool.connect();
  try {
    await merchant.query("BEGIN");
    await merchant.query("SET LOCAL lock_timeout = '2s'");
    // Whoever reads the effect gets as far as the customers, and has put the policy in force for themselves.
    await merchant.query("LOCK TABLE customers IN ACCESS EXCLUSIVE MODE");
    const previews = [9, 10].map((championAt) => previewCountingPolicy(shopId, { ...DEFAULT_COUNTING_POLICY, loyalAt: 8, championAt }, new Date()));
    await waitFor("both to be read", async () => (await pool.query("SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%score_members%'")).rowCount === 2);
    expect(await addCountingPolicy(await lockShopFacts(merchant, shopId), shopId, { policy: DEFAULT_COUNTING_POLICY, by: "test", now: new Date() })).toBeGreaterThan(1);
    await merchant.query("ROLLBACK");
    expect(await Promise.all(previews)).toHaveLength(2);
  } finally {
    merchant.release(true);
  }
});

it("orders late in the evening belong to the shop's day, not to ours", async () => {
  const { shop } = gifts.house;
  const [evening, morning] = [createCustomer(shop, {}), createCustomer(shop, {})];
  for (const hours of [0, 1]) placeOrder(shop, { customer: { id: evening.id }, createdAt: at(hours) });
  for (const hours of [1, 20]) placeOrder(shop, { customer: { id: morning.id }, createdAt: at(hours) });
  await saveCountingPolicy(shopId, { ...DEFAULT_COUNTING_POLICY, mergeSameDay: true }, { by: "test", now: new Date() });
  await gifts.deliver(gifts.takeTold());
  await gifts.quiesce();
  const scores = await readScores(gifts.domain);
  expect(scores[evening.id]).toMatchObject({ countedOrders: inNewYork(0) === inNewYork(1) ? 1 : 2 });
  expect(scores[morning.id]).toMatchObject({ countedOrders: inNewYork(1) === inNewYork(20) ? 1 : 2 });
});

const inNewYork = (hours: number) => new Intl.DateTimeFormat("en-CA", { timeZone: "America/New_York", dateStyle: "short" }).format(new Date(at(hours)));

it("a tag that appears later takes an order out, and brings it back when it goes", async () => {
  const { shop } = gifts.house;
  await saveCountingPolicy(shopId, { ...DEFAULT_COUNTING_POLICY, excludedTags: ["staff"] }, { by: "test", now: new Date() });
  const customer = createCustomer(shop, {});
  const order = placeOrder(shop, { customer: { id: customer.id }, createdAt: at(0) });
  await gifts.deliver(gifts.takeTold());
  for (const [minutes, tags, countedOrders] of [[1, ["STAFF", "x"], 0], [2, ["x"], 1]] as const) {
    updateOrder(shop, order, { update: { tags: [...tags] }, atMs: nightMs + minutes * 60_000 });
    await gifts.deliver(gifts.takeTold());
    expect((await readScores(gifts.domain))[customer.id]).toMatchObject({ countedOrders });
  }
});
