import { expect, it } from "vitest";
import { program } from "./program.ts";
import { valueOriginOf } from "./value-origin.ts";

const off = (name: string, costPoints: number, amountMinor: number) => ({ id: name, name, kind: "fixed_amount", costPoints, amountMinor });
const shipping = { id: "shipping", name: "Free shipping", kind: "free_shipping", costPoints: 10 };
const originOf = (valuePerPointMinor: number, rewards: unknown[]) => valueOriginOf(program.parse({ valuePerPointMinor, rewards }));

it("a point's value comes from the cheapest reward of a fixed amount, when it says the same", () => {
  expect(originOf(1, [off("Ten off", 800, 1000), shipping, off("Five off", 500, 500)])).toEqual({ rewardName: "Five off" });
  expect(originOf(0.333333, [off("One off", 300, 100)])).toEqual({ rewardName: "One off" });
});

it("otherwise it is the merchant's own number", () => {
  expect(originOf(2, [off("Five off", 500, 500)])).toBeNull();
  expect(originOf(1.25, [off("Ten off", 800, 1000), off("Five off", 500, 500)])).toBeNull();
  expect(originOf(1, [shipping])).toBeNull();
});
