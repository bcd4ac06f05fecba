import type { LoaderFunctionArgs } from "@remix-run/node";
import { findThemeBlocks, type ThemeBlocks } from "#app/domain/storefront/theme-blocks.ts";
import { now } from "#app/platform/clock.server.ts";
import { findGrantedScopes } from "#app/queries/program.server.ts";
import { authenticatePage } from "#app/shopify/authenticate-page.server.ts";
import { readLiveTheme, readShopLanguages } from "#app/shopify/read-storefront.server.ts";

/** What Shopify says of the shop's pages. `languages` null: it was not asked, or did not say. */
export type ShopPages = { theme: ({ outcome: "read"; name: string; readAt: string } & ThemeBlocks) | { outcome: "not_granted" | "failed" }; languages: string[] | null };

/** Where our blocks stand in the live theme, and in which languages the shop is published. The page asks once it is there. */
export async function loader({ request }: LoaderFunctionArgs): Promise<ShopPages> {
  const { shop } = await authenticatePage(request);
  const asked = { domain: shop.domain, grantedScopes: await findGrantedScopes(shop.id) };
  const [theme, languages] = await Promise.all([readLiveTheme(asked), readShopLanguages(asked)]);
  if (typeof theme === "string") return { theme: { outcome: theme }, languages: languages ?? null };
  return { theme: { outcome: "read", name: theme.name, readAt: now().toISOString(), ...findThemeBlocks(theme.files, theme.appHandle) }, languages: languages ?? null };
}

/** What is saved in the app changes nothing in the theme; the page asks by itself when there is a reason. */
export const shouldRevalidate = (): boolean => false;
