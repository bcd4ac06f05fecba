import { describe, expect, it } from "vitest";
import { conversionSteps } from "./conversion-steps.ts";

const ranks = [
  { rank: 1, seen: 263, wentOn: 81, medianGapSeconds: 1, windows: [{ eligible: 148, converted: 15 }] },
  { rank: 2, seen: 81, wentOn: 0, medianGapSeconds: null, windows: [{ eligible: 0, converted: 0 }] },
];

describe("conversion from each order to the next", () => {
  it("runs from the first order to the highest that anybody reached", () => {
    expect(conversionSteps({ ranks, openings: [] }).map(({ from, to, eligible, converted }) => [from, to, eligible, converted])).toEqual([
      [1, 2, 263, 81],
      [2, 3, 81, 0],
    ]);
    expect(conversionSteps({ ranks: [], openings: [] })).toEqual([]);
  });

  it("carries its rate and the 95 % interval around it", () => {
    const [step] = conversionSteps({ ranks, openings: [] });
    expect(step?.rate).toBe(81 / 263);
    expect(step?.low).toBeCloseTo(0.2553, 4);
    expect(step?.high).toBeCloseTo(0.3662, 4);
  });

  it("counts only those whose order is old enough when a window is asked for", () => {
    const [first, second] = conversionSteps({ ranks, openings: [] }, 0);
    expect(first).toMatchObject({ eligible: 148, converted: 15, rate: 15 / 148 });
    expect(second).toEqual({ from: 2, to: 3, eligible: 0, converted: 0, rate: null, low: null, high: null });
  });

  it("leaves out what lies inside an opening count", () => {
    const seenAtFive = { rank: 5, seen: 1, wentOn: 0, medianGapSeconds: null, windows: [] };
    const steps = conversionSteps({ ranks: [seenAtFive], openings: [{ openingCount: 4, customers: 2 }] });
    expect(steps.map(({ eligible }) => eligible)).toEqual([0, 0, 0, 0, 1]);
    expect(steps[0]?.rate).toBeNull();
  });
});
