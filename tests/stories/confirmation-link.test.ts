import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { claimSnippet } from "#app/domain/confirmation/claim-snippet.ts";
import { LANGUAGES } from "#app/domain/messages/language.ts";
import { pool } from "#app/platform/db.server.ts";
import { findClaimKey } from "#app/store/claim-keys.server.ts";
import { setHoldoutPercent } from "#app/usecases/set-holdout-percent.server.ts";
import { rotateClaimKey } from "#app/usecases/rotate-claim-key.server.ts";
import { saveConfirmationSettings } from "#app/usecases/save-confirmation-settings.server.ts";
import { cancelOrder } from "#standin/shop/change-order.ts";
import { discountsOf, placeOrderWithCode } from "#standin/shop/discounts.ts";
import { placeOrder, type OrderInput } from "#standin/shop/place-order.ts";
import type { OrderRecord } from "#standin/shop/records.ts";
import { signedProxyQuery } from "#standin/storefront/answer-storefront.ts";
import { PLAIN_TEMPLATE, renderConfirmation, setTemplate } from "#standin/storefront/order-confirmation.ts";
import { openRedeemingShop, type RedeemingShop } from "#tests/factories/redeeming-shop.ts";
import { openShopperDoors, type DoorAnswer, type ShopperDoors } from "#tests/factories/shopper-doors.ts";
import { openLab, type Lab } from "#tests/factories/shop-lab.ts";
import { waitFor } from "#tests/setup/wait-for.ts";

const SECRET = "test-api-secret";
const DAY_MS = 86_400_000;

let all: Lab;
let it0: RedeemingShop;
let doors: ShopperDoors;
let buyers = 0;

beforeAll(async () => {
  all = await openLab();
  it0 = await openRedeemingShop(all, [], { program: { nthOrderMultipliers: [1, 2, 3] } });
  await setHoldoutPercent(it0.shop.id, { percent: 0, by: "test" }, new Date());
  await saveConfirmationSettings(it0.shop.id, { way: "link", rules: {} }, { by: "test", now: new Date(Date.now() - 40 * DAY_MS) });
  await pasteSnippet();
  doors = await openShopperDoors();
});
afterAll(async () => {
  await doors.close();
  await all.stop();
});

const pasteSnippet = async (language: (typeof LANGUAGES)[number] = "en") => setTemplate(it0.lab.house.shop, PLAIN_TEMPLATE + claimSnippet((await findClaimKey(pool, it0.shop))!.key, language));
const buy = async (input: OrderInput = {}): Promise<OrderRecord> => {
  const order = placeOrder(it0.lab.house.shop, { customer: { email: `reader${(buyers += 1)}@example.com` }, totalMinor: 5_000, ...input });
  await it0.hear();
  return order;
};
const linkIn = (html: string): URL => new URL(/href="([^"]+)"/.exec(html)![1]!.replaceAll("&amp;", "&"));
const linkOf = (order: OrderRecord): URL => linkIn(renderConfirmation(it0.lab.house.shop, order));

/** What Shopify forwards when a buyer clicks: every buyer from an address of their own. */
const click = (link: URL, { address = `10.0.0.${(buyers += 1) % 250}`, secret = SECRET, nowMs = Date.now(), domain = link.host, headers = {} }: { address?: string; secret?: string; nowMs?: number; domain?: string; headers?: Record<string, string> } = {}): Promise<DoorAnswer> => {
  const query = signedProxyQuery(secret, link.searchParams, { domain, nowMs });
  return doors.get(`${link.pathname.replace("/apps/thrice", "/proxy")}?${query}`, { "x-forwarded-for": address, ...headers });
};
const clickServed = async (order: OrderRecord): Promise<DoorAnswer> => {
  const asked = click(linkOf(order));
  await waitFor("the code to be asked for", async () => (await pool.query("SELECT FROM confirmation_codes WHERE shop_id = $1 AND order_id = $2", [it0.shop.id, order.id])).rowCount === 1);
  await it0.perform();
  return asked;
};
const sentenceOf = ({ text }: DoorAnswer) => /<p>([^<]+)<\/p>/.exec(text)?.[1];
const ourCodes = () => [...discountsOf(it0.lab.house.shop).keys()].filter((code) => code.startsWith("THX-"));

