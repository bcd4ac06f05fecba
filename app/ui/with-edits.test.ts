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

it("keeps items one by one: mine, theirs, and what neither removed", () => {
  const item = (id: string, cost: string) => ({ kind: "fixed", values: { id, cost }, conditions: [] });
  const was = [item("a", "1"), item("b", "1"), item("c", "1"), item("d", "1")];
  const mine = [item("a", "2"), item("b", "1"), item("c", "1"), item("mine", "1")];
  const theirs = [item("a", "1"), item("b", "3"), item("theirs", "1"), item("d", "1")];
  expect(withEdits({ drawn: was, edited: mine, saved: theirs })).toEqual([item("a", "2"), item("b", "3"), item("mine", "1"), item("theirs", "1")]);
});

it("keeps a change of an item that others removed, and takes what means something together as one", () => {
  const was = [{ id: "a", n: 1 }];
  expect(withEdits({ drawn: was, edited: [{ id: "a", n: 2 }], saved: [] })).toEqual([{ id: "a", n: 2 }]);
  const drawnGrant = { grant: { kind: "percent", value: "10" } };
  expect(withEdits({ drawn: drawnGrant, edited: { grant: { kind: "percent", value: "15" } }, saved: { grant: { kind: "amount", value: "5.00" } } })).toEqual({ grant: { kind: "percent", value: "15" } });
});

it("keeps what was put back to what it was while the change was being saved", () => {
  expect(withEdits({ drawn: { a: "14", b: "x" }, sent: { a: "21", b: "x" }, edited: { a: "14", b: "y" }, saved: { a: "21", b: "x" } })).toEqual({ a: "14", b: "y" });
  expect(withEdits({ drawn: { a: "14" }, sent: { a: "21" }, edited: { a: "14" }, saved: { a: "30" } })).toEqual({ a: "30" });
});

it("of a single value keeps what was typed, and takes what is saved where nothing was", () => {
  expect(withEdits({ drawn: "10", edited: "12", saved: "11" })).toBe("12");
  expect(withEdits({ drawn: "10", edited: "10", saved: "11" })).toBe("11");
});
