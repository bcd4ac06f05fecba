import { describe, expect, it } from "vitest";
import type { TimelineEntry } from "#app/contract/timeline.ts";
import { formatsFor } from "#app/ui/formats.ts";
import { entryWords } from "./entry-words.ts";

const formats = formatsFor({ locale: "en-GB", timeZone: "Europe/London", currency: "GBP" });
const at = { id: "1", at: "2026-11-12T12:00:00.000Z" };
const order: Extract<TimelineEntry, { kind: "order" }> = {
  ...at, kind: "order", orderId: "42", orderName: "#1042", totalMinor: 4000, currency: "GBP", rank: 3, isAbout: false, notCountedReason: null, unearned: null,
};

describe("a customer's history in words", () => {
  it("a counted order says which one it is", () => {
    expect(entryWords(order, formats)).toEqual({ line: "#1042 · £40.00 · order 3", why: "The third counted order by the time it was placed." });
  });

  it("a counted order that earned nothing says why, too", () => {
    const unearned = { programVersion: 2, why: { kind: "earns_nothing", reason: "other_currency", before: 0 } };
    expect(entryWords({ ...order, unearned }, formats).why).toBe("The third counted order by the time it was placed. Order #1042 earns nothing: it is in another currency than the program.");
  });

  it("an order after an opening count is about the nth", () => {
    expect(entryWords({ ...order, rank: 12, isAbout: true }, formats)).toEqual({
      line: "#1042 · £40.00 · about order 12",
      why: "About the 12th counted order by the time it was placed. Orders before our reading began are counted by Shopify.",
    });
  });

  it("an order that does not count says why not", () => {
    expect(entryWords({ ...order, rank: null, notCountedReason: "cancelled" }, formats)).toEqual({ line: "#1042 · £40.00 · not counted", why: "The order was cancelled." });
    expect(entryWords({ ...order, rank: null, notCountedReason: "unpaid", currency: "JPY", orderName: null }, formats).line).toBe("Order 42 · JP¥4,000 · not counted");
  });

  it("a refund says whether the order still counts", () => {
    const refund = { ...at, kind: "refund", orderId: "42", orderName: "#1042", refundId: "7", amountMinor: 1000, currency: "GBP", awaitsMoney: false } as const;
    expect(entryWords({ ...refund, isComplete: false }, formats)).toEqual({ line: "£10.00 of #1042 refunded", why: "A part was paid back. The order still counts." });
    expect(entryWords({ ...refund, isComplete: true }, formats).why).toContain("no longer counts");
    expect(entryWords({ ...refund, amountMinor: 0, isComplete: false }, formats)).toEqual({ line: "Items of #1042 returned or removed", why: "No money went back. The order still counts, but these items earn nothing any more." });
    expect(entryWords({ ...refund, amountMinor: 0, isComplete: false, awaitsMoney: true }, formats)).toEqual({
      line: "Refund of #1042 asked for",
      why: "No money has gone back so far. Until it does, nothing changes for the order and its points.",
    });
  });

  it("a stage names the order that brought it, and a way back its reason", () => {
    expect(entryWords({ ...at, kind: "stage", stage: "loyal", orderId: "42", orderName: "#1042" }, formats)).toEqual({ line: "Became Loyal with #1042" });
    expect(entryWords({ ...at, kind: "moved_back", fromStage: "loyal", toStage: "second", reason: {}, sentence: "Second since 3 Nov 2026." }, formats)).toEqual({
      line: "Loyal → Second",
      why: "Second since 3 Nov 2026.",
    });
  });

  it("points say what moved and, one click away, the arithmetic behind it", () => {
    const why = { kind: "earned", rank: 3, multiplier: 3, openEligibleMinor: 4000, refundedMinor: 0, currency: "GBP", parts: [{ ruleId: "spend", kind: "amount", points: 1, perMinor: 100 }], points: 120, before: 0 };
    const words = entryWords({ ...at, kind: "points", entryKind: "earn_pending", points: 120, orderId: "42", orderName: "#1042", programVersion: 4, why }, formats);
    expect(words.line).toBe("+120 points · Earned · #1042");
    expect(words.why).toContain("Order #1042");
    expect(words.why).toContain("£40.00");
    expect(words.why).toContain("version 4");
  });

  it("points of one order are earned once: their release adds nothing and carries no plus; what never waited is earned at once", () => {
    const entry = { ...at, kind: "points", entryKind: "earn_released", points: 120, orderId: "42", orderName: "#1042", programVersion: 4 } as const;
    expect(entryWords({ ...entry, why: { kind: "released", releaseOn: "2026-11-26" } }, formats).line).toBe("120 points · Released · #1042");
    const why = { kind: "event", event: "account_created", ruleId: "account", occurredAt: "2026-11-12T00:00:00.000Z" };
    expect(entryWords({ ...entry, orderId: null, orderName: null, why }, formats).line).toBe("+120 points · Earned");
  });

  it("a tier says what the customer had then, and what it gives is named", () => {
    const cause = { kind: "reached", basis: "spend", total: 50_000, threshold: 50_000, version: 1 } as const;
    expect(entryWords({ ...at, kind: "tier", fromTier: null, toTier: "Gold", cause }, formats)).toEqual({ line: "Reached the tier Gold", why: "The customer had £500.00 spent then." });
    expect(entryWords({ ...at, kind: "tier", fromTier: "Gold", toTier: null, cause: { ...cause, kind: "fell" } }, formats).line).toBe("Tier Gold → none");
    const perk = { ...at, kind: "perk", name: "early", tier: "Gold", n: null, orderId: null, orderName: null, redemptionId: null, endReason: null, refusal: null } as const;
    expect(entryWords({ ...perk, perk: "tag", change: "given" }, formats)).toEqual({ line: "Tag “early” added", why: "The tier Gold gives it." });
    expect(entryWords({ ...perk, perk: "gift", change: "given", name: "5 off", tier: null, n: 2, orderId: "42", orderName: "#1042" }, formats)).toEqual({
      line: "Gift: 5 off",
      why: "With #1042, the second counted order.",
    });
    expect(entryWords({ ...perk, perk: "free_shipping", change: "ended", name: "Free shipping for Gold", endReason: "refused", refusal: "Customer does not exist" }, formats)).toEqual({
      line: "Free shipping for Gold ended",
      why: "Shopify refused it. Customer does not exist",
    });
  });

  it("points taken by hand carry a minus, the reason and the name; points not taken back carry no sign", () => {
    const taken = entryWords({ ...at, kind: "points", entryKind: "adjust", points: -50, orderId: null, orderName: null, programVersion: null, why: { kind: "adjusted", reason: "Counted twice", by: "Ann" } }, formats);
    expect(taken.line).toBe("−50 points · Adjusted");
    expect(taken.why).toContain("Counted twice");
    const waived = entryWords({ ...at, kind: "points", entryKind: "reverse_waived", points: 1, orderId: null, orderName: null, programVersion: 1, why: { kind: "earns_nothing", reason: "fully_refunded", before: 11 } }, formats);
    expect(waived.line).toBe("1 point · Not taken back");
  });
});
