import { describe, expect, it } from "vitest";
import type { Language } from "../messages/language.ts";
import { shopperFormats } from "./shopper-formats.ts";
import { grantLine, grantSentence } from "./shopper-sentences.ts";

const formatsOf = (language: Language) =>
  shopperFormats(language, { pointsName: null, shopLanguage: "en", currency: "GBP", timeZone: "Europe/London", now: new Date("2026-11-22T12:00:00Z") });

describe("what a reward gives", () => {
  it.each([
    ["en", "free shipping", "Free shipping"],
    ["de", "kostenloser Versand", "Kostenloser Versand"],
    ["ru", "бесплатная доставка", "Бесплатная доставка"],
    ["zh-CN", "免运费", "免运费"],
  ] as const)("begins small within a sentence and with a capital on a line of its own, in %s", (language, within, alone) => {
    expect([grantSentence({ kind: "free_shipping" }, formatsOf(language)), grantLine({ kind: "free_shipping" }, formatsOf(language))]).toEqual([within, alone]);
  });
});
