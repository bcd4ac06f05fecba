import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { SHOPPER_WORDS } from "#app/domain/confirmation/words/catalogue.ts";
import { CUSTOMER_WHY_WORDS } from "#app/domain/points/customer-why-words/catalogue.ts";
import { WORDS as MAIL_WORDS } from "#app/email/words/catalogue.ts";

const BLOCKS = ["after-order", "account-rewards", "checkout-points", "theme-widget"];
// Labels of buttons are short commands in Estonian, in whatever way the customer is spoken to.
const FAMILIAR = {
  de: /(?<!\p{L})(du|dich|dir|dein\p{L}*)(?!\p{L})/iu,
  et: /(?<!\p{L})(sa|sina|sinu|sul|sulle|sind|oled|leiad)(?!\p{L})/iu,
} as const;

/** All texts of a tree of words. */
const textsIn = (words: unknown): string[] => (typeof words === "string" ? [words] : words !== null && typeof words === "object" ? Object.values(words).flatMap(textsIn) : []);
const blockWords = (block: string, language: string): unknown => JSON.parse(readFileSync(new URL(`../../extensions/${block}/locales/${language}.json`, import.meta.url), "utf8"));

describe("a customer is spoken to in one way by the blocks, the sentences between them, and the mails", () => {
  it.each(["de", "et"] as const)("in %s", (language) => {
    const texts = [...BLOCKS.map((block) => blockWords(block, language)), SHOPPER_WORDS[language], CUSTOMER_WHY_WORDS[language], MAIL_WORDS[language]].flatMap(textsIn);
    expect(texts.length).toBeGreaterThan(100);
    expect(texts.filter((text) => FAMILIAR[language].test(text))).toEqual([]);
  });
});
