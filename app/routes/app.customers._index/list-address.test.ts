import { describe, expect, it } from "vitest";
import { changeList, pageAfter, pageBefore, readListAddress, writeListAddress } from "./list-address.ts";

const read = (text: string) => readListAddress(new URLSearchParams(text));

describe("the address of the customer list", () => {
  it("brings back the same view", () => {
    const text = "?stage=second&query=web&sort=orders&after=abc&after=def";
    expect(writeListAddress(read(text))).toBe(text);
    expect(read(text)).toEqual({ stage: "second", query: "web", sort: "orders", page: 3, trail: ["abc", "def"] });
  });

  it("the plain list has a plain address", () => {
    expect(writeListAddress(read(""))).toBe("");
    expect(read("?sort=-last_order&query=%20")).toEqual({ stage: null, query: "", sort: "-last_order", page: 1, trail: [] });
  });

  it("what it does not know counts as not given", () => {
    expect(read("?stage=vip&sort=mood&page=7&after=")).toEqual({ stage: null, query: "", sort: "-last_order", page: 1, trail: [] });
  });

  it("another search begins at the first page", () => {
    expect(changeList(read("?stage=second&after=abc"), { query: "ann" })).toEqual({ stage: "second", query: "ann", sort: "-last_order", page: 1, trail: [] });
  });

  it("goes forth and back page by page", () => {
    const first = read("?stage=loyal");
    const third = pageAfter(pageAfter(first, "one"), "two");
    expect(third).toMatchObject({ page: 3, trail: ["one", "two"] });
    expect(pageBefore(third)).toMatchObject({ page: 2, trail: ["one"] });
    expect(pageBefore(pageBefore(third))).toEqual(first);
  });

  it("after many pages the address stays short, and the way back ends at the first page", () => {
    let address = read("");
    for (let page = 1; page <= 30; page += 1) address = pageAfter(address, `cursor-${page}`);
    expect(address.trail).toHaveLength(20);
    address = read(writeListAddress(address));
    expect(address.page).toBe(31);
    for (let step = 1; step <= 20; step += 1) address = pageBefore(address);
    expect(address).toMatchObject({ page: 1, trail: [] });
  });
});
