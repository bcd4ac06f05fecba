import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { STOREFRONT_WORDS } from "#app/domain/confirmation/words/catalogue.ts";
import { PAGE_LANGUAGES, pageLanguageOf } from "#app/domain/messages/language.ts";
import { CUSTOMER_WHY_WORDS } from "#app/domain/points/customer-why-words/catalogue.ts";
import { TEXT_KEYS } from "#app/domain/storefront/storefront-texts.ts";
import { findThemeExtension, languagesOf, wordsOf } from "#app/liquid/theme-files.ts";
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

describe("no language of the blocks falls back to English", () => {
  /** Every sentence with where it stands. */
  const sentencesIn = (words: object, at = ""): [string, string][] => Object.entries(words).flatMap(([key, text]: [string, unknown]) => (typeof text === "string" ? [[`${at}${key}`, text] as [string, string]] : sentencesIn(text as object, `${at}${key}.`)));
  const english = new Map(sentencesIn({ blocks: wordsOf("en", root), answers: STOREFRONT_WORDS.en, history: CUSTOMER_WHY_WORDS.en }));
  // What a place says is said by what is put there, and a word may be spelt alike, as are points in French.
  const isWord = (text: string) => /\p{L}/u.test(text.replaceAll(/\{+\s*\w+\s*\}+/g, ""));
  const ALIKE = /^(blocks\.points|answers\.points)\./;

  it("those of the app are the same ones", () => {
    expect(languagesOf(root).toSorted()).toEqual([...PAGE_LANGUAGES].toSorted());
  });

  it.each(languagesOf(root).filter((language) => language !== "en"))("%s has words of its own in the blocks, in their answers and for each reason why points moved", (language) => {
    const own = pageLanguageOf(language, "en");
    expect(own).toBe(language);
    expect(pageLanguageOf(`${language.split("-")[0]}-XX`, "en")).toBe(language);
    const spoken = sentencesIn({ blocks: wordsOf(language, root), answers: STOREFRONT_WORDS[own], history: CUSTOMER_WHY_WORDS[own] });
    expect(spoken.length).toBeGreaterThan(150);
    expect(spoken.filter(([at, text]) => isWord(text) && !ALIKE.test(at) && english.get(at) === text)).toEqual([]);
  });
});
