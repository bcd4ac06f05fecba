import { describe, expect, it } from "vitest";
import { decideRedemption, type CodeCarrier } from "./decide-redemption.ts";
import { reward } from "./reward.ts";
import type { Redemption } from "./redemption.ts";

const AT = new Date("2026-03-10T12:00:00Z");

const redemption = (more: Partial<Redemption> = {}, rewardMore: object = {}): Redemption => ({
  redemptionId: "r1", customerId: "7", idempotencyKey: "k", reward: reward.parse({ id: "five", kind: "fixed_amount", name: "5 off", costPoints: 1, amountMinor: 500, ...rewardMore }),
  grant: { kind: "amount_off", amountMinor: 500 }, programVersion: 1, points: 1, origin: "bought", code: "CODE", state: "issued", shopifyId: null, orderId: null, confirmedAt: null,
  returnReason: null, refusal: null, reservedAt: AT, endsAt: AT, closedAt: null, vouchedBy: null, vouchedAt: null, ...more,
});

const carrier = (orderId: string, more: Partial<CodeCarrier> = {}): CodeCarrier => ({ orderId, paidAt: null, cancelledAt: null, fullyRefundedAt: null, ...more });
const used = { state: "used", orderId: "1", confirmedAt: AT } as const;

describe("a code", () => {
  it("that no order carries means nothing yet", () => {
    expect(decideRedemption(redemption(), [])).toEqual({ step: "none" });
  });

  it("is held by an order that stands, before it is paid, and confirmed by its payment", () => {
    expect(decideRedemption(redemption(), [carrier("1")])).toEqual({ step: "hold", orderId: "1", confirmedAt: null });
    expect(decideRedemption(redemption({ ...used, confirmedAt: null }), [carrier("1", { paidAt: AT })])).toEqual({ step: "hold", orderId: "1", confirmedAt: AT });
    expect(decideRedemption(redemption(used), [carrier("1", { paidAt: AT })])).toEqual({ step: "none" });
  });

  it("is held by an order also while it is being taken back", () => {
    expect(decideRedemption(redemption({ state: "releasing", returnReason: "unused" }), [carrier("1")])).toMatchObject({ step: "hold" });
  });

  it("is taken back when its order was cancelled or fully refunded, unless the merchant keeps it", () => {
    expect(decideRedemption(redemption(used), [carrier("1", { cancelledAt: AT })])).toEqual({ step: "release", because: "order_cancelled" });
    expect(decideRedemption(redemption(used), [carrier("1", { fullyRefundedAt: AT })])).toEqual({ step: "release", because: "order_refunded" });
    expect(decideRedemption(redemption(used, { returnOnCancel: false }), [carrier("1", { cancelledAt: AT })])).toEqual({ step: "none" });
    expect(decideRedemption(redemption({ state: "releasing", returnReason: "order_cancelled" }), [carrier("1", { cancelledAt: AT })])).toEqual({ step: "none" });
  });

  it("that was given stays used when its order was undone, and is taken back while nobody used it", () => {
    const gift = { points: 0, origin: "gift" } as const;
    expect(decideRedemption(redemption({ ...used, ...gift }), [carrier("1", { cancelledAt: AT })])).toEqual({ step: "none" });
    expect(decideRedemption(redemption(gift), [carrier("1")])).toMatchObject({ step: "hold" });
  });

  it("for any number of orders is held by none", () => {
    expect(decideRedemption(redemption({ points: 0, origin: "tier" }), [carrier("1"), carrier("2", { cancelledAt: AT })])).toEqual({ step: "none" });
  });

  it("passes to another order that carries it and stands", () => {
    expect(decideRedemption(redemption(used), [carrier("1", { cancelledAt: AT }), carrier("2")])).toEqual({ step: "hold", orderId: "2", confirmedAt: null });
  });
});
