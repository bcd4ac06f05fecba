import { describe, expect, it } from "vitest";
import { findThemeBlocks } from "./theme-blocks.ts";

const block = (name: string, more: object = {}) => ({ type: `shopify://apps/thrice/blocks/${name}/2632fe16-c075-4321-a88b-50b567f42507`, settings: {}, ...more });
const file = (filename: string, content: unknown) => ({ filename, content: typeof content === "string" || content === null ? content : JSON.stringify(content) });
const product = (blocks: object, more: object = {}) => file("templates/product.json", { sections: { main: { type: "main-product", blocks, ...more } }, order: ["main"] });
const placesOf = (...files: Parameters<typeof findThemeBlocks>[0]) => findThemeBlocks(files, "thrice").places;

describe("blocks in a theme", () => {
  it("are found in the section of a page, also behind the comment and with the slashes that Shopify writes", () => {
    const { content } = product({ a: { type: "title" }, b: block("points-on-product") });
    const written = `/*\n * The contents of this file are auto-generated.\n */\n${(content ?? "").replaceAll("/", "\\/")}`;
    expect(placesOf(file("templates/product.json", written))).toEqual([{ block: "points-on-product", on: { kind: "page", page: "product" }, section: "main-product", isOn: true }]);
  });

  it("are off where the block, or the section around it, is hidden", () => {
    expect(placesOf(product({ b: block("points-on-product", { disabled: true }) }))[0]?.isOn).toBe(false);
    expect(placesOf(product({ b: block("points-on-product") }, { disabled: true }))[0]?.isOn).toBe(false);
  });

  it("are found inside of other blocks, and are off inside of a hidden one", () => {
    const group = (more: object) => product({ g: { type: "group", blocks: { b: block("points-on-product") }, ...more } });
    expect(placesOf(group({}))[0]?.isOn).toBe(true);
    expect(placesOf(group({ disabled: true }))[0]?.isOn).toBe(false);
  });

  it("are found in the header, and for the whole shop", () => {
    const header = file("sections/header-group.json", { type: "header", name: "Header", sections: { h: { type: "header", blocks: { b: block("balance") } } }, order: ["h"] });
    const settings = file("config/settings_data.json", { current: { blocks: { 1: block("launcher"), 2: block("launcher", { disabled: true }) } } });
    expect(placesOf(header, settings)).toEqual([
      { block: "balance", on: { kind: "group", group: "header" }, section: "header", isOn: true },
      { block: "launcher", on: { kind: "everywhere" }, section: null, isOn: true },
      { block: "launcher", on: { kind: "everywhere" }, section: null, isOn: false },
    ]);
  });

  it("are read from the preset that the settings name", () => {
    expect(placesOf(file("config/settings_data.json", { current: "Default", presets: { Default: { blocks: { 1: block("launcher") } } } }))).toHaveLength(1);
  });

  it("that the order leaves out are not shown, and so not named", () => {
    expect(placesOf(product({ b: block("balance"), c: block("road-to-third") }, { block_order: ["c"] })).map((place) => place.block)).toEqual(["road-to-third"]);
  });

  it("of other apps are not ours", () => {
    expect(placesOf(product({ b: { type: "shopify://apps/thrice-else/blocks/balance/1" } }))).toEqual([]);
  });

  it.each<[string, string | null, "not_json" | "too_large"]>([
    ["cut in the middle", '{"sections": {"main"', "not_json"],
    ["no object", "[1, 2]", "not_json"],
    ["empty", "", "not_json"],
    ["a comment without an end", "/* {", "not_json"],
    ["not sent", null, "too_large"],
    ["huge", " ".repeat(1_000_001), "too_large"],
  ])("in a file that is %s are not guessed, and the others are still found", (_case, content, reason) => {
    const { places, unread } = findThemeBlocks([file("templates/index.json", content), product({ b: block("points-on-product") })], "thrice");
    expect(unread).toEqual([{ filename: "templates/index.json", reason }]);
    expect(places).toHaveLength(1);
  });

  it.each([[{ sections: [] }], [{ sections: { main: null } }], [{ sections: { main: { blocks: "x", block_order: 3 } } }], [{ sections: { main: { blocks: { a: 5 } } }, order: [null, "main", "main"] }]])(
    "in a file of another shape are none: %j",
    (content) => {
      expect(findThemeBlocks([file("templates/index.json", content)], "thrice")).toMatchObject({ places: [], unread: [] });
    },
  );

  it("nested without an end do not end the app", () => {
    const deep = `${'{"blocks":{"a":'.repeat(5_000)}{}${"}}".repeat(5_000)}`;
    expect(findThemeBlocks([file("templates/index.json", `{"sections":{"main":${deep}}}`)], "thrice").places).toEqual([]);
  });
});

it("a theme of which no page is made of sections takes no blocks on its pages", () => {
  const settings = file("config/settings_data.json", { current: { blocks: {} } });
  expect(findThemeBlocks([settings, file("sections/header-group.json", {})], "thrice").hasSections).toBe(false);
  expect(findThemeBlocks([settings, product({})], "thrice").hasSections).toBe(true);
});