describe("the link in an order confirmation", () => {
  it("leads, as Liquid renders it, to the cart with a code that works on the next order", async () => {
    const order = await buy();
    const { status, headers } = await clickServed(order);
    const location = headers.get("location") ?? "";
    expect([status, location]).toEqual([302, expect.stringMatching(new RegExp(`^https://${it0.lab.domain}/discount/THX-[2-9A-Z]{10}$`))]);
    placeOrderWithCode(it0.lab.house.shop, { code: location.split("/").at(-1)!, customer: null, totalMinor: 2_000 });
    await it0.hear();
    const used = await click(linkOf(order));
    expect([used.status, sentenceOf(used)]).toEqual([200, "This code has been used."]);
  });

  it("stands in the mail that goes out when the order is placed", async () => {
    const order = await buy({ email: "mail@example.com", customer: { email: "mail@example.com" } });
    const mail = await waitFor("the mail", () => all.mailbox.mails.find(({ to }) => to.includes("mail@example.com")));
    expect(linkIn(mail.html).href).toBe(linkOf(order).href);
  });

  it("gives one code, clicked 50 times at once", async () => {
    const order = await buy();
    const before = ourCodes().length;
    const answers = Promise.all(Array.from({ length: 50 }, () => click(linkOf(order))));
    await waitFor("the code to be asked for", async () => (await pool.query("SELECT FROM confirmation_codes WHERE shop_id = $1 AND order_id = $2", [it0.shop.id, order.id])).rowCount === 1);
    await it0.perform();
    const seen = await answers;
    expect(seen.every(({ status }) => status === 302 || status === 200)).toBe(true);
    expect((await click(linkOf(order))).status).toBe(302);
    expect(new Set(seen.flatMap(({ headers }) => headers.get("location") ?? [])).size).toBe(1);
    expect(ourCodes().length).toBe(before + 1);
    expect((await pool.query("SELECT FROM confirmation_codes WHERE shop_id = $1 AND order_id = $2", [it0.shop.id, order.id])).rowCount).toBe(1);
  });

  it.each(LANGUAGES)("reads and answers in %s", async (language) => {
    await pasteSnippet(language);
    const order = await buy({ test: true });
    const answer = await click(linkOf(order), { headers: { "accept-language": "pt" } });
    expect(answer.status).toBe(200);
    expect(answer.text).toContain(`<html lang="${language}">`);
    const english = await click(new URL(linkOf(order).href.replace(/&l=.*/, "")), { headers: { "accept-language": "en-GB,en" } });
    expect(sentenceOf(english)).toBe("There is no discount for this order.");
    if (language !== "en") expect(sentenceOf(answer)).not.toBe(sentenceOf(english));
    await pasteSnippet();
  });

  it("goes on working in mails already sent when the key is replaced; new mails carry the new one", async () => {
    const order = await buy();
    const sent = linkOf(order);
    await rotateClaimKey(it0.shop.id, new Date());
    await pasteSnippet();
    expect(linkOf(order).searchParams.get("s")).not.toBe(sent.searchParams.get("s"));
    expect((await clickServed(order)).status).toBe(302);
    expect((await click(sent)).status).toBe(302);
    await pool.query("UPDATE claim_keys SET replaced_at = now() - interval '401 days' WHERE shop_id = $1 AND replaced_at IS NOT NULL", [it0.shop.id]);
    expect((await click(sent)).status).toBe(404);
  });
});

