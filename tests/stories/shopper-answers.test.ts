import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { redeemAnswer } from "#app/contract/checkout-api.ts";
import { setHoldoutPercent } from "#app/usecases/hold-out.server.ts";
import { mintShopperToken } from "#standin/oauth/session-token.ts";
import { openRedeemingShop, type RedeemingShop } from "#tests/factories/redeeming-shop.ts";
import { openShopperDoors, type ShopperDoors } from "#tests/factories/shopper-doors.ts";
import { openLab, type Lab } from "#tests/factories/shop-lab.ts";

const CREDENTIALS = { apiKey: "test-api-key", apiSecret: "test-api-secret" };
const FIVE_OFF = { id: "five", kind: "fixed_amount", name: "5 off", costPoints: 100, amountMinor: 500 };

let all: Lab;
let it0: RedeemingShop;
let doors: ShopperDoors;

beforeAll(async () => {
  all = await openLab();
  it0 = await openRedeemingShop(all, [FIVE_OFF]);
  await setHoldoutPercent(it0.shop.id, { percent: 0, by: "test" }, new Date());
  doors = await openShopperDoors();
});
afterAll(async () => {
  await doors.close();
  await all.stop();
});

const token = (customerId?: string) => mintShopperToken(CREDENTIALS, it0.lab.domain, customerId === undefined ? {} : { customerId });
const redeem = (customerId: string, question: object) => doors.ask("redeem", { rewardId: "five", idempotencyKey: randomUUID(), locale: "en", ...question }, token(customerId));

describe("a customer who asks for a reward of one price", () => {
  it("gets none for another number of points, and is told the price", async () => {
    const customer = await it0.customer(300);
    for (const points of [5, 101]) expect((await redeem(customer.id, { points })).body).toEqual({ state: "refused", sentence: "This needs 100 points." });
    expect(await it0.balance(customer)).toBe(300);
    expect(redeemAnswer.parse((await redeem(customer.id, { points: 100 })).body)).toMatchObject({ state: "redeemed" });
    expect(await it0.balance(customer)).toBe(200);
  });
});

describe("a question that is not well made is answered with a sentence that says what is wrong", () => {
  it.each([
    ["a list", [], "The question must be a JSON object."],
    ["a word", '"order"', "The question must be a JSON object."],
    ["points in words", { rewardId: "five", idempotencyKey: "12345678", points: "five" }, "points is not as it should be."],
    ["half a point", { rewardId: "five", idempotencyKey: "12345678", points: 0.5 }, "points is not as it should be."],
  ])("%s", async (_name, question, message) => {
    const { status, body } = await doors.ask("redeem", question, token("1"));
    expect([status, body["error"], body["message"]]).toEqual([400, "bad_question", message]);
  });
});
