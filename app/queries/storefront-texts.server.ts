import type { StorefrontTexts } from "#app/domain/storefront/storefront-texts.ts";
import { pool } from "#app/platform/db.server.ts";
import { loadStorefrontTexts } from "#app/store/storefront-texts.server.ts";

/** What the merchant says in the blocks of the theme, by language. */
export const findStorefrontTexts = async (shopId: number): Promise<StorefrontTexts> => (await loadStorefrontTexts(pool, shopId)).texts;
