import { languagesOf, publishLanguages } from "#standin/shop/languages.ts";
import type { ThemeFileRecord } from "#standin/shop/theme.ts";
import { themeOf } from "#standin/storefront/theme-templates.ts";
import type { ControlRoutes } from "./control-route.ts";

/** What the live theme is, and which languages the shop has published; nothing is delivered about either. */
export const themeRoutes: ControlRoutes = {
  "GET theme": ({ house: { shop } }) => ({ name: themeOf(shop).name, files: Object.fromEntries(themeOf(shop).files) }),
  /** `{name?, files?: {"templates/product.json": TEXT | {"url": ADDRESS} | null}}`; null takes a file away. */
  "PUT theme": ({ house: { shop }, body }) => {
    const theme = themeOf(shop);
    if (body["name"] !== undefined) theme.name = String(body["name"]);
    for (const [filename, file] of Object.entries((body["files"] ?? {}) as Record<string, string | ThemeFileRecord | null>)) {
      if (file === null) theme.files.delete(filename);
      else theme.files.set(filename, typeof file === "string" ? { content: file } : file);
    }
    return { name: theme.name, files: [...theme.files.keys()] };
  },
  /** `{languages: ["en", "it"]}`, the first one the shop's own. */
  "PUT languages": ({ house: { shop }, body }) => {
    publishLanguages(shop, (body["languages"] as string[]).map(String));
    return { languages: languagesOf(shop) };
  },
};
