import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { TEXT_KEYS } from "#app/domain/storefront/storefront-texts.ts";
import { findThemeExtension, languagesOf } from "#app/liquid/theme-files.ts";
import { findOurWords } from "#app/queries/theme-blocks.ts";

const root = findThemeExtension();
const liquid = ["blocks/", "snippets/"].flatMap((folder) => readdirSync(new URL(folder, root)).map((name) => readFileSync(new URL(`${folder}${name}`, root), "utf8"))).join("\n");
const shown = [...liquid.matchAll(/render 'thrice-text'[^%]*\bkey: '(?<key>\w+)'/g)].map(({ groups }) => groups?.["key"]);

it("the texts that a merchant may change are those that the blocks ask for", () => {
  expect([...new Set(shown)].toSorted()).toEqual([...TEXT_KEYS].toSorted());
});

it.each(languagesOf(root))("each of them is in our words in %s as well", (language) => {
  const keys = TEXT_KEYS.map((key) => key.replace("_", "."));
  expect(Object.keys(findOurWords(keys, language)).toSorted()).toEqual(keys.toSorted());
});
