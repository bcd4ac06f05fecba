import { expect, it } from "vitest";
import { customerTagsOf, tagChanges } from "./customer-tags.ts";

it("a customer is tagged by stage, and by tier where there is one", () => {
  expect(customerTagsOf({ stage: "second", tierId: "gold" }, "thrice:")).toEqual(["thrice:stage:second", "thrice:tier:gold"]);
  expect(customerTagsOf({ stage: "prospect", tierId: null }, "x-")).toEqual(["x-stage:prospect"]);
});

it("only tags that we have set are taken away", () => {
  expect(tagChanges({ set: ["t:stage:first", "t:tier:gold"], wanted: ["t:stage:second", "t:tier:gold"] })).toEqual({ add: ["t:stage:second"], remove: ["t:stage:first"] });
  expect(tagChanges({ set: [], wanted: [] })).toEqual({ add: [], remove: [] });
});
