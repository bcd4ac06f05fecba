import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { knownOrder, rewardsAnswer } from "#app/contract/checkout-api.ts";
import { pool, type Connection } from "#app/platform/db.server.ts";
import { lockShopFacts } from "#app/store/lock-shop-facts.server.ts";
import { findClaimKey } from "#app/store/claim-keys.server.ts";
import { claimCode, claimSignature } from "#app/usecases/claim-code.server.ts";
import { saveConfirmationSettings } from "#app/usecases/save-confirmation-settings.server.ts";
import { setHoldoutPercent } from "#app/usecases/set-holdout-percent.server.ts";
import { setMessage } from "#app/usecases/set-message.server.ts";
import { mintShopperToken } from "#standin/oauth/session-token.ts";
import { placeOrder } from "#standin/shop/place-order.ts";
import type { CustomerRecord, OrderRecord } from "#standin/shop/records.ts";
import { openRedeemingShop, type RedeemingShop } from "#tests/factories/redeeming-shop.ts";
import { openShopperDoors, type ShopperDoors } from "#tests/factories/shopper-doors.ts";
import { openLab, type Lab } from "#tests/factories/shop-lab.ts";
import { waitFor } from "#tests/setup/wait-for.ts";

const FIVE_OFF = { id: "five", kind: "fixed_amount", name: "5 off", costPoints: 100, amountMinor: 500 };
const DAY_MS = 86_400_000;

let all: Lab;
let it0: RedeemingShop;
let doors: ShopperDoors;
let customer: CustomerRecord;
let order: OrderRecord;
/** An import, a rebuild or a piece of history that holds the shop's facts for minutes. */
let holder: Connection;

beforeAll(async () => {
  all = await openLab();
  it0 = await openRedeemingShop(all, [FIVE_OFF]);
  await setHoldoutPercent(it0.shop.id, { percent: 0, by: "test" }, new Date());
  await saveConfirmationSettings(it0.shop.id, { way: "link", rules: {} }, { by: "test", now: new Date(Date.now() - DAY_MS) });
  customer = await it0.customer(300);
  order = placeOrder(it0.lab.house.shop, { customer: { id: customer.id }, totalMinor: 6_000 });
  await it0.hear();
  doors = await openShopperDoors();
});
afterAll(async () => {
  await doors.close();
  await all.stop();
});
beforeEach(async () => {
  await pool.query("UPDATE customers SET dirty_since = now() WHERE shop_id = $1", [it0.shop.id]);
  holder = await pool.connect();
  await holder.query("BEGIN");
  await lockShopFacts(holder, it0.shop.id);
});
afterEach(async () => {
  await holder.query("ROLLBACK");
  holder.release();
});

const token = () => mintShopperToken({ apiKey: "test-api-key", apiSecret: "test-api-secret" }, it0.lab.domain, { customerId: customer.id });

async function within<T>(limitMs: number, asked: Promise<T>): Promise<T> {
  const startedMs = performance.now();
  const answer = await asked;
  expect(performance.now() - startedMs).toBeLessThan(limitMs);
  return answer;
}

it("the page after an order tells what is known, and asks again for the rest", async () => {
  const { body } = await within(2_500, doors.ask("order", { orderId: order.id, checkoutToken: order.token, surface: "thank_you", locale: "en" }, token()));
  expect(knownOrder.parse(body)).toMatchObject({ state: "known", offer: null, retryAfterMs: 1_000, balance: { availablePoints: expect.any(Number) } });
});

it("the page of rewards shows the balance as it was last", async () => {
  const { body } = await within(2_500, doors.ask("rewards", { locale: "en" }, token()));
  expect(rewardsAnswer.parse(body)).toMatchObject({ state: "member", rewards: [{ rewardId: "five" }] });
});

it("the link of a mail says that the code is being made", async () => {
  const key = await findClaimKey(pool, it0.shop);
  const claimed = claimCode(it0.shop, { orderId: order.id, signature: claimSignature(order.id, key!.key), now: new Date() });
  expect(await within(2_500, claimed)).toEqual({ outcome: "making" });
});

it("what a customer clicks is answered with not now, and changes nothing", async () => {
  const redeem = doors.ask("redeem", { rewardId: "five", idempotencyKey: randomUUID(), locale: "en" }, token());
  const decline = doors.ask("offers", { wanted: false, locale: "en" }, token());
  for (const { status, headers, body } of await within(8_000, Promise.all([redeem, decline]))) expect([status, headers.get("retry-after"), body]).toMatchObject([503, "5", { error: "not_now" }]);
  expect((await pool.query("SELECT FROM redemptions WHERE shop_id = $1", [it0.shop.id])).rowCount).toBe(0);
  expect((await pool.query("SELECT FROM mail_opt_outs WHERE shop_id = $1", [it0.shop.id])).rowCount).toBe(0);
});

it("a message that changes everybody's points is switched when the deliveries of that moment have been taken in", async () => {
  const switched = setMessage(it0.shop.id, { kind: "points_lapse", isOn: false, by: "test" }, new Date());
  await waitFor("it to wait", async () => (await pool.query("SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'advisory'")).rowCount === 1, 5_000);
  await holder.query("ROLLBACK");
  expect(await switched).toEqual({ outcome: "saved" });
});
