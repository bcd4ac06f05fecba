import { describe, expect, it } from "vitest";
import { program } from "../program/program.ts";
import { reward } from "./reward.ts";

const fixed = { id: "five", kind: "fixed_amount", name: "5 off", costPoints: 100, amountMinor: 500 };
const slider = { id: "slide", kind: "slider", name: "Any amount off", pointsPerMinor: 2, minimumPoints: 100, maximumPoints: 1_000, stepPoints: 50 };

const refusals = (input: object): string[] => reward.safeParse(input).error?.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`) ?? [];

describe("a reward", () => {
  it("needs no more than its name, price and value", () => {
    expect(reward.parse(fixed)).toMatchObject({ minimumOrderMinor: 0, validityDays: 90, returnOnCancel: true, combinesWith: { orderDiscounts: false, productDiscounts: false, shippingDiscounts: false } });
    expect(refusals(slider)).toEqual([]);
  });

  it.each(["store_credit", "gift_card"])("that is money (%s) can be spent on any order, whatever was stored of a smallest one", (kind) => {
    expect(reward.parse({ ...fixed, kind, minimumOrderMinor: 2_000 })).toMatchObject({ minimumOrderMinor: 0 });
    expect(reward.parse({ ...fixed, kind })).toMatchObject({ minimumOrderMinor: 0 });
  });

  it.each([
    ["without a value", { ...fixed, amountMinor: 0 }, "amountMinor: This reward has no value, so nobody could use it. Enter an amount."],
    ["without a price", { ...fixed, costPoints: undefined }, "costPoints: The cost in points must be a whole number."],
    ["without a name", { ...fixed, name: " " }, "name: Give the reward a name."],
    ["for more than the whole price", { id: "a", kind: "percentage", name: "a", costPoints: 1, percent: 101 }, "percent: The percentage must be 100 or less."],
    ["for nothing off", { id: "a", kind: "percentage", name: "a", costPoints: 1, percent: 0 }, "percent: This reward has no value, so nobody could use it. Enter a percentage."],
    ["that ends before it starts", { ...fixed, startsAt: "2026-03-02T00:00:00Z", endsAt: "2026-03-01T00:00:00Z" }, "endsAt: The end must be after the start."],
    ["of a product without a product", { id: "a", kind: "free_product", name: "a", costPoints: 1, productId: "" }, "productId: Choose a product."],
    ["whose slider ends before it begins", { ...slider, maximumPoints: 50 }, "maximumPoints: The most points must not be fewer than the fewest."],
    ["whose slider begins with nothing", { ...slider, minimumPoints: 1 }, "minimumPoints: The fewest points must be worth something."],
  ])("%s is refused when it is saved, with the place and the reason", (_name, input, expected) => {
    expect(refusals(input)).toEqual([expected]);
  });

  it("has an id of its own in its program", () => {
    expect(program.safeParse({ rewards: [fixed, fixed] }).error?.issues.map(({ path, message }) => [path.join("."), message])).toEqual([["rewards.1.id", "Two rewards have the short name “five”. Change one of them."]]);
  });
});
