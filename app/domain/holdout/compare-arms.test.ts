import { describe, expect, it } from "vitest";
import { compareArms } from "./compare-arms.ts";

describe("treated against held out", () => {
  it("gives Newcombe's own example: 56 of 70 against 48 of 80", () => {
    const { difference, treated, heldOut } = compareArms({ eligible: 70, converted: 56 }, { eligible: 80, converted: 48 });
    expect(difference?.value).toBeCloseTo(0.2, 10);
    expect(difference?.low).toBeCloseTo(0.0524, 4);
    expect(difference?.high).toBeCloseTo(0.3339, 4);
    expect([treated.rate, heldOut.rate]).toEqual([0.8, 0.6]);
  });

  it("has no difference while an arm is empty, and never enough then", () => {
    expect(compareArms({ eligible: 500, converted: 100 }, { eligible: 0, converted: 0 })).toMatchObject({
      heldOut: { rate: null, low: null, high: null }, difference: null, isEnough: false,
    });
    expect(compareArms({ eligible: 0, converted: 0 }, { eligible: 0, converted: 0 })).toMatchObject({ difference: null, isEnough: false });
  });

  it.each([
    { label: "both arms large", treated: [900, 270], heldOut: [100, 25], isEnough: true },
    { label: "one held out short of a hundred", treated: [900, 270], heldOut: [99, 25], isEnough: false },
    { label: "so rare that fewer than five are to be expected among the held out", treated: [900, 36], heldOut: [100, 4], isEnough: false },
    { label: "so common that fewer than five are to be expected to stay away", treated: [900, 865], heldOut: [100, 96], isEnough: false },
  ])("says whether that is enough: $label", ({ treated, heldOut, isEnough }) => {
    const count = ([eligible = 0, converted = 0]: number[]) => ({ eligible, converted });
    expect(compareArms(count(treated), count(heldOut)).isEnough).toBe(isEnough);
  });
});
