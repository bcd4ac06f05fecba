import { readFileSync } from "node:fs";
import type { Standin } from "#standin/standin.ts";
import { appDocumentPath } from "./app-address.ts";

const APP_START = "/app";

/** What the page's script needs to know; it stands in the page as JSON. */
export interface ShellConfig {
  store: string;
  shop: string;
  shopName: string;
  appName: string;
  appBase: string;
  doorOrigin: string;
  /** Address of the app's first document; null on one of Shopify's own pages. */
  appSource: string | null;
  page: string;
}

/** The admin's page for /store/<store>/..., or undefined for any other address. Opening the app installs it. */
export function renderShell(standin: Standin, url: URL): string | undefined {
  const match = /^\/store\/([\w-]+)(?:\/apps\/([\w-]+)(\/.*)?|(\/.*)?)$/.exec(url.pathname);
  const [, store = "", key, path = APP_START, page = "/"] = match ?? [];
  const house = standin.houses.get(`${store}.myshopify.com`);
  if (!match || !house) return undefined;
  const { settings } = standin;
  const isApp = key === settings.apiKey;
  if (isApp) standin.installIfNeeded(house);
  const shop = house.shop.settings.domain;
  const config: ShellConfig = {
    store, shop, shopName: house.shop.settings.name, appName: settings.appName, appBase: `/store/${store}/apps/${settings.apiKey}`, doorOrigin: settings.doorOrigin,
    appSource: isApp ? settings.doorOrigin + appDocumentPath(settings, shop, { path, query: url.searchParams }) : null, page,
  };
  const html = readFileSync(new URL("./shell.html", import.meta.url), "utf8");
  return html.replace("{{config}}", () => JSON.stringify(config).replaceAll("<", "\\u003c"));
}
