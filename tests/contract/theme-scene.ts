import { readdirSync } from "node:fs";
import { program } from "#app/domain/program/program.ts";
import { type CountingPolicy, DEFAULT_COUNTING_POLICY } from "#app/domain/scoring/counting-policy.ts";
import { memberSummaryOf, type SummarisedMember } from "#app/domain/summary/member-summary.ts";
import { programSummaryOf } from "#app/domain/summary/program-summary.ts";
import { renderBlock, THEME_EXTENSION } from "#standin/storefront/theme-liquid.ts";

export const NOW = new Date("2026-11-20T12:00:00Z");

/** The languages of the extension. */
export const LOCALES = readdirSync(new URL("locales/", THEME_EXTENSION)).filter((name) => !name.includes("schema")).map((name) => name.replace(/(\.default)?\.json$/, ""));

export const REWARDS = [
  { id: "five", kind: "fixed_amount", name: "5 off", costPoints: 500, amountMinor: 500, minimumOrderMinor: 3_000 },
  { id: "ship", kind: "free_shipping", name: "free shipping", costPoints: 300, minimumOrderMinor: 1_000, combinesWith: { orderDiscounts: true } },
];
const RULES = { earnRules: [{ id: "spend", kind: "amount", points: 1, perMinor: 100 }], nthOrderMultipliers: [1, 2, 3], tiers: [{ id: "silver", name: "Silver", threshold: 10 }], rewards: REWARDS };

const loyal: SummarisedMember = { pendingPoints: 40, settledPoints: 4_338, isClaimed: true, stage: "loyal", orderCount: 3, lastOrderAt: null, tierId: "silver", isExcluded: false };
export const MEMBERS = {
  guest: null,
  first: { ...loyal, stage: "first", orderCount: 1, settledPoints: 1, pendingPoints: 0, tierId: null },
  second: { ...loyal, stage: "second", orderCount: 2, settledPoints: 420 },
  loyal,
  unclaimed: { ...loyal, isClaimed: false, settledPoints: 120 },
  "in debt": { ...loyal, settledPoints: -30 },
  blocked: { ...loyal, isExcluded: true },
  "without a metafield": "missing",
  "with a metafield of an older version": "older",
} satisfies Record<string, SummarisedMember | "missing" | "older" | null>;

export type Who = keyof typeof MEMBERS;

/** A page of the shop, and who reads it. `program` is the metafield of the shop: "older" as its first format, null where there is none. */
export interface Scene {
  who: Who;
  locale?: string;
  rules?: object;
  policy?: Partial<CountingPolicy>;
  isPaused?: boolean;
  program?: "older" | null;
  texts?: Record<string, Record<string, string>>;
  tags?: string[];
  currency?: string;
  title?: string;
  price?: number;
  giftCard?: boolean;
  isInEditor?: boolean;
  otherPrice?: number;
  settings?: Record<string, unknown>;
  /** Objects that the theme has not, such as a page without a cart. */
  without?: string[];
  member?: Partial<SummarisedMember>;
}

/** What was written of a program before there were formats. */
function olderProgram({ programState, currency, pointsName, earnRate, orderPoints, multipliers, rewards }: ReturnType<typeof programSummaryOf>): object {
  const told = rewards.map(({ name, costPoints, minimumHundredths }) => ({ name, costPoints, minimumHundredths }));
  return { programState, currency, pointsName, earnRate, orderPoints, multipliers: multipliers.slice(0, 3), rewards: told };
}

function metafields({ who, rules = {}, policy, isPaused = false, program: format, texts, member: change }: Scene): { program: unknown; summary: unknown } {
  const version = { program: program.parse({ ...RULES, ...rules }), isPaused, currency: "GBP" };
  const counting = { ...DEFAULT_COUNTING_POLICY, ...policy };
  const told = programSummaryOf(version, { policy: counting, now: NOW });
  const member: SummarisedMember | "missing" | "older" | null = MEMBERS[who];
  const summary = member === "older" ? { points: 42 } : member && member !== "missing" ? memberSummaryOf({ ...member, ...change }, version, { now: NOW, timeZone: "Europe/London", mergeSameDay: counting.mergeSameDay }) : undefined;
  return { program: format === null ? undefined : format === "older" ? olderProgram(told) : { ...told, ...(texts && { texts }) }, summary };
}

/** Draws a block as Shopify does. */
export function draw(block: string, scene: Scene): string {
  const { who, locale = "en", currency = "GBP", title = "Mug", price = 2_450, giftCard = false, isInEditor = false, otherPrice, settings = {}, tags = [], without = [] } = scene;
  const { program: told, summary } = metafields(scene);
  const variant = { id: 41, price };
  const globals = {
    shop: { metafields: told ? { "$app:loyalty": { program: { value: told } } } : {} },
    customer: MEMBERS[who] && { id: 1, tags, metafields: summary ? { "$app:loyalty": { summary: { value: summary } } } : {} },
    product: { title, "gift_card?": giftCard, price_varies: otherPrice !== undefined, variants: [variant, { id: 42, price: otherPrice }], selected_or_first_available_variant: variant },
    cart: { currency: { iso_code: currency }, item_count: 1, total_price: price, items: [{ title, gift_card: giftCard, final_line_price: price }] },
    request: { locale: { iso_code: locale, primary: locale === "en" }, design_mode: isInEditor },
    routes: { root_url: "/", cart_url: "/cart", account_login_url: "/account/login", account_url: "/account" },
  };
  const there = Object.fromEntries(Object.entries(globals).filter(([name]) => !without.includes(name)));
  return renderBlock(block, { locale, currency, globals: there, settings });
}

/** What a reader with script sees, a line for each paragraph; buttons in brackets. */
export const read = (html: string): string[] =>
  html
    .replaceAll(/<(svg|noscript|template)[\s\S]*?<\/\1>/g, "")
    .replaceAll(/<option[^>]*>([\s\S]*?)<\/option>/g, "($1)")
    .replaceAll(/<(button|summary)[^>]*class="thrice-button"[^>]*>([\s\S]*?)<\/\1>/g, "[$2]\n")
    .replaceAll(/<\/(?:p|h\d|li|summary)>/g, "\n")
    .replaceAll(/<span[^>]*>/g, " · ")
    .replaceAll(/<[^>]+>/g, "")
    .split("\n")
    .map((line) => line.trim().replaceAll(/\s+/g, " "))
    .filter(Boolean);
