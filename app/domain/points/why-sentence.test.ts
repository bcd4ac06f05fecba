import { describe, expect, it } from "vitest";
import type { EntryKind } from "./entry.ts";
import { ENGLISH_WHY } from "./why-english.ts";
import { whyFormats } from "./why-formats.ts";
import { whyMessage, whySentence, type WhyMessage } from "./why-sentence.ts";
import type { Why } from "./why.ts";

const formats = whyFormats({ locale: "en-GB", timeZone: "Europe/London" });
const sentence = (kind: EntryKind, points: number, why: Why) => whySentence({ kind, points, orderName: "#1042", programVersion: 4, why }, formats);
const amount = { ruleId: "spend", kind: "amount", points: 1, perMinor: 100 } as const;
const earned = { kind: "earned", rank: 3, multiplier: 3, openEligibleMinor: 4000, refundedMinor: 0, currency: "GBP", parts: [amount], points: 120, before: 0 } satisfies Why;

describe("why points moved, in one sentence", () => {
  it.each<[EntryKind, number, Why, string]>([
    ["earn_pending", 120, earned, "Order #1042 earns 120 points: 1 point per £1.00 on £40.00, times 3 as the third order (rule “spend”, version 4)."],
    [
      "reverse", -30, { ...earned, refundedMinor: 1000, openEligibleMinor: 3000, points: 90, before: 120 },
      "Order #1042 earns 90 points: 1 point per £1.00 on £30.00 after £10.00 was refunded or returned, times 3 as the third order; 120 points had been booked before (rule “spend”, version 4).",
    ],
    [
      "reverse", -30, { ...earned, multiplier: 1, refundedMinor: 1000, unpaidMinor: 2000, openEligibleMinor: 1000, points: 10, before: 40 },
      "Order #1042 earns 10 points: 1 point per £1.00 on £10.00 after £10.00 was refunded or returned without £20.00 that is not paid yet; 40 points had been booked before (rule “spend”, version 4).",
    ],
    [
      "earn_pending", 190, { ...earned, multiplier: 1, points: 190, parts: [amount, { ruleId: "third", kind: "nth_order", points: 100 }, { ruleId: "each", kind: "order", points: 50 }] },
      "Order #1042 earns 190 points: 1 point per £1.00 on £40.00 and 100 points for the third order and 50 points for the order (rules “spend”, “third”, “each”, version 4).",
    ],
    [
      "earn_pending", 160, { ...earned, multiplier: 1, points: 160, parts: [amount, { ...amount, ruleId: "tea-week", points: 3 }] },
      "Order #1042 earns 160 points: 1 point per £1.00 on £40.00 and 3 points per £1.00 on £40.00 (rules “spend”, “tea-week”, version 4).",
    ],
    ["earn_pending", 60, { ...earned, multiplier: 1, points: 60, tier: { id: "gold", name: "Gold", multiplier: 1.5 } }, "Order #1042 earns 60 points: 1 point per £1.00 on £40.00, times 1.5 in tier Gold (rule “spend”, version 4)."],
    ["earn_cancelled", -120, { kind: "earns_nothing", reason: "cancelled", before: 120 }, "Order #1042 earns nothing: it was cancelled; 120 points had been booked before."],
    [
      "reverse_waived", 20, { kind: "earns_nothing", reason: "fully_refunded", before: 120 },
      "Order #1042 earns nothing: it was refunded in full; 120 points had been booked before; 20 points could not be taken back, already spent or expired.",
    ],
    [
      "reverse", -100, { kind: "earns_nothing", reason: "deleted", before: 120, waived: 20 },
      "Order #1042 earns nothing: it was deleted in Shopify; 120 points had been booked before; 20 points could not be taken back, already spent or expired.",
    ],
    [
      "reverse", -16, { ...earned, refundedMinor: 1000, openEligibleMinor: 3000, points: 90, before: 120, waived: 14 },
      "Order #1042 earns 90 points: 1 point per £1.00 on £30.00 after £10.00 was refunded or returned, times 3 as the third order; 120 points had been booked before; 14 points could not be taken back, already spent or expired (rule “spend”, version 4).",
    ],
    [
      "earn_released", 100, { ...earned, waived: -20 },
      "Order #1042 earns 120 points: 1 point per £1.00 on £40.00, times 3 as the third order; with 20 points that could not be taken back before (rule “spend”, version 4).",
    ],
    ["earn_released", 1, { kind: "released", releaseOn: "2026-11-26" }, "Order #1042: the return window is over, and 1 point can be spent from 26 Nov 2026."],
    ["earn_released", 100, { kind: "released", releaseOn: "2026-11-26", debtPoints: 60 }, "Order #1042: the return window is over, and 40 points can be spent from 26 Nov 2026; 60 points went to a balance below zero."],
    ["adjust", -10, { kind: "adjusted", reason: "Counted twice.", by: "Ann" }, "Ann took 10 points: Counted twice."],
    ["adjust", 1_000, { kind: "adjusted", reason: "{by} {clauses}", by: "Ann" }, "Ann added 1,000 points: {by} {clauses}"],
    ["expire", -5, { kind: "expired", because: "unclaimed", creditedAt: "2026-03-31T23:30:00.000Z" }, "5 points from 1 Apr 2026 lapsed, because nobody signed in for them."],
    ["merge_in", -5, { kind: "merged", otherId: "7" }, "−5 points came with customer 7, who was merged into this one."],
    ["merge_in", 50, { kind: "merged", otherId: "7", pendingPoints: 30 }, "50 points came with customer 7, who was merged into this one; so did 30 points still pending."],
    ["merge_out", -50, { kind: "merged", otherId: "7", pendingPoints: 30 }, "50 points went to customer 7, into whom this one was merged; so did 30 points still pending."],
    ["adjust", -7, { kind: "closed", because: "erased", points: 7, pendingByOrder: {} }, "The customer’s personal data was erased: 7 points left the program."],
    ["adjust", -50, { kind: "closed", because: "deleted", points: 80, pendingByOrder: { 1: 10, 2: 20 } }, "The customer was deleted in Shopify: 50 points left the program; so did 30 points still pending."],
    ["adjust", -30, { kind: "closed", because: "deleted", points: 30, pendingByOrder: { 1: 30 } }, "The customer was deleted in Shopify: 30 points left the program."],
    ["redeem", -500, { kind: "redeemed", redemptionId: "1", rewardId: "five", rewardName: "£5 off" }, "500 points spent on £5 off."],
    ["redeem", -500, { kind: "redeemed", redemptionId: "1", rewardId: "five", rewardName: "£5 off", by: "Ann" }, "Ann spent 500 points on £5 off for the customer."],
    ["redeem_returned", 500, { kind: "redemption_returned", redemptionId: "1", rewardId: "five", rewardName: "£5 off", because: "refused" }, "500 points for £5 off came back: Shopify refused the code."],
    ["earn_released", 50, { kind: "event", event: "account_created", ruleId: "welcome", occurredAt: "2026-03-01T00:00:00.000Z" }, "The account was made on 1 Mar 2026: 50 points (rule “welcome”, version 4)."],
    ["earn_released", 5, { kind: "event", event: "survey", ruleId: "autumn-survey", occurredAt: "2026-03-01T00:00:00.000Z" }, "“survey” happened on 1 Mar 2026: 5 points (rule “autumn-survey”, version 4)."],
  ])("%s of %i", (kind, points, why, expected) => {
    expect(sentence(kind, points, why)).toBe(expected);
  });

  it.each<[EntryKind, number, string]>([
    ["reverse", -100, "Order #1042 earns nothing: it was cancelled; 120 points had been booked before; 20 points could not be taken back, already spent or expired."],
    ["reverse", -120, "Order #1042 earns nothing: it was cancelled; 120 points had been booked before."],
  ])("adds up also where the entry is older than the count of what was not taken back: %s of %i", (kind, points, expected) => {
    expect(sentence(kind, points, { kind: "earns_nothing", reason: "cancelled", before: 120 })).toBe(expected);
  });

  it("uses the merchant's word for points and the reader's way to write", () => {
    const german = whyFormats({ locale: "de-DE", timeZone: "Europe/Berlin", pointsName: { one: "bean", other: "beans" } });
    expect(whySentence({ kind: "adjust", points: 1234, orderName: null, programVersion: null, why: { kind: "adjusted", reason: "Sorry", by: "Ann" } }, german)).toBe("Ann added 1.234 beans: Sorry");
  });

  it("is a message with arguments, so that another catalogue can say it, without the rules that only merchants know", () => {
    const keysOf = ({ key, clauses }: WhyMessage): string[] => [key, ...clauses.flatMap(keysOf)];
    const message = whyMessage({ kind: "earn_pending", points: 120, orderName: "#1042", programVersion: 4, why: earned }, formats);
    expect(keysOf(message)).toEqual(["earned", "part_amount", "times"]);
    expect(message.values).toEqual({ order: "#1042", points: "120 points" });
  });

  it("has no text that waits for an argument which nothing gives", () => {
    const names = new Set(Object.values(ENGLISH_WHY).flatMap((text) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)));
    const given = ["order", "points", "clauses", "per", "amount", "rank", "multiplier", "tier", "before", "rules", "version", "rule", "event", "day", "by", "reason", "customer", "reward"];
    expect([...names].toSorted()).toEqual(given.toSorted());
  });
});
