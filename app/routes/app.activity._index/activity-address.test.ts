import { expect, it } from "vitest";
import { isFiltered, readActivityAddress, writeActivityAddress } from "./activity-address.ts";

const read = (text: string) => readActivityAddress(new URLSearchParams(text));

it("the address of the ledger brings back the same view", () => {
  const text = "?kind=reverse&from=2026-11-01&to=2026-11-21&version=4&rule=spend&staff=staff+member+7&customer=ann%40example.com&before=abc";
  expect(writeActivityAddress(read(text))).toBe(text);
  expect(writeActivityAddress(read(""))).toBe("");
});

it("one narrows to what the liability adds up as earned, as to any one kind", () => {
  expect(read("?kind=earned").kind).toBe("earned");
  expect(read("?kind=expire").kind).toBe("expire");
});

it("what it does not know counts as not given", () => {
  const address = read("?kind=gain&from=yesterday&to=2026-13-40&version=0&rule=&staff=+&customer=%20");
  expect(isFiltered(address)).toBe(false);
  expect(writeActivityAddress(address)).toBe("");
});
