import { expect, it } from "vitest";
import { shopperFormats } from "#app/domain/confirmation/shopper-formats.ts";
import { termsSentence } from "#app/domain/confirmation/shopper-sentences.ts";
import { LANGUAGES } from "#app/domain/messages/language.ts";
import { mailFormats } from "./mail-formats.ts";
import { fill, WORDS } from "./words/catalogue.ts";

it.each(LANGUAGES)("a day ends no sentence with two full stops, in %s", (language) => {
  const day = mailFormats(language, { pointsName: null, shopLanguage: "en" }).day("2026-12-07");
  expect(day).toContain("2026");
  const { earned, pointsExpire, pointsLapse } = WORDS[language];
  for (const sentence of [...Object.values(earned), ...Object.values(pointsExpire), ...Object.values(pointsLapse)]) expect(fill(sentence, { day })).not.toMatch(/\.\.|\.,/);
  const formats = shopperFormats(language, { pointsName: null, shopLanguage: "en", currency: "GBP", timeZone: "UTC", now: new Date("2025-12-01T00:00:00Z") });
  const combinesWith = { orderDiscounts: true, productDiscounts: true, shippingDiscounts: true };
  expect(termsSentence({ endsAt: new Date("2026-12-08T00:00:00Z"), minimumOrderMinor: 0, combinesWith }, formats)).not.toMatch(/\.\.|\.,/);
});
