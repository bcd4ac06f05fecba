import { describe, expect, it } from "vitest";
import { sampleContent, type MessageContent, type SampleReward } from "#app/domain/messages/content.ts";
import { LANGUAGES, type Language } from "#app/domain/messages/language.ts";
import { MESSAGE_KINDS, MESSAGE_RULES } from "#app/domain/messages/message.ts";
import type { RewardGrant } from "#app/domain/redemption/reward-grant.ts";
import { letterOf } from "./letter.ts";
import { mailFormats } from "./mail-formats.ts";
import { renderLetter } from "./render-letter.ts";
import { usualReward } from "./usual-reward.ts";
import { EN } from "./words/en.ts";
import { WORDS } from "./words/catalogue.ts";

const LINKS = { accountUrl: "https://shop.example/account", optOutUrl: "https://app.example/unsubscribe?k=1.2.invitation.x&lang=en" };

function write(content: MessageContent, { language = "en" as Language, shopName = "Tea & Co", pointsName = null as { one: string; other: string } | null } = {}) {
  const formats = mailFormats(language, { pointsName, shopLanguage: "en" });
  const links = { ...LINKS, optOutUrl: MESSAGE_RULES[content.kind].purpose === "marketing" ? LINKS.optOutUrl : null };
  const letter = letterOf(content, { language, formats, shopName, links });
  return { letter, ...renderLetter(letter) };
}

const FIVE: SampleReward = { name: "£5 off", costPoints: 500, minimumOrderMinor: 2_000, combinesWith: { orderDiscounts: false, productDiscounts: false, shippingDiscounts: true } };
const sample = (kind: (typeof MESSAGE_KINDS)[number]) => sampleContent(kind, { today: "2027-01-05", currency: "GBP", rewards: [FIVE] });

describe.each(LANGUAGES)("in %s", (language) => {
  it.each(MESSAGE_KINDS)("the message %s says all that it has to say, the same in HTML and in plain text", (kind) => {
    const { letter, html, text } = write(sample(kind), { language });
    for (const said of [letter.subject, letter.preheader, ...letter.paragraphs, letter.footer.because]) {
      expect(said).not.toMatch(/[{}]|undefined|NaN/);
      expect(said.trim()).not.toBe("");
      expect(said).not.toContain("!");
    }
    for (const said of [...letter.paragraphs, letter.footer.because]) expect(text).toContain(said);
    expect(html).toContain(`<html lang="${language}" dir="ltr">`);
    expect(text).toContain(LINKS.accountUrl);
    expect(text.includes("/unsubscribe?")).toBe(MESSAGE_RULES[kind].purpose === "marketing");
  });

  it("uses the places that the English sentences use, so that nothing is left out", () => {
    const places = (value: unknown): unknown =>
      typeof value === "string" ? [...new Set(value.match(/\{\w+\}/g) ?? [])].sort() : Object.fromEntries(Object.entries(value as object).map(([key, inner]) => [key, places(inner)]));
    const { points: ours, ...rest } = WORDS[language];
    const { points: english, ...model } = EN;
    expect(places(rest)).toEqual(places(model));
    expect([places(ours.other), places(english.other)]).toEqual([["{n}"], ["{n}"]]);
  });
});

it.each([
  [1, "1 балл"], [2, "2 балла"], [5, "5 баллов"], [11, "11 баллов"], [21, "21 балл"], [112, "112 баллов"],
])("Russian counts %i as %s", (points, words) => expect(mailFormats("ru", { pointsName: null, shopLanguage: "en" }).points(points)).toBe(words));

it.each([
  [{ orderDiscounts: false, productDiscounts: false, shippingDiscounts: false }, ["Not with other discounts."]],
  [{ orderDiscounts: false, productDiscounts: true, shippingDiscounts: false }, ["Not with other order discounts, not with shipping discounts."]],
  [{ orderDiscounts: true, productDiscounts: true, shippingDiscounts: true }, []],
  [null, []],
])("a reward in reach says what it does not combine with: %j", (combinesWith, said) => {
  const { letter } = write({ ...sample("reward_available"), minimumOrderMinor: 0, isEverlasting: false, combinesWith } as MessageContent);
  expect(letter.paragraphs.slice(1)).toEqual(said);
});

