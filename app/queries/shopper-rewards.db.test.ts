import { describe, expect, it } from "vitest";
import { shopperFormats } from "#app/domain/confirmation/shopper-formats.ts";
import type { Redemption } from "#app/domain/redemption/redemption.ts";
import { grantOf } from "#app/domain/redemption/reward-grant.ts";
import { reward as rewardSchema } from "#app/domain/redemption/reward.ts";
import { codeOfRedemption, offeredRewardOf } from "./shopper-rewards.server.ts";

const now = new Date("2026-11-22T12:00:00Z");
const formatsIn = (language: "en" | "de" | "zh-CN") => shopperFormats(language, { pointsName: { one: "point", other: "points" }, shopLanguage: "en", currency: "GBP", timeZone: "Europe/London", now });
const formats = formatsIn("en");

function shown(definition: object, change: Partial<Redemption> = {}, language: "en" | "de" | "zh-CN" = "en") {
  const reward = rewardSchema.parse({ id: "it", costPoints: 500, ...definition });
  const redemption: Redemption = {
    redemptionId: "r1", customerId: "1", idempotencyKey: "k", reward, grant: grantOf(reward, 500), programVersion: 1, points: 500, origin: "bought", code: null, state: "issued", shopifyId: null, orderId: null,
    confirmedAt: null, returnReason: null, refusal: null, reservedAt: now, endsAt: new Date("2027-02-21T00:00:00Z"), closedAt: null, vouchedBy: null, vouchedAt: null, ...change,
  };
  return codeOfRedemption(redemption, { shop: { domain: "a.myshopify.com" }, formats: formatsIn(language), now });
}

const CREDIT = { kind: "store_credit", name: "Birthday treat", amountMinor: 500 };

describe("what a customer has, in their account", () => {
  it("is called as the merchant called it, and says what it gives where the name does not", () => {
    expect(shown({ kind: "gift_card", name: "Gift card 10", amountMinor: 1000 }, { code: "ABC" })).toMatchObject({ name: "Gift card 10", sentence: "A gift card of £10.00" });
    expect(shown({ kind: "fixed_amount", name: "£5 off", amountMinor: 500 }, { code: "ABC" })).toMatchObject({ name: null, sentence: "£5.00 off" });
    const offered = (definition: object) => offeredRewardOf(rewardSchema.parse({ id: "it", costPoints: 500, ...definition }), { availablePoints: 600, timeZone: "Europe/London", formats, now });
    expect([offered(CREDIT), offered({ ...CREDIT, name: "£5 of store credit" })]).toMatchObject([{ name: "Birthday treat", detail: "£5.00 of store credit" }, { detail: null }]);
  });

  it("is called by what it gives, in the customer's language, where the merchant left the proposed name or wrote it in English", () => {
    const offered = (definition: object) => offeredRewardOf(rewardSchema.parse({ id: "it", costPoints: 500, ...definition }), { availablePoints: 600, timeZone: "Europe/London", formats: formatsIn("de"), now });
    const shipping = { kind: "free_shipping", name: "Free shipping" };
    expect([offered(shipping), offered({ kind: "percentage", name: "10% off", percent: 10 }), offered({ ...CREDIT, name: "Store credit" }), offered(CREDIT)]).toMatchObject([
      { name: "Kostenloser Versand", detail: null }, { name: "10\u00a0% Rabatt", detail: null }, { name: expect.stringContaining("Guthaben"), detail: null }, { name: "Birthday treat" },
    ]);
    expect(shown(shipping, { code: "ABC" }, "de")).toMatchObject({ name: null, sentence: "Kostenloser Versand" });
  });

  it("says of store credit where it is, without a word of codes", () => {
    expect(shown(CREDIT)).toMatchObject({ state: "ready", code: null, standing: null, terms: "It is in your account and is offered at the checkout. Valid until 20 February 2027." });
    expect(shown(CREDIT, { state: "issuing" })).toMatchObject({ state: "making", standing: "It is being added to your account." });
    expect(shown(CREDIT, { state: "issuing", refusal: "Shopify’s answer was lost." })).toMatchObject({ state: "making", standing: "The shop is looking into this." });
    expect(shown(CREDIT, {}, "zh-CN")?.terms).toBe("已存入您的账户，结账时可使用。有效期至2027年2月20日。");
  });

  it("says of a code that is being made what it says of every code", () => {
    expect(shown({ kind: "gift_card", name: "Gift card 10", amountMinor: 1000 }, { state: "issuing", code: "ABC" })).toMatchObject({ state: "making", code: null, standing: null });
  });
});
