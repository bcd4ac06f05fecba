import { describe, expect, it } from "vitest";
import { CONDITION_FORMS, earnCondition, meetsAll } from "./earn-condition.ts";
import { periodStart } from "./limit.ts";
import { UNKNOWN_MEMBER, type PlacedOrder } from "./placed-order.ts";

const ORDER: PlacedOrder = {
  processedAt: new Date("2026-03-10T09:00:00Z"),
  timeZone: "Europe/London",
  sourceName: "Web",
  eligibleMinor: 5_000,
  productIds: ["11", "12"],
  products: new Map([["11", { tags: ["organic"], collectionIds: ["7"] }]]),
  member: { stage: "second", tierId: "gold", customerTags: ["vip"], usesBefore: (ruleId, since) => (ruleId === "spend" && (!since || since <= new Date("2026-03-01T00:00:00Z")) ? 2 : 0) },
};

const meets = (condition: unknown, order: PlacedOrder = ORDER) => meetsAll([earnCondition.parse(condition)], order, "spend");

describe("an order meets", () => {
  it.each([
    ["a minimum spend that it just reaches", { kind: "minimum_spend", amountMinor: 5_000 }, true],
    ["no minimum spend above it", { kind: "minimum_spend", amountMinor: 5_001 }, false],
    ["a product that it has", { kind: "product", productIds: ["9", "12"] }, true],
    ["no product that it lacks", { kind: "product", productIds: ["9"] }, false],
    ["a collection of one of its products", { kind: "collection", collectionIds: ["7"] }, true],
    ["no collection of another product", { kind: "collection", collectionIds: ["8"] }, false],
    ["a product tag, however it is written", { kind: "product_tag", tags: ["Organic"] }, true],
    ["no product tag that it lacks", { kind: "product_tag", tags: ["sale"] }, false],
    ["a tag of the customer", { kind: "customer_tag", tags: ["VIP"] }, true],
    ["no tag that the customer lacks", { kind: "customer_tag", tags: ["staff"] }, false],
    ["its sales channel", { kind: "sales_channel", sources: ["web"] }, true],
    ["no other sales channel", { kind: "sales_channel", sources: ["pos"] }, false],
    ["the tier of its customer", { kind: "tier", tierIds: ["silver", "gold"] }, true],
    ["no other tier", { kind: "tier", tierIds: ["silver"] }, false],
    ["the stage before it", { kind: "stage", stages: ["first", "second"] }, true],
    ["no other stage", { kind: "stage", stages: ["loyal"] }, false],
    ["a period from its own instant on", { kind: "period", from: "2026-03-10T09:00:00Z", to: null }, true],
    ["no period that ends with its own instant", { kind: "period", from: null, to: "2026-03-10T09:00:00Z" }, false],
    ["a limit that leaves one more in the month", { kind: "limit", timesMax: 3, per: "month" }, true],
    ["no limit that is used up in the month", { kind: "limit", timesMax: 2, per: "month" }, false],
    ["a limit of a week in which nothing was used", { kind: "limit", timesMax: 1, per: "week" }, true],
  ])("%s", (_label, condition, expected) => {
    expect(meets(condition)).toBe(expected);
  });

  it("nothing that is not known yet", () => {
    const unknown = { ...ORDER, products: new Map(), member: UNKNOWN_MEMBER };
    expect(meets({ kind: "collection", collectionIds: ["7"] }, unknown)).toBe(false);
    expect(meets({ kind: "tier", tierIds: ["gold"] }, unknown)).toBe(false);
  });
});

describe("a condition that cannot work is refused", () => {
  it.each([
    ["an end before the start", { kind: "period", from: "2026-03-10T09:00:00Z", to: "2026-03-09T09:00:00Z" }, "The rule ends before it starts. Change one of the dates."],
    ["a period without dates", { kind: "period" }, "Enter a first or a last date."],
    ["a limit of zero", { kind: "limit", timesMax: 0, per: "day" }, "A rule that never applies gives nothing. Enter 1 or more."],
    ["no product", { kind: "product", productIds: [] }, "Choose at least one product."],
    ["what is no id", { kind: "collection", collectionIds: ["gid://shopify/Collection/1"] }, "This is not an id of Shopify."],
  ])("%s", (_label, condition, message) => {
    expect(earnCondition.safeParse(condition).error?.issues[0]?.message).toBe(message);
  });
});

it("weeks begin on Monday and all periods with the shop's own day", () => {
  // A quarter past midnight on Monday 30 March 2026 in London, the day after the clocks went forward.
  const instant = new Date("2026-03-29T23:15:00Z");
  expect(["day", "week", "month", "year"].map((per) => periodStart(per as "day", instant, "Europe/London")?.toISOString())).toEqual([
    "2026-03-29T23:00:00.000Z", "2026-03-29T23:00:00.000Z", "2026-03-01T00:00:00.000Z", "2026-01-01T00:00:00.000Z",
  ]);
  expect(periodStart("week", new Date("2026-03-29T12:00:00Z"), "Europe/London")?.toISOString()).toBe("2026-03-23T00:00:00.000Z");
  expect(periodStart("ever", instant, "Europe/London")).toBeNull();
});

it("every condition can be drawn as a form whose fields it really has", () => {
  const examples = [
    { kind: "minimum_spend", amountMinor: 1 }, { kind: "product", productIds: ["1"] }, { kind: "collection", collectionIds: ["1"] }, { kind: "product_tag", tags: ["a"] },
    { kind: "customer_tag", tags: ["a"] }, { kind: "sales_channel", sources: ["web"] }, { kind: "tier", tierIds: ["gold"] }, { kind: "stage", stages: ["first"] },
    { kind: "period", from: "2026-03-10T09:00:00Z" }, { kind: "limit", timesMax: 1, per: "ever" },
  ].map((example) => earnCondition.parse(example));
  expect(examples.map(({ kind }) => kind).sort()).toEqual(Object.keys(CONDITION_FORMS).sort());
  for (const example of examples) {
    const form = CONDITION_FORMS[example.kind];
    expect(form.fields.map(({ name }) => name)).toEqual(Object.keys(example).filter((name) => name !== "kind"));
    const sentence = (form.sentence as (value: unknown, wording: unknown) => string)(example, { points: String, money: String, tier: (id: string) => id, day: String });
    expect(sentence).not.toMatch(/undefined|null/);
  }
});
