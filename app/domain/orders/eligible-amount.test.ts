import { describe, expect, it } from "vitest";
import { eligibleAmountMinor, refundedEligibleMinor, unpaidEligibleMinor, type Payment, type RefundableOrder } from "./eligible-amount.ts";
import type { LineFact, RefundFact } from "./order-fact.ts";

const line = (lineId: string, priceMinor: number, isGiftCard = false): LineFact => ({ lineId, productId: null, variantId: null, title: "", quantity: 1, priceMinor, discountMinor: 0, taxMinor: 0, isGiftCard });
const refund = (amountMinor: number, lines: RefundFact["lines"] = null): RefundFact => ({
  orderId: "1", refundId: "1", createdAt: "2026-11-22T11:05:00Z", amountMinor, transactionIds: ["1"], isPaidBack: true, lines, adjustments: null,
});
const paid = { shippingMinor: 0, discountMinor: 0, paidAt: new Date("2026-11-20T10:00:00Z"), payments: [] as Payment[], isCalledPaid: true, totalMinor: 0, originalTotalMinor: 0, refunds: [] as RefundFact[] };
const [BEFORE, AFTER] = [new Date("2026-11-20T12:00:00Z"), new Date("2026-11-25T12:00:00Z")];
const refundedMinor = (of: RefundableOrder, refunds: RefundFact[]) => refundedEligibleMinor({ ...of, refunds }, AFTER, "with_tax");
const paying = (amountMinor: number, at = "2026-11-20T10:00:00Z"): Payment => ({ at, amountMinor });
const order = { ...paid, isTaxIncluded: true, lines: [line("1", 6_000), line("2", 4_000, true)] };

it("money paid back without lines is a gift card's in its proportion, which earned nothing", () => {
  expect(eligibleAmountMinor(order, "with_tax")).toBe(6_000);
  expect(refundedMinor(order, [refund(5_000)])).toBe(3_000);
  expect(refundedMinor(order, [refund(10_000)])).toBe(6_000);
});

it("a gift card that is given back takes nothing from what earned", () => {
  expect(refundedMinor(order, [refund(4_000, [{ lineId: "2", quantity: 1, subtotalMinor: 4_000, taxMinor: 0 }])])).toBe(0);
});

describe("money paid back without lines, where the tax earns nothing,", () => {
  // 100.00 and 50.00 of goods with a fifth of tax.
  const taxed = (isTaxIncluded: boolean) => ({
    ...paid, isTaxIncluded,
    lines: [["1", 10_000] as const, ["2", 5_000] as const].map(([lineId, netMinor]) => ({ ...line(lineId, isTaxIncluded ? netMinor * 1.2 : netMinor), taxMinor: netMinor * 0.2 })),
  });
  const half = (subtotalMinor: number): RefundFact["lines"] => [{ lineId: "1", quantity: 1, subtotalMinor, taxMinor: 1_000 }];
  const lostMinor = (isTaxIncluded: boolean, refunds: RefundFact[]) => refundedEligibleMinor({ ...taxed(isTaxIncluded), refunds }, AFTER, "without_tax");

  it.each([true, false])("is tax in its part (tax in the prices: %s)", (isTaxIncluded) => {
    expect(lostMinor(isTaxIncluded, [refund(9_000)])).toBe(7_500);
    expect(lostMinor(isTaxIncluded, [refund(18_000)])).toBe(15_000);
    expect(lostMinor(isTaxIncluded, [refund(17_999)])).toBe(14_999);
    expect(lostMinor(isTaxIncluded, [refund(99_000)])).toBe(15_000);
    // Half of the first line with its tax, and then half of the money for what is left.
    expect(lostMinor(isTaxIncluded, [refund(6_000, half(isTaxIncluded ? 6_000 : 5_000)), { ...refund(6_000), refundId: "2" }])).toBe(10_000);
  });

  it("takes all of it where tax in the prices earns", () => {
    expect(refundedMinor(taxed(true), [refund(9_000)])).toBe(9_000);
  });
});

const tea = { ...paid, isTaxIncluded: false, lines: [line("1", 6_000), line("2", 4_000)] };
const takenOff = (createdAt: string): RefundFact => ({ ...refund(0, [{ lineId: "2", quantity: 1, subtotalMinor: 4_000, taxMinor: 800 }]), createdAt, transactionIds: [], isPaidBack: false });

it("the money of a line that was taken off before takes nothing more, and what is paid beyond it does", () => {
  const edited = takenOff("2026-11-21T10:00:00Z");
  expect(refundedMinor(tea, [edited])).toBe(4_000);
  expect(refundedMinor(tea, [edited, refund(4_800)])).toBe(4_000);
  expect(refundedMinor(tea, [edited, refund(5_000)])).toBe(4_200);
  expect(refundedMinor(tea, [edited, refund(4_800), { ...refund(300), refundId: "2" }])).toBe(4_300);
});

