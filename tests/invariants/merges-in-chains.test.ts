import { expect, it } from "vitest";
import { inTransaction, pool } from "#app/platform/db.server.ts";
import { lockShopFacts } from "#app/store/lock-shop-facts.server.ts";
import { adjustPoints } from "#app/usecases/adjust-points.server.ts";
import { settleDeliveries } from "#app/usecases/settle-deliveries.server.ts";
import { noFacts, type FactBatch } from "#app/usecases/take-in-facts.server.ts";
import { seededRandom } from "#standin/webhooks/seeded-random.ts";
import { checkPoints } from "#tests/factories/check-points.ts";
import { checkRebuilt } from "#tests/factories/check-rebuilt.ts";
import { day, placedOrder, programShop, type ProgramShop } from "#tests/factories/program-shop.ts";

const LIVES = Number(process.env["LIVES"] ?? 8);
const seed = Number(process.env["SEED"] ?? Date.now() % 1_000_000);

let shops = 0;

async function hear({ shop }: ProgramShop, on: number, told: Partial<FactBatch>): Promise<void> {
  await inTransaction(async (client) => {
    const tx = await lockShopFacts(client, shop.id);
    await settleDeliveries(tx, shop, { read: { facts: { ...noFacts(), ...told }, events: [] }, now: day(on) });
  });
}

/** Four customers, of whom one is left in the end: their orders go from one to another and are refunded, and their points are spent. */
async function live(dice: number): Promise<{ it0: ProgramShop; left: string; want: number }> {
  const random = seededRandom(dice);
  const int = (n: number) => Math.floor(random() * n);
  const one = <T>(items: readonly T[]): T => items[int(items.length)]!;
  const it0 = await programShop(`chains-${(shops += 1)}.myshopify.com`);
  const earnRules = [{ id: "spend", kind: "amount", points: 1, perMinor: 100 }];
  await it0.publish({ earnRules, nthOrderMultipliers: [], pendingDays: 0, refundPolicy: one(["clamp_to_zero", "allow_negative"]) }, -10);
  let living = ["7", "8", "9", "10"];
  const orders = Array.from({ length: 1 + int(4) }, (_, n) => ({ id: n + 1, minor: 1_000 * (1 + int(9)), customerId: one(living), back: {} }));
  for (const { id, minor, customerId } of orders) await it0.take(id, placedOrder(id, id, minor, { customerId }));
  let want = orders.reduce((sum, { minor }) => sum + minor / 100, 0);
  const steps: string[] = Array.from({ length: 6 + int(10) }, () => one(["order", "order", "refund", "spend", "spend", "merge"]));
  for (const [n, step] of [...steps, "merge", "merge", "merge"].entries()) {
    const on = 10 + n;
    const placed = one(orders);
    if (step === "order") placed.customerId = one(living);
    if (step === "refund" && !("refundedOn" in placed.back)) {
      placed.back = { refundedMinor: placed.minor / 2, refundedOn: on };
      want -= placed.minor / 2 / 100;
    }
    if (step === "order" || step === "refund") {
      const at = day(on).toISOString();
      await hear(it0, on, { orders: [{ ...placedOrder(placed.id, placed.id, placed.minor, { customerId: placed.customerId, ...placed.back }), updatedAt: at, readAt: at, versionHash: `${placed.id}/${on}` }] });
    }
    if (step === "spend") {
      const customerId = one(living);
      const { settled } = await it0.balance(customerId);
      const points = one([settled, settled, Math.ceil(random() * settled)]);
      if (settled > 0) await adjustPoints(it0.shop.id, { customerId, points: -points, reason: "test", by: "Ann", idempotencyKey: `${on}` }, day(on));
      want -= Math.max(0, points);
    }
    if (step === "merge" && living.length > 1) {
      const removedId = one(living);
      living = living.filter((customerId) => customerId !== removedId);
      const keptId = one(living);
      await hear(it0, on, { merges: [{ removedId, keptId, at: day(on) }] });
      for (const order of orders) if (order.customerId === removedId) order.customerId = keptId;
    }
  }
  return { it0, left: living[0]!, want };
}

it(`gives merged customers what their orders are worth, less what was spent, and the ledger says the same (SEED=${seed})`, async () => {
  for (const dice of Array.from({ length: LIVES }, (_, n) => seed * 1_000 + n)) {
    const { it0, left, want } = await live(dice);
    const { rows } = await pool.query<{ waived: number }>("SELECT coalesce(sum(waived_points), 0)::float8 AS waived FROM order_bookings WHERE shop_id = $1", [it0.shop.id]);
    expect(await it0.balance(left), `${dice}`).toEqual({ pending: 0, settled: want + rows[0]!.waived });
    await checkPoints(it0.shop.id);
    await checkRebuilt(it0.shop.id).catch((error: Error) => {
      throw new Error(`${dice}: ${error.message}`, { cause: error });
    });
  }
}, 600_000);