describe("a link leads to no code, and a page says why, when", () => {
  it("the order was cancelled after its code was given", async () => {
    const order = await buy();
    await clickServed(order);
    cancelOrder(it0.lab.house.shop, order, Date.now());
    await it0.hear();
    await it0.perform();
    expect(sentenceOf(await click(linkOf(order)))).toBe("There is no discount for this order.");
  });

  it("it was for a first order only; what the next order earns is said instead", async () => {
    const first = await buy();
    const second = await buy({ customer: { id: first.customer!.id } });
    const { status, text } = await click(linkOf(second));
    expect([status, ...[...text.matchAll(/<p>([^<]+)<\/p>/g)].map(([, sentence]) => sentence)]).toEqual([200, "There is no discount for this order.", "Your third order earns triple."]);
  });

  it("the code has ended", async () => {
    const order = await buy({ processedAt: new Date(Date.now() - 35 * DAY_MS).toISOString() });
    expect(sentenceOf(await click(linkOf(order)))).toBe("This code has ended.");
    expect((await pool.query("SELECT FROM confirmation_codes WHERE shop_id = $1 AND order_id = $2", [it0.shop.id, order.id])).rowCount).toBe(0);
  });

  it("the order has not reached us yet", async () => {
    const order = placeOrder(it0.lab.house.shop, { totalMinor: 1_000 });
    const told = it0.lab.takeTold();
    expect(sentenceOf(await click(linkOf(order)))).toBe("Your code is being made. Load this page again in a moment.");
    await it0.lab.deliver(told);
    expect((await clickServed(order)).status).toBe(302);
  });

  it("one character of it was changed, or it was cut: nothing is made", async () => {
    const order = await buy();
    const other = await buy();
    const link = linkOf(order);
    const signature = link.searchParams.get("s")!;
    const wrong = [signature.replace(/^./, (first) => (first === "a" ? "b" : "a")), signature.slice(0, 23), `${signature}0`, "", signature.toUpperCase().replace(/^[^A-F]*$/, "")];
    const links = wrong.map((s) => new URL(`${link.origin}${link.pathname}?s=${s}`));
    links.push(new URL(link.href.replace(order.id, other.id)), new URL(link.href.replace(order.id, "0")), new URL(link.href.replace(order.id, `${order.id}'`)));
    for (const one of links) {
      const { status, text } = await click(one);
      expect([one.href, status]).toEqual([one.href, 404]);
      expect(text).toContain("This link is incomplete or was changed.");
    }
    expect((await pool.query("SELECT FROM confirmation_codes WHERE shop_id = $1 AND order_id = ANY ($2::bigint[])", [it0.shop.id, [order.id, other.id]])).rowCount).toBe(0);
  });

  it("it is of another shop", async () => {
    const other = await openRedeemingShop(all, []);
    const order = await buy();
    expect((await click(linkOf(order), { domain: other.lab.domain })).status).toBe(404);
  });

  it("somebody guesses on and on: it is slowed down", async () => {
    const order = await buy();
    const statuses = [];
    for (let at = 0; at < 40 && statuses.at(-1) !== 429; at += 1) {
      const link = new URL(linkOf(order));
      link.searchParams.set("s", String(at).padStart(24, "0"));
      statuses.push((await click(link, { address: "10.9.9.9" })).status);
    }
    expect(statuses.at(-1)).toBe(429);
  });

  it("somebody guesses at many orders and puts another address in front each time: it is slowed down too", async () => {
    const order = await buy();
    const statuses: number[] = [];
    for (let at = 0; at < 40 && statuses.at(-1) !== 429; at += 1) {
      const link = new URL(linkOf(order));
      link.pathname = link.pathname.replace(/\d+$/, String(900_000 + at));
      statuses.push((await click(link, { address: `10.8.${at}.1, 10.9.9.8` })).status);
    }
    expect(statuses.at(-1)).toBe(429);
  });
});

describe("what Shopify did not forward is refused without a word", () => {
  it("without its signature, by another secret, changed afterwards, or an hour old", async () => {
    const order = await buy();
    const link = linkOf(order);
    const path = link.pathname.replace("/apps/thrice", "/proxy");
    const good = signedProxyQuery(SECRET, link.searchParams, { domain: it0.lab.domain });
    const changed = new URLSearchParams(good);
    changed.set("shop", "another.myshopify.com");
    const added = new URLSearchParams(good);
    added.append("s", "1");
    const answers = [
      await doors.get(`${path}${link.search}`), await doors.get(`${path}?${changed}`), await doors.get(`${path}?${added}`), await click(link, { secret: "another" }),
      await click(link, { nowMs: Date.now() - 3_600_000 }), await doors.get("/proxy/c/1"),
    ];
    expect(answers.map(({ status, text }) => [status, text])).toEqual(answers.map(() => [401, ""]));
  });

  it("a path that is none of ours, and a shop without the app, get nothing", async () => {
    const query = (domain: string) => signedProxyQuery(SECRET, new URLSearchParams(), { domain });
    expect((await doors.get(`/proxy/x?${query(it0.lab.domain)}`)).status).toBe(404);
    expect((await doors.get(`/proxy/c/1?${query("nobody.myshopify.com")}`)).status).toBe(404);
  });
});
