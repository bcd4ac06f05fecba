import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { wilsonInterval } from "./wilson.ts";

describe("the interval around a conversion rate", () => {
  // Newcombe, Statistics in Medicine 17 (1998), 857-872, table I, method 3.
  it.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])("agrees with the published one for %i of %i", (converted, eligible, low, high) => {
    const interval = wilsonInterval(converted, eligible);
    expect(interval?.low).toBeCloseTo(low, 4);
    expect(interval?.high).toBeCloseTo(high, 4);
  });

  it("is unknown when nobody is eligible", () => {
    expect(wilsonInterval(0, 0)).toBeUndefined();
  });

  it("ends at exactly 0 and 1 when nobody or everybody went on", () => {
    expect(wilsonInterval(0, 7)?.low).toBe(0);
    expect(wilsonInterval(7, 7)?.high).toBe(1);
  });

  it("always holds the rate and stays between 0 and 1", () => {
    const anyShare = fc.integer({ min: 1, max: 1_000_000 }).chain((eligible) => fc.tuple(fc.integer({ min: 0, max: eligible }), fc.constant(eligible)));
    fc.assert(
      fc.property(anyShare, ([converted, eligible]) => {
        const { low, high } = wilsonInterval(converted, eligible) ?? { low: NaN, high: NaN };
        return low >= 0 && low <= converted / eligible && converted / eligible <= high && high <= 1;
      }),
    );
  });
});
