import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { program } from "#app/domain/program/program.ts";
import { memberSummaryOf, type SummarisedMember } from "#app/domain/summary/member-summary.ts";
import { programSummaryOf } from "#app/domain/summary/program-summary.ts";
import { listBlocks, renderBlock, THEME_EXTENSION } from "#standin/storefront/theme-liquid.ts";

const NOW = new Date("2026-11-20T12:00:00Z");
const LOCALES = readdirSync(new URL("locales/", THEME_EXTENSION)).filter((name) => !name.includes("schema")).map((name) => name.replace(/(\.default)?\.json$/, ""));
const rewards = [
  { id: "five", kind: "fixed_amount", name: "5 off", costPoints: 500, amountMinor: 500, minimumOrderMinor: 3_000 },
  { id: "ship", kind: "free_shipping", name: "free shipping", costPoints: 300, minimumOrderMinor: 1_000 },
];
const rules = { earnRules: [{ id: "spend", kind: "amount", points: 1, perMinor: 100 }], nthOrderMultipliers: [1, 2, 3], tiers: [{ id: "silver", name: "Silver", threshold: 10 }], rewards };
const versionOf = (more: object = {}, isPaused = false) => ({ program: program.parse({ ...rules, ...more }), isPaused, currency: "GBP" });

const loyal: SummarisedMember = { pendingPoints: 40, settledPoints: 4_338, isClaimed: true, stage: "loyal", orderCount: 3, tierId: "silver", isExcluded: false };
const MEMBERS = {
  guest: null,
  first: { ...loyal, stage: "first", orderCount: 1, settledPoints: 1, pendingPoints: 0, tierId: null },
  second: { ...loyal, stage: "second", orderCount: 2, settledPoints: 420 },
  loyal,
  unclaimed: { ...loyal, isClaimed: false, settledPoints: 120 },
  "in debt": { ...loyal, settledPoints: -30 },
  "without a metafield": "missing",
  "with a metafield of an older version": "older",
} satisfies Record<string, SummarisedMember | "missing" | "older" | null>;

type Who = keyof typeof MEMBERS;

interface Scene {
  who: Who;
  locale?: string;
  rules?: object;
  isPaused?: boolean;
  hasProgram?: boolean;
  currency?: string;
  title?: string;
  price?: number;
  giftCard?: boolean;
  isInEditor?: boolean;
  otherPrice?: number;
  settings?: Record<string, unknown>;
}

function draw(block: string, { who, locale = "en", rules: more = {}, isPaused = false, hasProgram = true, currency = "GBP", title = "Mug", price = 2_450, giftCard = false, isInEditor = false, otherPrice, settings = {} }: Scene): string {
  const version = versionOf(more, isPaused);
  const member: SummarisedMember | "missing" | "older" | null = MEMBERS[who];
  const summary = member === "older" ? { points: 42 } : member && member !== "missing" ? memberSummaryOf(member, version, NOW) : undefined;
  const variant = { id: 41, price };
  const item = { title, gift_card: giftCard, final_line_price: price };
  const globals = {
    shop: { metafields: hasProgram ? { "$app:loyalty": { program: { value: programSummaryOf(version, { loyalAt: 3, now: NOW }) } } } : {} },
    customer: member && { id: 1, metafields: summary ? { "$app:loyalty": { summary: { value: summary } } } : {} },
    product: { title, "gift_card?": giftCard, price_varies: otherPrice !== undefined, variants: [variant, { id: 42, price: otherPrice }], selected_or_first_available_variant: variant },
    cart: { currency: { iso_code: currency }, item_count: 1, total_price: price, items: [item] },
    request: { locale: { iso_code: locale, primary: locale === "en" }, design_mode: isInEditor },
    routes: { account_login_url: "/account/login", account_url: "/account" },
  };
  return renderBlock(block, { locale, currency, globals, settings });
}

/** What a reader sees, a line for each paragraph. */
const read = (html: string): string[] =>
  html.replaceAll(/<svg[\s\S]*?<\/svg>/g, "").replaceAll(/<\/(?:p|h2|li)>/g, "\n").replaceAll(/<span[^>]*>/g, " · ").replaceAll(/<[^>]+>/g, "").split("\n").map((line) => line.trim().replaceAll(/\s+/g, " ")).filter(Boolean);

