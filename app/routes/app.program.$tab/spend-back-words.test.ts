import { describe, expect, it } from "vitest";
import { dearRewards } from "#app/domain/program/dear-rewards.ts";
import { program } from "#app/domain/program/program.ts";
import { formatsFor } from "#app/ui/formats.ts";
import { dearRewardWords } from "./dear-reward-words.ts";
import { previewOrder } from "./preview.ts";
import { emptyProgram, programDraftOf, readProgramDraft, starterProgram } from "./program-draft.ts";
import { spendBackWords } from "./spend-back-words.ts";

const formatsOf = (currency: string) => formatsFor({ locale: "en-GB", timeZone: "Asia/Tokyo", currency });
const SPEND = { id: "spend", kind: "amount", points: 1, perMinor: 100 };

describe("what comes back of the amount spent", () => {
  it.each(["GBP", "JPY", "KRW", "VND", "IDR", "KWD"])("is one percent under the draft to start from, and three on the third order, in %s", (currency) => {
    expect(spendBackWords(starterProgram(currency), formatsOf(currency))).toBe("1% of what is spent comes back, up to 3% on the third order.");
  });

  it("gives an order of ¥5,000 50 points under the draft to start from, worth ¥50", () => {
    const starter = starterProgram("JPY");
    expect(previewOrder(starter, { amount: "5000", rank: "1" }, { formats: formatsOf("JPY"), at: new Date("2026-11-21T12:00:00Z"), version: 1 })).toMatchObject({ points: 50 });
    expect(starter.valuePerPointMinor * 50).toBe(50);
  });

  it("would have shown a point for each yen that is worth one yen", () => {
    const slip = program.parse({ earnRules: [{ ...SPEND, perMinor: 1 }], nthOrderMultipliers: [1, 2, 3] });
    expect(spendBackWords(slip, formatsOf("JPY"))).toBe("100% of what is spent comes back, up to 300% on the third order.");
  });

  it("names what comes on top, what is less, and says nothing where nothing holds for every order", () => {
    const words = (rules: object) => spendBackWords(program.parse({ earnRules: [SPEND], ...rules }), formatsOf("GBP"));
    expect(words({ nthOrderMultipliers: [0, 2, 2], valuePerPointMinor: 0.75 })).toBe("0.75% of what is spent comes back, up to 1.5% on the second and the third order, down to 0% on the first order.");
    expect(words({ earnRules: [SPEND, { id: "order", kind: "order", points: 5 }] })).toBe("1% of what is spent comes back. Rules with conditions, fixed numbers of points and tiers come on top.");
    expect(words({ earnRules: [{ ...SPEND, points: 1, perMinor: 100_000_000 }] })).toBe("0.000001% of what is spent comes back.");
    expect(words({ earnRules: [] })).toBeUndefined();
  });

  it("says of a reward that gives more for a point than the books count what that is", () => {
    const [dear] = dearRewards(program.parse({ earnRules: [SPEND], rewards: [{ id: "card", kind: "gift_card", name: "Gift card 10", costPoints: 500, amountMinor: 1_000 }] }));
    expect(dear && dearRewardWords(dear, formatsOf("GBP"))).toBe("100 points buy £2.00 with it, and your books count £1.00 for them.");
    expect(dearRewardWords({ rewardId: "it", name: "it", buysMinor: 1 / 3, bookedMinor: 0.33 }, formatsOf("GBP"))).toBe("1,000 points buy £3.33 with it, and your books count £3.30 for them.");
  });

  it("starts a form without a program at the same value of a point, which is kept by saving it", () => {
    const place = { currency: "KWD", timeZone: "Asia/Kuwait" };
    const read = readProgramDraft(programDraftOf(emptyProgram("KWD"), place), place);
    expect(read).toMatchObject({ outcome: "valid", program: { valuePerPointMinor: 10 } });
  });
});