it.each([
  ["GBP", "en", "You can get: £5.00 off"],
  ["JPY", "en", "You can get: JP¥500 off"],
  ["EUR", "de", "Das ist jetzt möglich: 5,00\u00a0€ Rabatt"],
] as const)("a sample names an amount with its currency (%s) and in its language (%s) where the shop has no rewards yet", (currency, language, said) => {
  expect(write(sampleContent("reward_available", { today: "2027-01-05", currency, rewards: [usualReward(language, currency)] }), { language }).letter.subject).toBe(said);
});

it("a reward is called by what it gives, in the language of the mail, where the merchant left the proposed name or wrote it in English", () => {
  const of = (name: string, kind: "fixed_amount" | "percentage" | "free_shipping", grant: RewardGrant) => ({ name, costPoints: 100, given: { kind, grant, currency: "EUR" } });
  const rewards = [
    of("Free shipping", "free_shipping", { kind: "free_shipping" }), of("10% off", "percentage", { kind: "percent_off", percent: 10 }),
    of("Amount off", "fixed_amount", { kind: "amount_off", amountMinor: 500 }), of("Birthday treat", "fixed_amount", { kind: "amount_off", amountMinor: 500 }),
  ];
  const { text } = write({ kind: "invitation", points: 120, orderName: null, rewards }, { language: "de" });
  for (const said of [/Kostenloser Versand \(100/, /10\s% Rabatt \(100/, /5,00\s€ Rabatt \(100/, /Birthday treat \(100/]) expect(text).toMatch(said);
  const sampled = sampleContent("reward_available", { today: "2027-01-05", currency: "EUR", rewards: [{ ...rewards[0]!, minimumOrderMinor: 0, combinesWith: null }] });
  expect(write(sampled, { language: "de" }).letter.subject).toBe("Das ist jetzt möglich: Kostenloser Versand");
  expect(write({ kind: "reward_available", reward: rewards[0]!, availablePoints: 140, minimumOrderMinor: 0, combinesWith: null, currency: "EUR", isEverlasting: true }, { language: "de" }).letter.subject).toBe("Das ist jetzt möglich: Kostenloser Versand");
});

it("a sample names the shop's own rewards, with what they cost and need", () => {
  const own: SampleReward = { name: "A free mug", costPoints: 300, minimumOrderMinor: 0, combinesWith: null };
  const { letter } = write(sampleContent("reward_available", { today: "2027-01-05", currency: "GBP", rewards: [own] }));
  expect([letter.subject, letter.preheader, letter.paragraphs.join(" ")]).toEqual(["You can get: A free mug", "Cost: 300 points. You have 340 points.", expect.not.stringContaining("£20.00")]);
  expect(write(sampleContent("invitation", { today: "2027-01-05", currency: "GBP", rewards: [own, { ...own, name: "Free shipping", costPoints: 400 }] })).text).toContain("A free mug (300 points)");
});

it("a merchant's own name for points takes the word's place in the shop's language, and stands before the number elsewhere", () => {
  const pointsName = { one: "star", other: "stars" };
  expect(mailFormats("en", { pointsName, shopLanguage: "en" }).points(1)).toBe("1 star");
  expect(mailFormats("en", { pointsName, shopLanguage: "en" }).points(1_200)).toBe("1,200 stars");
  expect(mailFormats("de", { pointsName, shopLanguage: "en" }).points(1_200)).toBe("stars: 1.200");
});

it("what a merchant or a customer wrote is text everywhere: no markup, no line of its own, no place of a sentence", () => {
  const evil = `<script>alert(1)</script>\r\nBcc: all@example.com {points} "'&`;
  const { letter, html } = write({ kind: "invitation", points: 120, orderName: evil, rewards: [{ name: evil, costPoints: 500 }] }, { shopName: evil });
  expect(letter.subject).toBe(`Your 120 points at <script>alert(1)</script> Bcc: all@example.com {points} "'&`);
  expect(letter.subject).not.toMatch(/[\r\n]/);
  expect(html).not.toContain("<script");
  expect(html).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
});
