import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addEffects, takeEffect, type TakenEffect } from "#app/effects/outbox.server.ts";
import { inTransaction, pool } from "#app/platform/db.server.ts";
import { cancelRedemption } from "#app/usecases/cancel-redemption.server.ts";
import { receiveEffect } from "#app/usecases/receive-effect.server.ts";
import { cancelOrder } from "#standin/shop/change-order.ts";
import { placeOrderWithCode } from "#standin/shop/discounts.ts";
import { openRedeemingShop, redeemedId, type RedeemingShop } from "#tests/factories/redeeming-shop.ts";
import { openLab, type Lab } from "#tests/factories/shop-lab.ts";

const FIVE_OFF = { id: "five", kind: "fixed_amount", name: "5 off", costPoints: 100, amountMinor: 500, validityDays: 30 };
const LEASE_MS = 120_000;

let all: Lab;
let it0: RedeemingShop;

beforeAll(async () => {
  all = await openLab();
  it0 = await openRedeemingShop(all, [FIVE_OFF]);
});
afterAll(() => all.stop());

const take = () => takeEffect(pool, it0.shop.id, { now: new Date(), leaseMs: LEASE_MS });
const cancel = (redemptionId: string) => cancelRedemption(it0.shop.id, { redemptionId, now: new Date() });
const eightTimes = <Answer>(work: () => Promise<Answer>) => Promise.all(Array.from({ length: 8 }, work));

/** Asks for so many tags; answers the keys. */
async function askForTags(count: number): Promise<string[]> {
  const effects = Array.from({ length: count }, () => {
    const perkId = randomUUID();
    return { key: `tag-add:${perkId}`, effect: { kind: "add_customer_tag" as const, perkId, customerId: "1", tag: "gold" } };
  });
  await addEffects(pool, it0.shop.id, { effects, now: new Date() });
  return effects.map(({ key }) => key).sort();
}

async function takeAll(): Promise<TakenEffect[]> {
  const taken: TakenEffect[] = [];
  for (let effect = await take(); effect; effect = await take()) taken.push(effect);
  return taken;
}

describe("of several workers", () => {
  it("each takes other effects, and none waits for another's", async () => {
    const keys = await askForTags(2);
    const taken = await inTransaction(async (tx) => {
      const first = await takeEffect(tx, it0.shop.id, { now: new Date(), leaseMs: LEASE_MS });
      const second = await inTransaction((other) => takeEffect(other, it0.shop.id, { now: new Date(), leaseMs: LEASE_MS }), { statementTimeoutMs: 5_000 });
      return [first, second];
    });
    expect(taken.map((effect) => effect?.key).sort()).toEqual(keys);
  });

  it("fifty effects are taken once each by eight at once", async () => {
    const keys = await askForTags(50);
    const taken = (await eightTimes(takeAll)).flat();
    expect(taken.map(({ key }) => key).sort()).toEqual(keys);
    expect(taken.map(({ attempts }) => attempts)).toEqual(keys.map(() => 1));
  });
});

describe("an answer of Shopify's", () => {
  it("gives points back once, however many bring it at once", async () => {
    const customer = await it0.customer(100);
    const id = redeemedId(await it0.redeem(customer, "five"));
    const taken = (await take())!;
    const outcome = { outcome: "refused", code: "INVALID", message: "No such customer" } as const;
    await eightTimes(() => receiveEffect(it0.shop.id, { taken, outcome, now: new Date() }));
    expect(await it0.redemption(id)).toMatchObject({ state: "returned", return_reason: "refused" });
    expect(await it0.entries(customer)).toEqual([["adjust", 100, 0], ["redeem", -100, 0], ["redeem_returned", 100, 0]]);
  });

  it("that comes again when things have moved on gives nothing back", async () => {
    const customer = await it0.customer(100);
    const id = redeemedId(await it0.redeem(customer, "five"));
    await it0.perform();
    const { code } = await it0.redemption(id);
    await cancel(id);
    // Asked before there was an order, and slow: meanwhile one with the code has come, and was cancelled.
    const taken = (await take())!;
    const closed = () => receiveEffect(it0.shop.id, { taken, outcome: { outcome: "done", receipt: { kind: "closed", carriedBy: [] } }, now: new Date() });
    const order = placeOrderWithCode(it0.lab.house.shop, { code, customer: { id: customer.id }, totalMinor: 2_500 });
    await it0.hear();
    await closed();
    expect(await it0.redemption(id)).toMatchObject({ state: "used", order_id: order.id });
    cancelOrder(it0.lab.house.shop, order, Date.now());
    await it0.hear();
    expect(await it0.redemption(id)).toMatchObject({ state: "releasing" });
    await closed();
    expect(await it0.redemption(id)).toMatchObject({ state: "releasing" });
    expect((await it0.entries(customer)).map(([kind]) => kind)).not.toContain("redeem_returned");
  });
});

describe("a merchant who cancels a redemption eight times at once", () => {
  it("takes it back once, and is told the other times that it cannot be cancelled any more", async () => {
    const customer = await it0.customer(100);
    const id = redeemedId(await it0.redeem(customer, "five"));
    const answers = (await eightTimes(() => cancel(id))).map(({ outcome }) => outcome).sort();
    expect(answers).toEqual(["cancelling", ...Array.from({ length: 7 }, () => "not_cancellable")]);
    expect(await it0.entries(customer)).toEqual([["adjust", 100, 0], ["redeem", -100, 0], ["redeem_returned", 100, 0]]);
  });
});