it("a line that was taken off before anybody paid owes no money", () => {
  for (const paidAt of [new Date("2026-11-22T10:00:00Z"), null]) expect(refundedMinor({ ...tea, paidAt }, [takenOff("2026-11-21T10:00:00Z"), refund(500)])).toBe(4_500);
});

it("what was never paid is taken off first, so that lines of an exchange owe no money, whatever sending and discounts cost", () => {
  const bowl = line("3", 4_000);
  // 100.00 of tea with 10.00 off it and 5.00 off the 15.00 for sending it, and a bowl that an edit added.
  const exchanged = { ...tea, isTaxIncluded: true, shippingMinor: 1_500, discountMinor: 1_500, payments: [paying(10_000)], lines: [{ ...tea.lines[0]!, discountMinor: 1_000 }, tea.lines[1]!, bowl] };
  const cup = { ...takenOff("2026-11-21T10:00:00Z"), lines: [{ lineId: "2", quantity: 1, subtotalMinor: 4_000, taxMinor: 0 }] };
  expect(refundedMinor(exchanged, [cup, refund(1_000)])).toBe(5_000);
  expect(refundedMinor({ ...exchanged, payments: [paying(14_000)] }, [cup, refund(4_000)])).toBe(4_000);
  // A tip of 5.00, which was paid, is in no line.
  expect(refundedMinor({ ...exchanged, totalMinor: 14_500, payments: [paying(10_500)] }, [cup, refund(1_000)])).toBe(5_000);
});

describe("what an edit added and nobody has paid yet", () => {
  const added = { ...paid, isTaxIncluded: true, isCalledPaid: false, payments: [paying(10_000)], originalTotalMinor: 10_000, totalMinor: 13_000, lines: [line("1", 6_000), line("2", 4_000), line("10", 3_000)] };
  const cup = { ...takenOff("2026-11-21T10:00:00Z"), lines: [{ lineId: "2", quantity: 1, subtotalMinor: 4_000, taxMinor: 0 }] };
  const unpaidMinor = (of: Partial<typeof added> = {}, at = AFTER) => unpaidEligibleMinor({ ...added, ...of }, at, "with_tax");

  it("is taken from the newest lines, as far as refunds left something of them", () => {
    expect(unpaidMinor()).toBe(3_000);
    expect(unpaidMinor({ totalMinor: 13_500 })).toBe(3_500);
    expect(unpaidMinor({ totalMinor: 40_000, refunds: [refund(1_300)] })).toBe(11_700);
    expect(unpaidMinor({ lines: [line("1", 6_000), line("2", 4_000), { ...line("10", 3_000), isGiftCard: true }] })).toBe(0);
  });

  it("is what was not taken off in exchange, with money or without", () => {
    expect(unpaidMinor({ refunds: [cup] })).toBe(0);
    expect(unpaidMinor({ totalMinor: 15_000, refunds: [cup] })).toBe(1_000);
    expect(unpaidMinor({ refunds: [{ ...cup, amountMinor: 1_500, isPaidBack: true }] })).toBe(500);
    expect(unpaidMinor({ refunds: [{ ...cup, transactionIds: ["7"] }] })).toBe(3_000);
  });

  it("is what had not been paid or taken off by then, whatever came of it", () => {
    const later = paying(1_000, "2026-11-22T10:00:00Z");
    const exchanged = { isCalledPaid: true, totalMinor: 15_000, lines: [line("1", 6_000), line("2", 4_000), line("10", 5_000)], refunds: [cup], payments: [paying(10_000), later] };
    expect([BEFORE, new Date("2026-11-21T12:00:00Z"), AFTER].map((at) => unpaidMinor(exchanged, at))).toEqual([5_000, 1_000, 0]);
    expect([BEFORE, AFTER].map((at) => unpaidMinor({ isCalledPaid: true, refunds: [{ ...cup, lines: [{ ...cup.lines[0]!, subtotalMinor: 3_000 }] }] }, at))).toEqual([3_000, 0]);
  });

  it("was paid from the beginning where Shopify says so and no payment does", () => {
    expect([BEFORE, AFTER].map((at) => unpaidMinor({ isCalledPaid: true }, at))).toEqual([0, 0]);
    expect([BEFORE, AFTER].map((at) => unpaidMinor({ isCalledPaid: true, totalMinor: 15_000, refunds: [cup] }, at))).toEqual([4_000, 0]);
    expect(unpaidMinor({ isCalledPaid: true, payments: [] })).toBe(0);
  });
});
