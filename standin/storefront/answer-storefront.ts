import { request as askApp, type IncomingMessage, type ServerResponse } from "node:http";
import { createHmac } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { readText, send } from "#standin/http.ts";
import { discountsOf, discountStatus } from "#standin/shop/discounts.ts";
import type { ShopHouse } from "#standin/shop-house.ts";
import type { Standin } from "#standin/standin.ts";
import { checkOut } from "./check-out.ts";
import { shopPage } from "./shop-page.ts";
import { answerSignIn } from "./sign-in.ts";
import { THEME_EXTENSION } from "./theme-liquid.ts";

const PATH = /^\/storefront\/(?<domain>[a-z0-9-]+\.myshopify\.com)(?<path>\/.*)?$/;

/** What Shopify forwards to the app, and where to, as in shopify.app.toml. */
const PROXIED = /^\/apps\/thrice(?<rest>\/.*)$/;
const FORWARDED_TO = "/proxy";

const ASSET = /^\/storefront\/assets\/(?<name>[a-z0-9-]+\.(?<kind>css|js))$/;

/**
 * The shop's own address, /storefront/SHOP/...: what it forwards to the app, the link that puts a code into the cart, and
 * the shop's pages with the app's blocks on them. Answers false for any other path.
 */
export async function answerStorefront(standin: Standin, { incoming, url }: { incoming: IncomingMessage; url: URL }, answer: ServerResponse): Promise<boolean> {
  if (sendAsset(answer, ASSET.exec(url.pathname)?.groups)) return true;
  const { domain = "", path = "/" } = PATH.exec(url.pathname)?.groups ?? {};
  const house = standin.houses.get(domain);
  if (!house) return false;
  const rest = PROXIED.exec(path)?.groups?.["rest"];
  if (rest !== undefined) forward(standin, { house, url, rest, incoming }, answer);
  else if (/^\/discount\/[^/]+$/.test(path)) answerDiscount(answer, house, { code: path.slice("/discount/".length), redirect: url.searchParams.get("redirect"), page: pageBefore(incoming, domain) });
  else if (path === "/checkout" && incoming.method === "POST") answerCheckout(answer, { house, url, form: new URLSearchParams(await readText(incoming)) });
  else if (!answerSignIn(answer, { house, path, query: url.searchParams })) {
    const page = shopPage(house, { path, query: url.searchParams, root: `/storefront/${domain}` });
    if (page === undefined) send(answer, 404, { type: "text/plain", body: "The shop has no such page." });
    else send(answer, 200, { type: "text/html; charset=utf-8", body: page });
  }
  return true;
}

/** Leads to the thank-you page of the order, or shows the checkout again with what is wrong. */
function answerCheckout(answer: ServerResponse, { house, url, form }: { house: ShopHouse; url: URL; form: URLSearchParams }): void {
  const query = url.searchParams;
  const { domain } = house.shop.settings;
  const done = checkOut(house, { query, form });
  if ("order" in done) {
    const carried = new URLSearchParams({ ...(query.has("locale") && { locale: query.get("locale") ?? "" }), ...(query.has("customer") && { "signed-in": "1" }) });
    return send(answer, 303, { type: "text/plain", body: "", headers: { location: `/surfaces/${domain}/thank-you/${done.order.id}${carried.size > 0 ? `?${carried}` : ""}` } });
  }
  for (const name of ["email", "discount"]) query.set(name, form.get(name) ?? "");
  query.set("problem", done.problem);
  send(answer, 422, { type: "text/html; charset=utf-8", body: shopPage(house, { path: "/checkout", query, root: `/storefront/${domain}` }) ?? "" });
}

function sendAsset(answer: ServerResponse, { name = "", kind }: Record<string, string | undefined> = {}): boolean {
  const file = new URL(`assets/${name}`, THEME_EXTENSION);
  if (name === "" || !existsSync(file)) return false;
  send(answer, 200, { type: kind === "css" ? "text/css; charset=utf-8" : "text/javascript; charset=utf-8", body: readFileSync(file), headers: { "cache-control": "max-age=60" } });
  return true;
}

