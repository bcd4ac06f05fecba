import { describe, expect, it } from "vitest";
import { eligibleAmountMinor, refundedEligibleMinor, unpaidEligibleMinor } from "./eligible-amount.ts";
import type { LineFact, RefundFact } from "./order-fact.ts";

const line = (lineId: string, priceMinor: number, isGiftCard = false): LineFact => ({ lineId, productId: null, variantId: null, title: "", quantity: 1, priceMinor, discountMinor: 0, taxMinor: 0, isGiftCard });
const refund = (amountMinor: number, lines: RefundFact["lines"] = null): RefundFact => ({
  orderId: "1", refundId: "1", createdAt: "2026-11-22T11:05:00Z", amountMinor, transactionIds: ["1"], isPaidBack: true, lines, adjustments: null,
});
const paid = { shippingMinor: 0, discountMinor: 0, paidAt: new Date("2026-11-20T10:00:00Z"), paidMinor: null, unpaidMinor: 0, totalMinor: 0 };
const order = { ...paid, isTaxIncluded: true, lines: [line("1", 6_000), line("2", 4_000, true)] };

it("money paid back without lines is a gift card's in its proportion, which earned nothing", () => {
  expect(eligibleAmountMinor(order, "with_tax")).toBe(6_000);
  expect(refundedEligibleMinor(order, [refund(5_000)], "with_tax")).toBe(3_000);
  expect(refundedEligibleMinor(order, [refund(10_000)], "with_tax")).toBe(6_000);
});

it("a gift card that is given back takes nothing from what earned", () => {
  expect(refundedEligibleMinor(order, [refund(4_000, [{ lineId: "2", quantity: 1, subtotalMinor: 4_000, taxMinor: 0 }])], "with_tax")).toBe(0);
});

const tea = { ...paid, isTaxIncluded: false, lines: [line("1", 6_000), line("2", 4_000)] };
const takenOff = (createdAt: string): RefundFact => ({ ...refund(0, [{ lineId: "2", quantity: 1, subtotalMinor: 4_000, taxMinor: 800 }]), createdAt, transactionIds: [], isPaidBack: false });

it("the money of a line that was taken off before takes nothing more, and what is paid beyond it does", () => {
  const edited = takenOff("2026-11-21T10:00:00Z");
  expect(refundedEligibleMinor(tea, [edited], "with_tax")).toBe(4_000);
  expect(refundedEligibleMinor(tea, [edited, refund(4_800)], "with_tax")).toBe(4_000);
  expect(refundedEligibleMinor(tea, [edited, refund(5_000)], "with_tax")).toBe(4_200);
  expect(refundedEligibleMinor(tea, [edited, refund(4_800), { ...refund(300), refundId: "2" }], "with_tax")).toBe(4_300);
});

it("a line that was taken off before anybody paid owes no money", () => {
  for (const paidAt of [new Date("2026-11-22T10:00:00Z"), null]) expect(refundedEligibleMinor({ ...tea, paidAt }, [takenOff("2026-11-21T10:00:00Z"), refund(500)], "with_tax")).toBe(4_500);
});

it("what was never paid is taken off first, so that lines of an exchange owe no money, whatever sending and discounts cost", () => {
  const bowl = line("3", 4_000);
  // 100.00 of tea with 10.00 off it and 5.00 off the 15.00 for sending it, and a bowl that an edit added.
  const exchanged = { ...tea, isTaxIncluded: true, shippingMinor: 1_500, discountMinor: 1_500, paidMinor: 10_000, lines: [{ ...tea.lines[0]!, discountMinor: 1_000 }, tea.lines[1]!, bowl] };
  const cup = { ...takenOff("2026-11-21T10:00:00Z"), lines: [{ lineId: "2", quantity: 1, subtotalMinor: 4_000, taxMinor: 0 }] };
  expect(refundedEligibleMinor(exchanged, [cup, refund(1_000)], "with_tax")).toBe(5_000);
  expect(refundedEligibleMinor({ ...exchanged, paidMinor: 14_000 }, [cup, refund(4_000)], "with_tax")).toBe(4_000);
  // A tip of 5.00, which was paid, is in no line.
  expect(refundedEligibleMinor({ ...exchanged, totalMinor: 14_500, paidMinor: 10_500 }, [cup, refund(1_000)], "with_tax")).toBe(5_000);
});

describe("what an edit added and nobody has paid yet", () => {
  const added = { ...paid, isTaxIncluded: true, paidMinor: 10_000, unpaidMinor: 3_000, lines: [line("1", 6_000), line("2", 4_000), line("10", 3_000)] };
  const cup = { ...takenOff("2026-11-21T10:00:00Z"), lines: [{ lineId: "2", quantity: 1, subtotalMinor: 4_000, taxMinor: 0 }] };

  it("is taken from the newest lines, as far as refunds left something of them", () => {
    expect(unpaidEligibleMinor(added, [], "with_tax")).toBe(3_000);
    expect(unpaidEligibleMinor({ ...added, unpaidMinor: 3_500 }, [], "with_tax")).toBe(3_500);
    expect(unpaidEligibleMinor({ ...added, unpaidMinor: 30_000 }, [refund(1_300)], "with_tax")).toBe(11_700);
    expect(unpaidEligibleMinor({ ...added, lines: [line("1", 6_000), line("2", 4_000), { ...line("10", 3_000), isGiftCard: true }] }, [], "with_tax")).toBe(0);
  });

  it("is what was not taken off in exchange, with money or without", () => {
    expect(unpaidEligibleMinor(added, [cup], "with_tax")).toBe(0);
    expect(unpaidEligibleMinor({ ...added, unpaidMinor: 5_000 }, [cup], "with_tax")).toBe(1_000);
    expect(unpaidEligibleMinor(added, [{ ...cup, amountMinor: 1_500, isPaidBack: true }], "with_tax")).toBe(500);
    expect(unpaidEligibleMinor(added, [{ ...cup, transactionIds: ["7"] }], "with_tax")).toBe(3_000);
  });
});
