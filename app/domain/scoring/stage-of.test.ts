import { describe, expect, it } from "vitest";
import { DEFAULT_COUNTING_POLICY } from "./counting-policy.ts";
import { stageOf, type MemberScore } from "./stage-of.ts";

const at = (day: number) => new Date(Date.UTC(2026, 0, day));
const holders = { first: { orderId: "1", processedAt: at(1) }, second: { orderId: "2", processedAt: at(2) }, loyal: { orderId: "3", processedAt: at(3) }, champion: { orderId: "6", processedAt: at(6) } };
const seen = (countedOrders: number): MemberScore => ({ openingCount: 0, countedOrders, holders });

describe("a stage by counted orders", () => {
  it.each([
    [0, "prospect", null, null],
    [1, "first", "1", at(1)],
    [2, "second", "2", at(2)],
    [3, "loyal", "3", at(3)],
    [5, "loyal", "3", at(3)],
    [6, "champion", "6", at(6)],
    [40, "champion", "6", at(6)],
  ] as const)("%i orders make %s", (count, stage, orderId, since) => {
    expect(stageOf(seen(count), DEFAULT_COUNTING_POLICY)).toMatchObject({ stage, stageOrderId: orderId, stageSince: since });
  });

  it("a threshold inside the opening count has no date and says why", () => {
    const decision = stageOf({ openingCount: 4, countedOrders: 1, holders: {} }, DEFAULT_COUNTING_POLICY);
    expect(decision).toEqual({ stage: "loyal", stageSince: null, stageOrderId: null, stageReason: { kind: "before_we_could_see", stage: "loyal", rank: 3 } });
  });

  it("a threshold reached by an order that we saw has its date, whatever lies before", () => {
    const decision = stageOf({ openingCount: 2, countedOrders: 1, holders: { loyal: { orderId: "9", processedAt: at(9) } } }, DEFAULT_COUNTING_POLICY);
    expect(decision).toMatchObject({ stage: "loyal", stageOrderId: "9", stageSince: at(9) });
  });

  it("a shop that calls two orders loyal has no second stage", () => {
    expect(stageOf(seen(2), { loyalAt: 2, championAt: 4 }).stage).toBe("loyal");
  });

  it("a policy with a higher threshold moves the customer back", () => {
    expect(stageOf(seen(3), { loyalAt: 4, championAt: 8 }).stage).toBe("second");
  });
});