describe("the balance", () => {
  it.each<[Who, string[]]>([
    ["guest", ["Points for every order", "Sign in"]],
    ["without a metafield", ["Points for every order"]],
    ["with a metafield of an older version", ["Points for every order"]],
    ["first", ["1 point", "299 points to go to free shipping"]],
    ["second", ["420 points · Silver", "40 points pending", "80 points to go to 5 off"]],
    ["loyal", ["4,338 points · Silver", "40 points pending"]],
    ["unclaimed", ["120 points waiting: sign in"]],
    ["in debt", ["−30 points · Silver", "40 points pending", "330 points to go to free shipping"]],
  ])("%s", (who, lines) => {
    expect(read(draw("balance", { who }))).toEqual(lines);
  });

  it("stays while the program is paused, and says so", () => {
    expect(read(draw("balance", { who: "second", isPaused: true }))).toEqual(["Points are paused. Your 420 points stay."]);
    expect(draw("balance", { who: "guest", isPaused: true })).toBe("");
  });

  it("promises nothing before a program is published; only the theme editor says why", () => {
    expect(draw("balance", { who: "guest", hasProgram: false })).toBe("");
    expect(read(draw("balance", { who: "guest", hasProgram: false, isInEditor: true }))).toEqual(["Publish a program in Thrice, and points appear here."]);
  });

  it.each([
    ["en", "4,338 stars · Silver"],
    ["de", "stars: 4.338 · Silver"],
    ["ar", "\u2068stars\u2069: 4,338 · Silver"],
  ])("uses the merchant's name for points; in %s: %s", (locale, line) => {
    expect(read(draw("balance", { who: "loyal", locale, rules: { pointsName: { one: "star", other: "stars" } } }))[0]).toBe(line);
  });
});

describe("points on a product", () => {
  it.each<[string, Scene, string[]]>([
    ["a guest earns what a first order earns", { who: "guest" }, ["Earn 24 points"]],
    ["one order: the second counts double", { who: "first" }, ["Earn 49 points: double on your second order"]],
    ["two orders: the third counts triple", { who: "second" }, ["Earn 73 points: triple on your third order"]],
    ["after that, plainly", { who: "loyal" }, ["Earn 24 points"]],
    ["another currency: no number", { who: "loyal", currency: "EUR" }, ["Earns points"]],
    ["a price too small for a point: no number", { who: "guest", price: 40 }, ["Earns points"]],
    ["points without tax: no number", { who: "guest", rules: { amountBasis: "without_tax" } }, ["Earns points"]],
    ["a multiplier of 1.1 on 30.00 is 33, not 32", { who: "guest", price: 3_000, rules: { nthOrderMultipliers: [1.1] } }, ["Earn 33 points"]],
    ["a gift card: nothing", { who: "guest", giftCard: true }, []],
    ["paused: nothing", { who: "loyal", isPaused: true }, []],
    ["no program: nothing", { who: "loyal", hasProgram: false }, []],
  ])("%s", (_case, scene, lines) => {
    expect(read(draw("points-on-product", scene))).toEqual(lines);
  });
});