/** The query that Shopify adds, with its signature: the pairs sorted, without anything between them, in hex. */
export function signedProxyQuery(apiSecret: string, given: URLSearchParams, { domain, customerId = "", nowMs = Date.now() }: { domain: string; customerId?: string; nowMs?: number }): URLSearchParams {
  const query = new URLSearchParams(given);
  const added = { shop: domain, logged_in_customer_id: customerId, path_prefix: "/apps/thrice", timestamp: String(Math.floor(nowMs / 1_000)) };
  for (const [name, value] of Object.entries(added)) query.set(name, value);
  query.delete("signature");
  const pairs = [...new Set(query.keys())].sort().map((name) => `${name}=${query.getAll(name).join(",")}`);
  query.set("signature", createHmac("sha256", apiSecret).update(pairs.join("")).digest("hex"));
  return query;
}

function forward({ settings }: Standin, { house, url, rest, incoming }: { house: ShopHouse; url: URL; rest: string; incoming: IncomingMessage }, answer: ServerResponse): void {
  const { domain } = house.shop.settings;
  // Whoever is signed in stands in the address of the page that asks, as on all pages of this shop.
  const customerId = house.shop.customers.get(pageBefore(incoming, domain).get("customer") ?? "")?.id ?? "";
  const query = signedProxyQuery(settings.apiSecret, url.searchParams, { domain, customerId });
  const { hostname, port } = new URL(settings.appOrigin);
  // Shopify strips cookies, and names the buyer's address.
  const headers = { ...passedOn(incoming, ["accept", "accept-language", "content-type", "content-length", "origin"]), "x-forwarded-for": incoming.socket.remoteAddress ?? "", host: new URL(settings.appUrl).host };
  const outgoing = askApp({ hostname, port, method: incoming.method, path: `${FORWARDED_TO}${rest}?${query}`, headers }, (response) => {
    // A browser of the demo cannot reach the shop's real host name: neither where it is led on to, nor by a link of a page.
    const local = (text: string) => text.replaceAll(`https://${domain}/`, `/storefront/${domain}/`);
    const { location, "content-type": type = "" } = response.headers;
    const passed = { ...response.headers, ...(location !== undefined && { location: local(location) }) };
    const status = response.statusCode ?? 502;
    if (type.startsWith("text/html")) void readText(response).then((page) => answer.writeHead(status, { ...passed, "content-length": Buffer.byteLength(local(page)) }).end(local(page)));
    else response.pipe(answer.writeHead(status, passed));
  });
  outgoing.on("error", () => send(answer, 502, { type: "text/plain", body: "The app does not answer." }));
  incoming.pipe(outgoing);
}

const passedOn = ({ headers }: IncomingMessage, names: string[]): Record<string, string> => Object.fromEntries(names.flatMap((name) => (headers[name] === undefined ? [] : [[name, String(headers[name])]])));

/** The query of the page of this shop from which the browser comes; empty where it comes from elsewhere. */
function pageBefore({ headers: { referer = "", host = "" } }: IncomingMessage, domain: string): URLSearchParams {
  const page = URL.parse(referer);
  return page?.host === host && page.pathname.startsWith(`/storefront/${domain}`) ? page.searchParams : new URLSearchParams();
}

const escape = (text: string): string => text.replaceAll(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);

/** The link that puts a code into the cart; `redirect` leads on to a page of the shop, as the visitor of the page before. */
function answerDiscount(answer: ServerResponse, { shop }: ShopHouse, { code, redirect, page }: { code: string; redirect: string | null; page: URLSearchParams }): void {
  const found = discountsOf(shop).get(decodeURIComponent(code).toUpperCase());
  const isGood = found && discountStatus(found, shop.nowMs()) === "ACTIVE" && (found.usageLimit === null || found.used < found.usageLimit);
  if (isGood && redirect?.startsWith(`/storefront/${shop.settings.domain}`)) {
    page.set("discount", found.code);
    return send(answer, 302, { type: "text/plain", body: "", headers: { location: `${redirect}?${page}` } });
  }
  const sentence = isGood ? `The code ${found.code} is in your cart.` : `The code ${decodeURIComponent(code)} does not work.`;
  const onward = `/storefront/${shop.settings.domain}/collections/all${isGood ? `?${new URLSearchParams({ discount: found.code })}` : ""}`;
  const body = `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escape(shop.settings.name)}</title>
<body style="font:16px/1.5 system-ui,sans-serif;margin:10vh auto;max-width:32rem;padding:0 1rem"><h1>${escape(shop.settings.name)}</h1><p id="cart">${escape(sentence)}</p><p><a href="${escape(onward)}">Continue shopping</a></p></body></html>`;
  send(answer, 200, { type: "text/html; charset=utf-8", body });
}
