import { describe, expect, it } from "vitest";
import { compareArms } from "#app/domain/holdout/compare-arms.ts";
import { formatsFor } from "#app/ui/formats.ts";
import { comparisonSentence, stepWords } from "./funnel-words.ts";

const formats = formatsFor({ locale: "en-GB", timeZone: "Europe/London", currency: "GBP" });
const sentence = (treated: [number, number], heldOut: [number, number]) => {
  const count = ([converted, eligible]: [number, number]) => ({ converted, eligible });
  return comparisonSentence(compareArms(count(treated), count(heldOut)), formats);
};

describe("the funnel in words", () => {
  it("gives a step with its share and of whom", () => {
    expect(stepWords({ converted: 312, eligible: 1_200, rate: 0.26, low: 0.23, high: 0.29 }, "whose 7 days are over", formats)).toBe("26.0%: 312 of 1,200 whose 7 days are over");
    expect(stepWords({ converted: 0, eligible: 0, rate: null, low: null, high: null }, "whose 7 days are over", formats)).toBe("0 of 0 whose 7 days are over");
  });

  it("gives both shares, the difference and its interval, and what can be said of it", () => {
    expect(sentence([376, 1_204], [40, 133])).toBe("31.2% of 1,204 treated, 30.1% of 133 held out; difference 1.2 points (−7.5 to 8.8). That may still be chance.");
    expect(sentence([600, 1_200], [30, 150])).toBe("50.0% of 1,200 treated, 20.0% of 150 held out; difference 30.0 points (22.3 to 36.3). Chance alone hardly explains that.");
    expect(sentence([50, 200], [2, 20])).toMatch(/^25\.0% of 200 treated, 10% of 20 held out; difference 15\.0 points .* Not enough data yet to tell\.$/);
  });

  it("says nothing of a difference while a group is empty", () => {
    expect(sentence([5, 12], [0, 0])).toBe("12 first-time buyers treated and 0 held out so far. Not enough data yet to tell.");
  });
});
