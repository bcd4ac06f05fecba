import { LOCALES_SCOPE, THEMES_SCOPE } from "#app/domain/storefront/storefront-scopes.ts";
import { BLOCK_FILES, type ThemeFile } from "#app/domain/storefront/theme-blocks.ts";
import { logger } from "#app/platform/logger.server.ts";
import { liveTheme, type ThemePage } from "./documents/live-theme.ts";
import { sampleProducts } from "./documents/sample-products.ts";
import { shopLanguages } from "./documents/shop-languages.ts";
import type { Operation } from "./operation.ts";
import { runAdmin } from "./run-admin.server.ts";

/** Themes have some dozens of such files; whoever has a thousand is read so far. */
const PAGES_MAX = 10;

export type LiveTheme = { name: string; appHandle: string; files: ThemeFile[] };

/** The live theme's files that can hold blocks. `not_granted` without leave to read themes, `failed` where Shopify can't be asked or has no live theme. */
export async function readLiveTheme(shop: AskedShop): Promise<LiveTheme | "not_granted" | "failed"> {
  if (!shop.grantedScopes.includes(THEMES_SCOPE)) return "not_granted";
  const files: ThemeFile[] = [];
  let after: string | null = null;
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const answer: ThemePage | undefined = await ask(shop, liveTheme, { filenames: BLOCK_FILES, after });
    const theme: ThemePage["themes"]["nodes"][number] | undefined = answer?.themes.nodes[0];
    const appHandle = answer?.currentAppInstallation.app.handle;
    if (!theme?.files || !appHandle) return "failed";
    files.push(...theme.files.nodes);
    after = theme.files.pageInfo.endCursor;
    if (!theme.files.pageInfo.hasNextPage) return { name: theme.name, appHandle, files };
  }
  return "failed";
}

type AskedShop = { domain: string; grantedScopes: readonly string[] };

/** The shop's published languages, its own first; undefined without leave, or where Shopify can't be asked. */
export async function readShopLanguages(shop: AskedShop): Promise<string[] | undefined> {
  if (!shop.grantedScopes.includes(LOCALES_SCOPE)) return undefined;
  const languages = await ask(shop, shopLanguages, {});
  return languages?.toSorted((a, b) => Number(b.primary) - Number(a.primary)).map(({ locale }) => locale);
}

export interface SampleProduct {
  title: string;
  /** Decimal texts in the shop's currency. */
  variants: { title: string; price: string }[];
}

/** The dearest of some of the shop's products, because one that costs less than a point shows no number; undefined where it has none that can earn, or Shopify can't be asked. */
export async function readSampleProduct(shop: AskedShop): Promise<SampleProduct | undefined> {
  const found = (await ask(shop, sampleProducts, {}))?.filter(({ isGiftCard, variants }) => !isGiftCard && variants.nodes.length > 0) ?? [];
  const [dearest] = found.toSorted((a, b) => priceOf(b.variants.nodes) - priceOf(a.variants.nodes));
  return dearest && { title: dearest.title, variants: dearest.variants.nodes };
}

const priceOf = ([first]: SampleProduct["variants"]): number => Number(first?.price ?? 0);

async function ask<Variables extends Record<string, unknown>, Answer>(shop: AskedShop, operation: Operation<Variables, Answer>, variables: Variables): Promise<Answer | undefined> {
  try {
    return await runAdmin(shop, operation, variables);
  } catch (error) {
    logger.warn({ err: error, shopDomain: shop.domain, operation: operation.name }, "Shopify could not be asked about the shop's pages");
    return undefined;
  }
}
