import { expect, it } from "vitest";
import { dearRewards } from "./dear-rewards.ts";
import { program } from "./program.ts";

const dear = (valuePerPointMinor: number, ...rewards: object[]) => dearRewards(program.parse({ valuePerPointMinor, rewards: rewards.map((reward, at) => ({ id: `r${at}`, name: `r${at}`, ...reward })) }));

const FIVE_OFF = { kind: "fixed_amount", costPoints: 500, amountMinor: 500 };

it("a reward that gives what the books count for its points, or less, is none", () => {
  expect(dear(1, FIVE_OFF, { ...FIVE_OFF, amountMinor: 400 })).toEqual([]);
  // 300 points for £1.00 are a third of a penny each, written down as 0.333.
  expect(dear(0.333, { kind: "fixed_amount", costPoints: 300, amountMinor: 100 })).toEqual([]);
});

it("a gift card of £10.00 for 500 points buys twice what the books count", () => {
  expect(dear(1, FIVE_OFF, { kind: "gift_card", costPoints: 500, amountMinor: 1_000 })).toEqual([{ rewardId: "r1", name: "r1", buysMinor: 2, bookedMinor: 1 }]);
  expect(dear(1, { kind: "slider", pointsPerMinor: 0.5, minimumPoints: 100, maximumPoints: 1_000, stepPoints: 100 })).toMatchObject([{ buysMinor: 2 }]);
});

it("what has no amount of money is not compared", () => {
  expect(dear(0, { kind: "percentage", costPoints: 1, percent: 100 }, { kind: "free_shipping", costPoints: 1 }, { kind: "free_product", costPoints: 1, productId: "7" })).toEqual([]);
});
