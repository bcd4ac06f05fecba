import { shopperFormats, type ShopperFormats } from "#app/domain/confirmation/shopper-formats.ts";
import { languageOf } from "#app/domain/messages/language.ts";
import { USUAL_POINTS_NAME, type PointsName } from "#app/domain/points/points-name.ts";
import { pool } from "#app/platform/db.server.ts";
import { loadMailSettings } from "#app/store/message-settings.server.ts";

/** How the shop's points, money and days read in the language of a page; in the shop's own where that is none of ours. */
export async function loadShopperFormats(
  shop: { id: number; currency: string; timeZone: string; pointsName: PointsName },
  locale: string,
  now: Date,
): Promise<ShopperFormats> {
  const { language: shopLanguage } = await loadMailSettings(pool, shop.id);
  const { one, other } = shop.pointsName;
  const isUsual = one === USUAL_POINTS_NAME.one && other === USUAL_POINTS_NAME.other;
  const { currency, timeZone } = shop;
  return shopperFormats(languageOf(locale, shopLanguage), { pointsName: isUsual ? null : shop.pointsName, shopLanguage, currency, timeZone, now });
}
