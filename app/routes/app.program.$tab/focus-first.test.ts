import { expect, it } from "vitest";
import { tabToMend } from "./focus-first.ts";

it("what has to be put right on the shown tab comes before what is on another", () => {
  expect(tabToMend(["earnRules.0.points", "rewards.1.name"], "rewards")).toBe("rewards");
});

it("else one is led to the first tab with something to be put right, as the tabs stand", () => {
  expect(tabToMend(["rewards.0.name", "tierQualification.graceDays"], "rules")).toBe("tiers");
  expect(tabToMend(["pendingDays"], "storefront")).toBe("rules");
  expect(tabToMend([], "rewards")).toBe("rewards");
});
