import { shopperFormats, type ShopperFormats } from "#app/domain/confirmation/shopper-formats.ts";
import { languageOf, type Language } from "#app/domain/messages/language.ts";
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
  return formatsOf({ ...shop, shopLanguage }, languageOf(locale, shopLanguage), now);
}

interface FormattedShop {
  currency: string;
  timeZone: string;
  pointsName: PointsName;
  shopLanguage: Language;
}

function formatsOf({ currency, timeZone, pointsName: { one, other }, shopLanguage }: FormattedShop, language: Language, now: Date): ShopperFormats {
  const isUsual = one === USUAL_POINTS_NAME.one && other === USUAL_POINTS_NAME.other;
  return shopperFormats(language, { pointsName: isUsual ? null : { one, other }, shopLanguage, currency, timeZone, now });
}

const FORMATS_MAX = 200;
const WORDS_MAX = 2_000;
const made = new Map<string, WhyFormats>();

/**
 * How a customer reads what an explanation of points names. Kept for the next reader of the shop in this language, with the
 * days and numbers of points that many entries have in common, because making them takes longer than all else that a read
 * does here. They are other ones in another year, which days then carry.
 */
export function entryFormats(shop: FormattedShop, language: Language, now: Date): WhyFormats {
  const { currency, timeZone, pointsName, shopLanguage } = shop;
  const key = [language, currency, timeZone, pointsName.one, pointsName.other, shopLanguage, localDay(now, timeZone).slice(0, 4)].join("\n");
  let formats = made.get(key);
  if (!formats) {
    if (made.size >= FORMATS_MAX) made.clear();
    const plain = customerWhyFormats(formatsOf(shop, language, now), { timeZone, startOfDay: (day) => startOfDay(day, timeZone) });
    formats = { ...plain, points: remembered(plain.points, { keysMax: WORDS_MAX }), day: remembered(plain.day, { keysMax: WORDS_MAX }) };
    made.set(key, formats);
  }
  return formats;
}
