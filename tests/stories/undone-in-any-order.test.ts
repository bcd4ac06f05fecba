import { afterAll, beforeAll, expect, it } from "vitest";
import { cancelRedemption } from "#app/usecases/cancel-redemption.server.ts";
import { placeOrder } from "#standin/shop/place-order.ts";
import { refundOrder } from "#standin/shop/refund-order.ts";
import { seededRandom } from "#standin/webhooks/seeded-random.ts";
import { checkPoints } from "#tests/factories/check-points.ts";
import { checkRebuilt } from "#tests/factories/check-rebuilt.ts";
import { openRedeemingShop, redeemedId, type RedeemingShop } from "#tests/factories/redeeming-shop.ts";
import { openLab, type Lab } from "#tests/factories/shop-lab.ts";

const LIVES = Number(process.env["LIVES"] ?? 12);
const STEPS = 9;
const seed = Number(process.env["SEED"] ?? Date.now() % 1_000_000);

let lab: Lab;
let shop: RedeemingShop;

beforeAll(async () => {
  lab = await openLab();
  shop = await openRedeemingShop(lab, [{ id: "slide", kind: "slider", name: "Any", pointsPerMinor: 0.1, minimumPoints: 1, maximumPoints: 5_000, stepPoints: 1 }]);
});
afterAll(() => lab.stop());

/** "buy A 100", "redeem 60", "refund A 40": a new customer's steps, points of which each is a pound; then every code is taken back unused. */
async function live(steps: string[]): Promise<{ balance: number; waived: number; kept: number }> {
  const customer = await shop.customer(0);
  const orders = new Map<string, { order: ReturnType<typeof placeOrder>; left: number }>();
  const redemptionIds: string[] = [];
  let atMs = Math.floor(Date.now() / 1_000) * 1_000 - 3_600_000;
  for (const step of steps) {
    const [kind, name = "", points = "0"] = step.split(" ");
    atMs += 5_000;
    const at = new Date(atMs).toISOString();
    if (kind === "buy") orders.set(name, { order: placeOrder(shop.lab.house.shop, { customer: { id: customer.id }, totalMinor: Number(points) * 100, createdAt: at, processedAt: at }), left: Number(points) });
    if (kind === "redeem") {
      redemptionIds.push(redeemedId(await shop.redeem(customer, "slide", { points: Number(name) })));
      await shop.perform(0);
      continue;
    }
    const undone = kind === "refund" ? orders.get(name) : undefined;
    if (undone) {
      refundOrder(shop.lab.house.shop, undone.order, Number(points) === undone.left ? { full: true, atMs } : { amountMinor: Number(points) * 100, atMs });
      undone.left -= Number(points);
    }
    await shop.hear();
  }
  for (const redemptionId of redemptionIds) {
    await cancelRedemption(shop.shop.id, { redemptionId, now: new Date() });
    for (const minutes of [0, 3, 6]) await shop.perform(minutes);
  }
  const waived = (await shop.entries(customer)).reduce((sum, [, , points]) => sum + points, 0);
  return { balance: await shop.balance(customer), waived, kept: [...orders.values()].reduce((sum, { left }) => sum + left, 0) };
}

/** Buys, redeems and refunds at random, never more than there is. */
function anySteps(random: () => number): string[] {
  const roll = (from: number, to: number) => from + Math.floor(random() * (to - from + 1));
  const orders = new Map<string, number>();
  let balance = 0;
  return Array.from({ length: STEPS }, () => {
    const what = random();
    const open = [...orders].filter(([, left]) => left > 0);
    if (what > 0.35 && what < 0.65 && balance >= 10) {
      const points = 10 * roll(1, balance / 10);
      balance -= points;
      return `redeem ${points}`;
    }
    if (what >= 0.65 && open.length > 0) {
      const [name, left] = open[roll(0, open.length - 1)]!;
      const points = random() < 0.6 ? left : 10 * roll(1, left / 10);
      orders.set(name, left - points);
      balance = Math.max(0, balance - points);
      return `refund ${name} ${points}`;
    }
    const [name, points] = [`O${orders.size}`, 10 * roll(1, 10)];
    orders.set(name, points);
    balance += points;
    return `buy ${name} ${points}`;
  });
}

it.each([
  [["buy A 100", "redeem 100", "buy B 60", "refund A 100", "refund B 60"], "A first, which B's points paid for"],
  [["buy A 100", "redeem 100", "buy B 60", "refund B 60", "refund A 100"], "B first"],
  [["buy A 100", "redeem 100", "refund A 100", "buy B 60", "redeem 60", "refund B 60"], "each after it was spent"],
  [["buy A 100", "buy B 50", "redeem 120", "refund A 50", "refund A 50", "refund B 50"], "one of them in parts"],
])("%j leaves nothing: two orders are undone, %s, and their code comes back unused", async (steps) => {
  expect(await live(steps)).toEqual({ balance: 0, waived: 0, kept: 0 });
});

it(`whoever takes every code back unused has what the orders that were kept are worth, in whatever order they were undone (SEED=${seed})`, async () => {
  const random = seededRandom(seed);
  for (let n = 0; n < LIVES; n += 1) {
    const steps = anySteps(random);
    const { balance, waived, kept } = await live(steps);
    expect({ steps, balance, waived }).toEqual({ steps, balance: kept, waived: 0 });
  }
  await checkPoints(shop.shop.id);
  await checkRebuilt(shop.shop.id);
}, 60_000);
