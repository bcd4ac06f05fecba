import { describe, expect, it } from "vitest";
import { personAt } from "./same-person.ts";

const day = (n: number) => new Date(Date.UTC(2026, 0, n));
// 1 into 2 on the 1st, 2 into 3 on the 10th; 4 into 3 on the 20th.
const family = [
  { customerId: "1", mergedInto: "2", mergedAt: day(1) },
  { customerId: "2", mergedInto: "3", mergedAt: day(10) },
  { customerId: "3", mergedInto: null, mergedAt: null },
  { customerId: "4", mergedInto: "3", mergedAt: day(20) },
];

describe("the person behind an id", () => {
  it.each([
    ["1", 30, "3", ["1", "2", "3", "4"]],
    ["3", 30, "3", ["1", "2", "3", "4"]],
    ["1", 15, "3", ["1", "2", "3"]],
    ["1", 5, "2", ["1", "2"]],
    ["2", 10, "3", ["1", "2", "3"]],
    ["4", 15, "4", ["4"]],
  ])("%s on day %i is %s with all that had been merged into them", (customerId, at, rootId, customerIds) => {
    const person = personAt(family, { customerId, at: day(at) });
    expect([person.rootId, person.customerIds.toSorted()]).toEqual([rootId, customerIds]);
  });

  it("whom we never saw is only themselves", () => {
    expect(personAt([], { customerId: "9", at: day(1) })).toEqual({ rootId: "9", customerIds: ["9"] });
  });
});
