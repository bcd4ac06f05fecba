import { pageFormats, shopperFormats, type PageFormats, type ShopperFormats } from "#app/domain/confirmation/shopper-formats.ts";
import { keptMoney } from "#app/domain/kept-money.ts";
import { languageOf, pageLanguageOf, type Language, type PageLanguage } from "#app/domain/messages/language.ts";
import { decimalsOf } from "#app/domain/money.ts";
import { customerWhyFormats } from "#app/domain/points/customer-why.ts";
import { USUAL_POINTS_NAME, type PointsName } from "#app/domain/points/points-name.ts";
import type { WhyFormats } from "#app/domain/points/why-sentence.ts";
import { remembered } from "#app/domain/remembered.ts";
import { localDay, startOfDay } from "#app/domain/time.ts";
import { pool } from "#app/platform/db.server.ts";
import { loadMailSettings } from "#app/store/message-settings.server.ts";

/** How the shop's points, money and days read in the language of a page; in the shop's own where that is none of ours. */
export async function loadShopperFormats(
  shop: { id: number; currency: string; timeZone: string; pointsName: PointsName },
  locale: string,
  now: Date,
): Promise<ShopperFormats> {
  const { language: shopLanguage } = await loadMailSettings(pool, shop.id);
  return shopperFormats(languageOf(locale, shopLanguage), writingOf({ ...shop, shopLanguage }, now));
}

/** The same for the blocks of the theme. */
export async function loadPageFormats(shop: { id: number; currency: string; timeZone: string; pointsName: PointsName }, locale: string, now: Date): Promise<PageFormats> {
  const { language: shopLanguage } = await loadMailSettings(pool, shop.id);
  return pageFormats(pageLanguageOf(locale, shopLanguage), writingOf({ ...shop, shopLanguage }, now));
}

interface FormattedShop {
  currency: string;
  timeZone: string;
  pointsName: PointsName;
  shopLanguage: Language;
}

function writingOf({ currency, timeZone, pointsName: { one, other }, shopLanguage }: FormattedShop, now: Date): Parameters<typeof pageFormats>[1] {
  const isUsual = one === USUAL_POINTS_NAME.one && other === USUAL_POINTS_NAME.other;
  return { pointsName: isUsual ? null : { one, other }, shopLanguage, currency, timeZone, now };
}

const KEPT_MAX = 200;
const WORDS_MAX = 2_000;
const kept = new Map<string, { formats: PageFormats; entryFormats: WhyFormats }>();

/**
 * The formats of a shop in a language, kept for its next reader with the days and numbers that many entries have in
 * common: making them takes longer than all else that a read of the storefront does here. They are other ones in another
 * year, which days then carry.
 */
function keptOf(shop: FormattedShop, language: PageLanguage, now: Date): { formats: PageFormats; entryFormats: WhyFormats } {
  const { currency, timeZone, pointsName, shopLanguage } = shop;
  const key = [language, currency, timeZone, pointsName.one, pointsName.other, shopLanguage, localDay(now, timeZone).slice(0, 4)].join("\n");
  const known = kept.get(key);
  if (known) return known;
  if (kept.size >= KEPT_MAX) kept.clear();
  const formats = pageFormats(language, writingOf(shop, now));
  const plain = customerWhyFormats(formats, { timeZone, startOfDay: (day) => startOfDay(day, timeZone) });
  const [points, number, day] = [remembered(plain.points, { keysMax: WORDS_MAX }), remembered(plain.number, { keysMax: WORDS_MAX }), remembered(plain.day, { keysMax: WORDS_MAX })];
  const money = remembered((code: string) => keptMoney((amountMinor) => plain.money(amountMinor, code), { decimals: decimalsOf(code), keysMax: WORDS_MAX }));
  const made = { formats, entryFormats: { ...plain, points, number, day, money: (amountMinor: number, code: string) => money(code)(amountMinor) } };
  kept.set(key, made);
  return made;
}

/** How a customer reads points, money and days. */
export const keptFormats = (shop: FormattedShop, language: PageLanguage, now: Date): PageFormats => keptOf(shop, language, now).formats;

/** How a customer reads what an explanation of points names. */
export const entryFormats = (shop: FormattedShop, language: PageLanguage, now: Date): WhyFormats => keptOf(shop, language, now).entryFormats;
