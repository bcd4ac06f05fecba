import { expect, it } from "vitest";
import type { BlockPlace } from "#app/domain/storefront/theme-blocks.ts";
import { blockState, emptySentence, pageSentence, placeWords, unreadSentence } from "./block-words.ts";

const onPage = (page: string, section: string, isOn = true): BlockPlace => ({ block: "balance", on: { kind: "page", page }, section, isOn });

it.each<[Pick<BlockPlace, "on" | "section">, string]>([
  [onPage("product", "main-product"), "product page, in “Main product”"],
  [onPage("product.sale", "apps"), "product page “sale”, in “Apps”"],
  [onPage("page.rewards", "apps"), "pages with the template “rewards”, in “Apps”"],
  [onPage("customers/account", "main_account"), "account page, in “Main account”"],
  [onPage("metaobject/author", "main"), "metaobject/author, in “Main”"],
  [{ on: { kind: "group", group: "header" }, section: "header" }, "header, in “Header”"],
  [{ on: { kind: "everywhere" }, section: null }, "every page"],
])("%j stands on: %s", (place, words) => {
  expect(placeWords(place)).toBe(words);
});

it("says on, hidden or not added, and names each place once", () => {
  expect(blockState([])).toEqual({ badge: "Not added yet", sentence: undefined });
  expect(blockState([onPage("cart", "main", false)])).toEqual({ badge: "Hidden", sentence: "Hidden in the theme editor: cart, in “Main”" });
  expect(blockState([onPage("index", "apps"), onPage("index", "apps"), onPage("cart", "main", false)])).toEqual({ badge: "On", sentence: "On: home page, in “Apps”. Hidden: cart, in “Main”" });
});

it("names files that could not be read, by what is wrong", () => {
  expect(unreadSentence([])).toBeUndefined();
  expect(unreadSentence([{ filename: "templates/index.json", reason: "not_json" }, { filename: "templates/page.json", reason: "too_large" }])).toBe(
    "Some of the theme’s files could not be read (not written as JSON: templates/index.json; too long: templates/page.json). A block that stands in one of them is not counted here.",
  );
});

it("says why the shop shows nothing: that it is the program, where it is", () => {
  expect((["none", "paused", "live"] as const).map(emptySentence)).toEqual(["Shows nothing until a program is in force.", "Shows nothing to this customer while the program is paused.", "Shows nothing here for this customer."]);
});

it("says where the page of points is, and where there is none how to make one", () => {
  expect(pageSentence("page.rewards")).toContain("Yours has the template “rewards”, and they are added there.");
  expect(pageSentence(undefined)).toContain("make a page template for it in the theme editor first");
});