it("a product of several prices has a sentence for each, the chosen one in sight, and only then a script", () => {
  const html = draw("points-on-product", { who: "guest", otherPrice: 5_000 });
  expect(html).toContain('<span data-thrice-variant="41">Earn 24 points</span><span data-thrice-variant="42" hidden>Earn 50 points</span>');
  expect(html.match(/<script src="[^"]*" defer>/g)).toHaveLength(1);
  expect(draw("points-on-product", { who: "guest" })).not.toContain("<script");
});

describe("the road to the third order", () => {
  const HEADING = "Your road to the third order";
  it.each<[Who, string[]]>([
    ["guest", ["First order", "Points", "Next", "Second order", "Double points", "Third order", "Triple points"]],
    ["without a metafield", ["First order", "Points", "Next", "Second order", "Double points", "Third order", "Triple points"]],
    ["first", ["First order", "Done", "Second order", "Double points", "Next", "Third order", "Triple points"]],
    ["second", ["First order", "Done", "Second order", "Done", "Third order", "Triple points", "Next"]],
    ["loyal", ["First order", "Done", "Second order", "Done", "Third order", "Done"]],
  ])("%s", (who, lines) => {
    expect(read(draw("road-to-third", { who }))).toEqual([HEADING, ...lines]);
  });

  it("is not there while the program is paused", () => {
    expect(draw("road-to-third", { who: "first", isPaused: true })).toBe("");
  });

  it("marks exactly one step as the next one, and none after the third", () => {
    const marks = (who: Who) => draw("road-to-third", { who }).match(/aria-current="step"/g)?.length ?? 0;
    expect([marks("guest"), marks("first"), marks("second"), marks("loyal")]).toEqual([1, 1, 1, 0]);
  });
});

describe("the cart", () => {
  it.each<[string, Scene, string[]]>([
    ["a guest", { who: "guest" }, ["This cart earns 24 points."]],
    ["a reward is in reach with a little more", { who: "loyal" }, ["This cart earns 24 points.", "£5.50 more to 5 off."]],
    ["a reward is in reach", { who: "loyal", price: 3_000 }, ["This cart earns 30 points.", "You have enough for 5 off (500 points)."]],
    ["waiting points pay for nothing", { who: "unclaimed" }, ["This cart earns 24 points."]],
    ["another currency", { who: "loyal", currency: "EUR" }, ["This cart earns points."]],
    ["only a gift card", { who: "guest", giftCard: true }, ["Gift cards earn no points."]],
    ["paused", { who: "loyal", isPaused: true }, []],
  ])("%s", (_case, scene, lines) => {
    expect(read(draw("cart-points", scene))).toEqual(lines);
  });
});

describe("every block", () => {
  const scenes = listBlocks().flatMap((block) => LOCALES.flatMap((locale) => (Object.keys(MEMBERS) as Who[]).map((who) => ({ block, locale, who }))));

  it.each(LOCALES)("reads whole in %s, for everybody, live, paused, unpublished and in the editor", (locale) => {
    for (const { block, who } of scenes.filter((one) => one.locale === locale)) {
      for (const more of [{}, { isPaused: true }, { hasProgram: false }, { isInEditor: true, hasProgram: false }, { currency: "JPY" }]) {
        const html = draw(block, { who, locale, ...more });
        expect(html, `${block} ${who}`).not.toMatch(/\{\{|\}\}|undefined|\[object|NaN|null|<script/);
      }
    }
  });

  it.each(listBlocks())("%s shows a name with markup as text, wherever it comes from", (block) => {
    const evil = "<script>alert(1)</script>\"'&";
    const more = { pointsName: { one: evil, other: evil }, tiers: [{ id: "silver", name: evil, threshold: 10 }], rewards: rewards.map((reward) => ({ ...reward, name: evil })) };
    for (const who of Object.keys(MEMBERS) as Who[]) {
      for (const locale of LOCALES) {
        const html = draw(block, { who, locale, rules: more, title: evil, settings: { heading: evil, accent: "\"><script>", link: "\"><script>" } });
        expect(html).not.toMatch(/<script|"">/);
      }
    }
  });

  it("has Russian and Arabic plurals", () => {
    const waiting = (locale: string, points: number) => {
      const version = versionOf();
      const summary = memberSummaryOf({ ...loyal, settledPoints: points, tierId: null, pendingPoints: 0 }, version, NOW);
      return read(renderBlock("balance", { locale, currency: "GBP", settings: { show_details: false }, globals: { customer: { metafields: { "$app:loyalty": { summary: { value: summary } } } }, request: { locale: { iso_code: locale } } } }))[0];
    };
    expect([1, 2, 5, 11, 21].map((points) => waiting("ru", points))).toEqual(["1 балл", "2 балла", "5 баллов", "11 баллов", "21 балл"]);
    expect([0, 1, 2, 3, 11, 100].map((points) => waiting("ar", points))).toEqual(["0 نقطة", "نقطة واحدة", "نقطتان", "3 نقاط", "11 نقطة", "100 نقطة"]);
  });
});
