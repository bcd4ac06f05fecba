import type { ServerResponse } from "node:http";
import { readdirSync, readFileSync } from "node:fs";
import { send, sendJson } from "#standin/http.ts";
import { mintShopperToken } from "#standin/oauth/session-token.ts";
import type { ShopHouse } from "#standin/shop-house.ts";
import { checkCodes } from "#standin/shop/discounts.ts";
import { metafieldsOf } from "#standin/shop/metafields.ts";
import { signIn } from "#standin/shop/change-customer.ts";
import type { CustomerRecord, OrderRecord } from "#standin/shop/records.ts";
import type { Standin } from "#standin/standin.ts";
import type { PageData } from "./browser/page-data.ts";
import { bundleBrowser } from "./bundle-browser.ts";

const EXTENSIONS = new URL("../../extensions/", import.meta.url);

/** Which block stands on which page, and whose script draws it. */
const SURFACES: Record<string, { extension: string; target: string; title: string; isAccount: boolean; isOfOrder?: boolean }> = {
  "thank-you": { extension: "after-order", target: "purchase.thank-you.block.render", title: "Thank you for your order", isAccount: false, isOfOrder: true },
  "order-status": { extension: "after-order", target: "customer-account.order-status.block.render", title: "Your order", isAccount: false, isOfOrder: true },
  rewards: { extension: "account-rewards", target: "customer-account.page.render", title: "Your account", isAccount: true },
  profile: { extension: "account-rewards", target: "customer-account.profile.block.render", title: "Your profile", isAccount: true },
  checkout: { extension: "checkout-points", target: "purchase.checkout.block.render", title: "Checkout", isAccount: true },
};

const PATH = /^\/surfaces\/(?<domain>[a-z0-9-]+\.myshopify\.com)\/(?<surface>[a-z-]+)(\/(?<orderId>\d+))?(?<part>\/token|\/sign-in|\/codes)?$/;

interface Visit {
  standin: Standin;
  house: ShopHouse;
  surface: keyof typeof SURFACES & string;
  /** As the address names it; there may be no such order, and the block then asks for one that the app does not know. */
  orderId: string | null;
  order: OrderRecord | null;
  customer: CustomerRecord | null;
  isSignedIn: boolean;
  locale: string;
}

/**
 * The pages after checkout and of the account, with the app's blocks on them in a worker, as at Shopify:
 * /surfaces/SHOP/thank-you/ORDER, order-status/ORDER, rewards, profile and checkout (`?customer=ID`); `?locale=de`,
 * `?signed-in=1`. Answers false for any other path.
 */
export async function answerSurfaces(standin: Standin, { url, method }: { url: URL; method: string }, answer: ServerResponse): Promise<boolean> {
  const script = /^\/surfaces\/(host|worker)\.js$/.exec(url.pathname)?.[1] as "host" | "worker" | undefined;
  if (script) {
    sendScript(answer, await bundleBrowser(script));
    return true;
  }
  const extension = /^\/surfaces\/extensions\/([a-z-]+)\.js$/.exec(url.pathname)?.[1];
  if (extension) {
    const code = await standin.extensionScript?.(extension);
    if (code === undefined) send(answer, 404, { type: "text/plain", body: "This extension was not built." });
    else sendScript(answer, code.replaceAll(standin.settings.appUrl, standin.settings.doorOrigin));
    return true;
  }
  const visit = visitOf(standin, url);
  if (!visit) return false;
  const part = PATH.exec(url.pathname)?.groups?.["part"];
  if (part === "/token") send(answer, 200, { type: "text/plain", body: tokenFor(visit) });
  else if (part === "/sign-in") {
    if (method === "POST" && visit.customer) signIn(visit.house.shop, visit.customer);
    send(answer, 204, { type: "text/plain", body: "" });
  } else if (part === "/codes") sendJson(answer, 200, { isTaken: areTaken(visit, url.searchParams.getAll("code")) });
  else send(answer, 200, { type: "text/html; charset=utf-8", body: pageOf(visit) });
  return true;
}

const sendScript = (answer: ServerResponse, code: string): void => send(answer, 200, { type: "text/javascript; charset=utf-8", body: code });

function visitOf(standin: Standin, url: URL): Visit | undefined {
  const { domain = "", surface = "", orderId } = PATH.exec(url.pathname)?.groups ?? {};
  const house = standin.houses.get(domain);
  const kind = SURFACES[surface];
  if (!house || !kind) return undefined;
  if (kind.isOfOrder && orderId === undefined) return undefined;
  const order = (orderId !== undefined && house.shop.orders.get(orderId)) || null;
  const customer = house.shop.customers.get(url.searchParams.get("customer") ?? "") ?? order?.customer ?? null;
  const isSignedIn = customer !== null && (url.searchParams.has("signed-in") || kind.isAccount);
  return { standin, house, surface, orderId: orderId ?? null, order, customer, isSignedIn, locale: url.searchParams.get("locale") ?? "en" };
}

