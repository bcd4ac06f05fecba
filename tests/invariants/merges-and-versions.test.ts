import { expect, it } from "vitest";
import { inTransaction } from "#app/platform/db.server.ts";
import { lockShopFacts } from "#app/store/lock-shop-facts.server.ts";
import { adjustPoints } from "#app/usecases/adjust-points.server.ts";
import { settleDeliveries } from "#app/usecases/settle-deliveries.server.ts";
import { noFacts, type FactBatch } from "#app/usecases/take-in-facts.server.ts";
import { seededRandom } from "#standin/webhooks/seeded-random.ts";
import { checkLiability } from "#tests/factories/check-liability.ts";
import { checkPoints } from "#tests/factories/check-points.ts";
import { checkRebuilt } from "#tests/factories/check-rebuilt.ts";
import { day, placedOrder, programShop, type ProgramShop } from "#tests/factories/program-shop.ts";

const LIVES = Number(process.env["LIVES"] ?? 12);
const seed = Number(process.env["SEED"] ?? Date.now() % 1_000_000);
const CUSTOMERS = ["7", "8", "9"];
const MERGE_DAY = 45;

let shops = 0;

async function hear({ shop }: ProgramShop, on: number, told: Partial<FactBatch>): Promise<void> {
  await inTransaction(async (client) => {
    const tx = await lockShopFacts(client, shop.id);
    await settleDeliveries(tx, shop, { read: { facts: { ...noFacts(), ...told }, events: [] }, now: day(on) });
  });
}

/** A history until and after two of three customers are merged into the third; what Shopify tells of the merges comes in an order of its own. */
async function live(dice: number, order: number): Promise<{ it0: ProgramShop; balances: unknown[] }> {
  const random = seededRandom(dice);
  const one = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)]!;
  const it0 = await programShop(`merges-${(shops += 1)}.myshopify.com`);
  await it0.publish({
    earnRules: [{ id: "spend", kind: "amount", points: 1, perMinor: 100 }, { id: "each", kind: "order", points: 5 }], nthOrderMultipliers: [], pendingDays: one([0, 0, 3]),
    refundPolicy: one(["clamp_to_zero", "allow_negative"]), expiry: one([{ kind: "none" }, { kind: "none" }, { kind: "fixed", months: 1 }]),
  }, -10);
  const orders = Array.from({ length: 2 + Math.floor(random() * 5) }, (_, n) => ({ id: n + 1, on: 1 + Math.floor(random() * 30), minor: 1_000 + Math.floor(random() * 90) * 100, customerId: one(CUSTOMERS) }));
  const sorted = orders.toSorted((a, b) => a.on - b.on);
  const back = new Map<number, { refundedMinor: number; refundedOn: number }>();
  const versionOf = ({ id, on, minor, customerId }: (typeof orders)[number], at: number, owner = customerId) =>
    ({ ...placedOrder(id, on, minor, { customerId: owner, ...back.get(id) }), updatedAt: day(at).toISOString(), readAt: day(at).toISOString(), versionHash: `${id}/${at}/${owner}` });
  const spend = async (at: number, customerId: string) => {
    const { settled } = await it0.balance(customerId);
    if (settled > 0) await adjustPoints(it0.shop.id, { customerId, points: -Math.ceil(random() * settled), reason: "test", by: "Ann", idempotencyKey: `${at}` }, day(at));
  };
  for (const placed of sorted) {
    await it0.take(placed.on, placedOrder(placed.id, placed.on, placed.minor, { customerId: placed.customerId }));
    if (random() < 0.4) await spend(placed.on + 0.3, placed.customerId);
    if (random() < 0.2) back.set(placed.id, { refundedMinor: 100 + Math.floor(random() * (placed.minor - 100)), refundedOn: placed.on + 0.4 });
    if (back.has(placed.id)) await hear(it0, placed.on + 0.4, { orders: [versionOf(placed, placed.on + 0.4)] });
  }
  for (const customerId of CUSTOMERS) if (random() < 0.7) await spend(MERGE_DAY - 1 + Number(customerId) / 100, customerId);
  await it0.settle(MERGE_DAY - 0.5);
  const merges = [{ removedId: "7", keptId: "8", at: day(MERGE_DAY) }, { removedId: "9", keptId: "8", at: day(MERGE_DAY) }].slice(0, one([1, 2]));
  const gone = merges.map(({ removedId }) => removedId);
  const versions = orders.filter(({ customerId }) => gone.includes(customerId) && random() < 0.8).map((placed) => versionOf(placed, MERGE_DAY, "8"));
  const shuffle = seededRandom(dice + order);
  const told: Partial<FactBatch>[] = [...merges.map((merge) => ({ merges: [merge] })), ...versions.map((version) => ({ orders: [version] }))];
  const shuffled = order === 0 ? told : told.map((news) => ({ news, at: shuffle() })).sort((a, b) => a.at - b.at).map(({ news }) => news);
  for (const news of shuffled) await hear(it0, MERGE_DAY + 0.1, news);
  await it0.settle(MERGE_DAY + 0.2);
  const balances = [await it0.balance("8"), await it0.balance("9")];
  // What happens to an order afterwards takes back what it gave, once.
  for (const placed of orders.filter(() => random() < 0.5)) {
    back.set(placed.id, { refundedMinor: back.get(placed.id)?.refundedMinor ?? Math.floor(placed.minor / 2), refundedOn: back.get(placed.id)?.refundedOn ?? MERGE_DAY + 0.3 });
    const isCancelled = random() < 0.5;
    const owner = gone.includes(placed.customerId) ? "8" : placed.customerId;
    await hear(it0, MERGE_DAY + 0.4, { orders: [{ ...versionOf(placed, MERGE_DAY + 0.4, owner), ...(isCancelled && { cancelledAt: day(MERGE_DAY + 0.4).toISOString() }) }] });
    balances.push(await it0.balance("8"));
  }
  return { it0, balances };
}

it(`gives each order's points once, whether a merge or the orders that name the survivor are heard of first (SEED=${seed})`, async () => {
  const dices = Array.from({ length: LIVES }, (_, n) => seed * 1_000 + n);
  for (const dice of dices) {
    const told = await live(dice, 0);
    const mixed = await live(dice, 1 + (dice % 7));
    for (const { it0 } of [told, mixed]) {
      await checkPoints(it0.shop.id);
      await checkLiability(it0.shop);
      await checkRebuilt(it0.shop.id);
    }
    expect(mixed.balances, `balances of ${dice}`).toEqual(told.balances);
  }
}, 600_000);
