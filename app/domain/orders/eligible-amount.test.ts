import { expect, it } from "vitest";
import { eligibleAmountMinor, refundedEligibleMinor } from "./eligible-amount.ts";
import type { LineFact, RefundFact } from "./order-fact.ts";

const line = (lineId: string, priceMinor: number, isGiftCard = false): LineFact => ({ lineId, productId: null, variantId: null, title: "", quantity: 1, priceMinor, discountMinor: 0, taxMinor: 0, isGiftCard });
const refund = (amountMinor: number, lines: RefundFact["lines"] = null): RefundFact => ({
  orderId: "1", refundId: "1", createdAt: "2026-11-22T11:05:00Z", amountMinor, transactionIds: ["1"], isPaidBack: true, lines, adjustments: null,
});
const order = { isTaxIncluded: true, lines: [line("1", 6_000), line("2", 4_000, true)] };

it("money paid back without lines is a gift card's in its proportion, which earned nothing", () => {
  expect(eligibleAmountMinor(order, "with_tax")).toBe(6_000);
  expect(refundedEligibleMinor(order, [refund(5_000)], "with_tax")).toBe(3_000);
  expect(refundedEligibleMinor(order, [refund(10_000)], "with_tax")).toBe(6_000);
});

it("a gift card that is given back takes nothing from what earned", () => {
  expect(refundedEligibleMinor(order, [refund(4_000, [{ lineId: "2", quantity: 1, subtotalMinor: 4_000, taxMinor: 0 }])], "with_tax")).toBe(0);
});
