import { describe, expect, it } from "vitest";
import { composeFunnel, type FunnelCounts } from "./account-funnel.ts";

const treated: FunnelCounts = { arm: "treated", buyers: 1_400, sawBlock: 700, signedIn: { eligible: 1_300, converted: 390 }, boughtAgain: { eligible: 1_204, converted: 376 } };
const heldOut: FunnelCounts = { arm: "held_out", buyers: 150, sawBlock: 80, signedIn: { eligible: 140, converted: 28 }, boughtAgain: { eligible: 133, converted: 40 } };
const undecided: FunnelCounts = { arm: null, buyers: 50, sawBlock: 20, signedIn: { eligible: 10, converted: 2 }, boughtAgain: { eligible: 0, converted: 0 } };

describe("the funnel of accounts", () => {
  it("counts everybody in its steps, whoever was decided about", () => {
    expect(composeFunnel([treated, heldOut, undecided])).toMatchObject({
      buyers: 1_600,
      sawBlock: { eligible: 1_600, converted: 800, rate: 0.5 },
      signedIn: { eligible: 1_450, converted: 420 },
      boughtAgain: { eligible: 1_337, converted: 416 },
    });
  });

  it("compares only those who were treated with those who were held out", () => {
    const { comparison } = composeFunnel([undecided, heldOut, treated]);
    expect(comparison.boughtAgain.treated).toMatchObject({ eligible: 1_204, converted: 376 });
    expect(comparison.boughtAgain.heldOut).toMatchObject({ eligible: 133, converted: 40 });
    expect(comparison.boughtAgain.difference?.value).toBeCloseTo(0.0115, 4);
    expect(comparison.signedIn.difference?.value).toBeCloseTo(0.1, 10);
  });

  it("has no rates where nobody's time is over", () => {
    const none = composeFunnel([]);
    expect(none).toMatchObject({ buyers: 0, sawBlock: { rate: null, low: null, high: null }, boughtAgain: { rate: null } });
    expect(none.comparison.boughtAgain).toMatchObject({ difference: null, isEnough: false });
  });
});
