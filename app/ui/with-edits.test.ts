import { expect, it } from "vitest";
import { withEdits } from "./with-edits.ts";

const drawn = { from: "0", until: "0", names: { one: "point", other: "points" }, tags: ["a"] };

it("keeps what was typed, and takes over what somebody else has saved in other fields", () => {
  const edited = { ...drawn, from: "1", names: { one: "star", other: "points" } };
  const saved = { from: "0", until: "2", names: { one: "point", other: "Points" }, tags: ["a", "b"] };
  expect(withEdits({ drawn, edited, saved })).toEqual({ from: "1", until: "2", names: { one: "star", other: "Points" }, tags: ["a", "b"] });
});

it("keeps a list that was changed on both sides as it was typed", () => {
  expect(withEdits({ drawn, edited: { ...drawn, tags: ["mine"] }, saved: { ...drawn, tags: ["theirs"] } }).tags).toEqual(["mine"]);
});

it("of a single value keeps what was typed, and takes what is saved where nothing was", () => {
  expect(withEdits({ drawn: "10", edited: "12", saved: "11" })).toBe("12");
  expect(withEdits({ drawn: "10", edited: "10", saved: "11" })).toBe("11");
});
