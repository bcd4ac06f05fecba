import { describe, expect, it } from "vitest";
import { compareArms } from "#app/domain/holdout/compare-arms.ts";
import { formatsFor } from "#app/ui/formats.ts";
import { comparisonSentence, stepShare, stepWords } from "./funnel-words.ts";

const formats = formatsFor({ locale: "en-GB", timeZone: "Europe/London", currency: "GBP" });
const sentence = (treated: [number, number], heldOut: [number, number]) => {
  const count = ([converted, eligible]: [number, number]) => ({ converted, eligible });
  return comparisonSentence(compareArms(count(treated), count(heldOut)), 7, formats);
};

describe("the funnel in words", () => {
  it("gives a step with its share and of whom", () => {
    expect(stepWords({ converted: 312, eligible: 1_200, rate: 0.26, low: 0.23, high: 0.29 }, "whose 7 days are over", formats)).toBe("26.0%: 312 of 1,200 whose 7 days are over");
    expect(stepWords({ converted: 0, eligible: 0, rate: null, low: null, high: null }, "whose 7 days are over", formats)).toBe("0 of 0 whose 7 days are over. Too few for a rate (0 of 50)");
  });

  it("gives no share of fewer than 50, nor fills its bar, as Home", () => {
    const few = { converted: 16, eligible: 49, rate: 16 / 49, low: 0.2, high: 0.5 };
    expect([stepWords(few, "buyers", formats), stepShare(few)]).toEqual(["16 of 49 buyers. Too few for a rate (49 of 50)", 0]);
    const enough = { converted: 25, eligible: 50, rate: 0.5, low: 0.4, high: 0.6 };
    expect([stepWords(enough, "buyers", formats), stepShare(enough)]).toEqual(["50%: 25 of 50 buyers", 0.5]);
  });

  it("gives both shares, the difference and its interval, and what can be said of it", () => {
    expect(sentence([376, 1_204], [40, 133])).toBe("31.2% of 1,204 treated, 30.1% of 133 held out; difference 1.2 points (−7.5 to 8.8). That may still be chance.");
    expect(sentence([600, 1_200], [30, 150])).toBe("50.0% of 1,200 treated, 20.0% of 150 held out; difference 30.0 points (22.3 to 36.3). Chance alone hardly explains that.");
    expect(sentence([50, 200], [5, 50])).toMatch(/^25\.0% of 200 treated, 10% of 50 held out; difference 15\.0 points .* Not enough data yet to tell\.$/);
  });

  it("says nothing of shares and a difference while a group has fewer than 50, and of whom the counts are", () => {
    expect(sentence([50, 200], [2, 20])).toBe("of those whose 7 days are over, 50 of 200 treated and 2 of 20 held out. Not enough data yet to tell.");
    expect(sentence([5, 12], [0, 0])).toBe("of those whose 7 days are over, 5 of 12 treated and 0 of 0 held out. Not enough data yet to tell.");
    expect(sentence([0, 0], [0, 0])).toBe("of those whose 7 days are over, nobody was treated or held out so far. Not enough data yet to tell.");
  });
});