function areTaken({ house, customer }: Visit, codes: string[]): boolean {
  try {
    checkCodes(house.shop, { codes, subtotalMinor: basketOf(house)?.totalMinor ?? 0, customerId: customer?.id });
    return true;
  } catch {
    return false;
  }
}

/** Two of the shop's first product. */
function basketOf({ shop }: ShopHouse): PageData["basket"] {
  const product = [...shop.products.values()][0];
  if (!product) return null;
  const totalMinor = 2 * product.priceMinor;
  return { currency: shop.settings.currency, totalMinor, lines: [{ productId: `gid://shopify/Product/${product.id}`, quantity: 2, amountMinor: totalMinor }] };
}

const tokenFor = ({ standin, house, customer, isSignedIn }: Visit): string =>
  mintShopperToken(standin.settings, house.shop.settings.domain, isSignedIn && customer ? { customerId: customer.id } : {});

function dataOf({ house, surface, orderId, order, customer, isSignedIn, locale }: Visit): PageData {
  const { extension, target } = SURFACES[surface]!;
  const ownerGid = `gid://shopify/Customer/${customer?.id ?? ""}`;
  return {
    target, script: `/surfaces/extensions/${extension}.js`, locale, words: wordsOf(extension, locale),
    order: orderId === null ? null : { id: `gid://shopify/${surface === "thank-you" ? "OrderIdentity" : "Order"}/${orderId}`, name: order ? `#${order.number}` : "", isFirst: order !== null && customer?.orders[0] === order },
    checkoutToken: order?.token ?? null,
    isSignedIn,
    customerId: isSignedIn ? ownerGid : null,
    metafields: isSignedIn
      ? [...metafieldsOf(house.shop).fields.values()].filter((field) => field.ownerGid === ownerGid).map(({ namespace, key, value, type }) => ({ namespace: namespace.replace("app--1--", "$app:"), key, value, type }))
      : [],
    basket: surface === "checkout" ? basketOf(house) : null,
  };
}

function wordsOf(extension: string, locale: string): Record<string, string> {
  const folder = new URL(`${extension}/locales/`, EXTENSIONS);
  const names = readdirSync(folder);
  const file = names.find((name) => name === `${locale}.json`) ?? names.find((name) => name === `${locale.slice(0, 2)}.json`) ?? "en.default.json";
  return JSON.parse(readFileSync(new URL(file, folder), "utf8")) as Record<string, string>;
}

const escape = (text: string): string => text.replaceAll(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);

/** Where a visitor goes on from a page of an order. */
function onwardOf({ house, surface, order, customer, isSignedIn, locale }: Visit): string {
  const { domain } = house.shop.settings;
  const link = (words: string, path: string, query: Record<string, string> = {}) => {
    const carried = new URLSearchParams({ ...(locale !== "en" && { locale }), ...query });
    return `<a href="${escape(`${path}${carried.size > 0 ? `?${carried}` : ""}`)}">${words}</a>`;
  };
  const visitor = isSignedIn && customer ? { customer: customer.id } : undefined;
  const links = [
    ...(surface === "thank-you" && order ? [link("Your order’s page", `/surfaces/${domain}/order-status/${order.id}`, visitor && { "signed-in": "1" })] : []),
    ...(visitor && surface !== "rewards" ? [link("Your rewards", `/surfaces/${domain}/rewards`, visitor)] : []),
    link("Continue shopping", `/storefront/${domain}/`, visitor),
  ];
  return `<p>${links.join(" · ")}</p>`;
}

function pageOf(visit: Visit): string {
  const { house, surface, order, locale } = visit;
  const title = `${SURFACES[surface]!.title}${order ? ` #${order.number}` : ""}`;
  const isPage = SURFACES[surface]!.target === "customer-account.page.render";
  return `<!doctype html>
<html lang="${escape(locale)}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)} · ${escape(house.shop.settings.name)}</title>
<style>body{font:16px/1.5 system-ui,sans-serif;color:#1a1a1a;background:#f6f6f6;margin:0}header{background:#fff;border-bottom:1px solid #d9d9d9;padding:16px}main{max-width:640px;margin:24px auto;padding:0 16px}[data-block]{min-height:120px}</style>
</head><body><header>${escape(house.shop.settings.name)}</header><main>${isPage ? "" : `<h1>${escape(title)}</h1>`}
<div data-block="${escape(JSON.stringify(dataOf(visit)))}"></div><p id="applied" aria-live="polite"></p>${onwardOf(visit)}</main>
<script type="module" src="/surfaces/host.js"></script></body></html>`;
}
