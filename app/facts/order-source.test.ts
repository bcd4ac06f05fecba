import { describe, expect, it } from "vitest";
import type { OrderFact } from "#app/domain/orders/order-fact.ts";
import { copyLine, ORDER_COLUMNS } from "./order-source.ts";

const fact = {
  orderId: "1", name: "tab\there", customer: null, emailHash: null, createdAt: "2026-01-01T00:00:00.000Z", processedAt: "2026-01-01T00:00:00.000Z", updatedAt: "2026-01-01T00:00:00.000Z",
  readAt: null, versionHash: "h", cancelledAt: null, financialStatus: "paid", isPaidSeen: true, refundedSeenAt: null, isTest: false, sourceName: null,
  tags: ['say "hi"', "back\\slash"], currency: "GBP", isTaxIncluded: true, totalMinor: 100, subtotalMinor: 100, discountMinor: 0, taxMinor: 0, shippingMinor: 0, discountCodes: [],
  checkoutTokenHash: null, fulfillmentStatus: null, fulfillments: [], transactions: [], refunds: [],
  lines: [{ lineId: "9", productId: null, variantId: null, title: "a\nb", quantity: 1, priceMinor: 100, discountMinor: 0, taxMinor: 0, isGiftCard: false }],
} satisfies OrderFact;

describe("orders on their way through COPY", () => {
  const line = copyLine(fact);

  it("are one line with one value for each column, whatever their texts hold", () => {
    expect(line.endsWith("\n")).toBe(true);
    expect(line.slice(0, -1)).not.toContain("\n");
    expect(line.split("\t")).toHaveLength(ORDER_COLUMNS.split(", ").length);
  });

  it("escape what COPY and arrays would read as their own", () => {
    expect(line).toContain("tab\\there");
    expect(line).toContain('{"say \\\\"hi\\\\"","back\\\\\\\\slash"}');
    expect(line).toContain('"title":"a\\\\nb"');
  });
});
