import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { pool } from "#app/platform/db.server.ts";
import { installShop } from "#app/usecases/install-shop.server.ts";
import { createCustomer } from "#standin/shop/change-customer.ts";
import { placeOrder } from "#standin/shop/place-order.ts";
import type { CustomerRecord } from "#standin/shop/records.ts";
import { openLab, type Lab, type LabShop } from "#tests/factories/shop-lab.ts";
import { readScores } from "#tests/factories/stored-scores.ts";

const DAY_MS = 86_400_000;
const secondsAgo = (seconds: number) => new Date(Date.now() - seconds * 1_000);
/** The shop is installed before the news of it. */
const secondsAhead = (seconds: number) => new Date(Date.now() + seconds * 1_000).toISOString();

let lab: Lab;
let gifts: LabShop;
let jo: CustomerRecord;
let shopCount = 0;

beforeAll(async () => {
  lab = await openLab();
});
afterAll(() => lab.stop());

beforeEach(async () => {
  shopCount += 1;
  gifts = lab.shop(`news-${shopCount}.myshopify.com`);
  gifts.setClock(new Date(Date.now() - 400 * DAY_MS));
  jo = createCustomer(gifts.house.shop, { email: "jo@example.com" });
  for (const days of [300, 200, 20]) place(days);
  gifts.takeTold();
});

const place = (days: number) =>
  placeOrder(gifts.house.shop, { customer: { id: jo.id }, createdAt: new Date(Math.floor((Date.now() - days * DAY_MS) / 1_000) * 1_000).toISOString(), totalMinor: 1_000 });
const score = async () => (await readScores(gifts.domain))[jo.id];
const tell = (topic: string, body: object, triggeredAt = new Date().toISOString()) => ({ webhookId: randomUUID(), topic, body: JSON.stringify(body), triggeredAt });

async function installAndRead(): Promise<void> {
  await gifts.install();
  await gifts.readHistory();
}

describe("what Shopify says of a shop", () => {
  const update = (currency: string, timeZone: string, updatedAt?: string) =>
    tell("shop/update", { name: `Gifts in ${currency}`, currency, iana_timezone: timeZone, myshopify_domain: gifts.domain, ...(updatedAt && { updated_at: updatedAt }) });
  const known = async () => {
    const { name, currency, timeZone } = await gifts.row();
    return [name, currency, timeZone];
  };

  beforeEach(installAndRead);

  it.each([["each alone", 1], ["together", 2]])("is what it said last, also where an older word comes late: %s", async (_how, atOnce) => {
    const said = [update("EUR", "Europe/Berlin", secondsAhead(100)), update("GBP", "Europe/London", secondsAhead(50))];
    for (let from = 0; from < said.length; from += atOnce) await gifts.deliver(said.slice(from, from + atOnce));
    expect(await known()).toEqual(["Gifts in EUR", "EUR", "Europe/Berlin"]);
    await gifts.deliver([update("SEK", "Europe/Stockholm", secondsAhead(150))]);
    expect(await known()).toEqual(["Gifts in SEK", "SEK", "Europe/Stockholm"]);
  });

  it("is taken by the time of the delivery where its text has none", async () => {
    await gifts.deliver([{ ...update("EUR", "Europe/Berlin"), triggeredAt: secondsAhead(100) }]);
    await gifts.deliver([{ ...update("GBP", "Europe/London"), triggeredAt: secondsAhead(50) }]);
    expect(await known()).toEqual(["Gifts in EUR", "EUR", "Europe/Berlin"]);
  });

  it("does not go back to what it said before the app was opened", async () => {
    await gifts.deliver([update("EUR", "Europe/Berlin", secondsAgo(3_000).toISOString())]);
    expect(await known()).toEqual([gifts.domain, "GBP", "Europe/London"]);
  });

  it("is counted anew when it is found out by opening the app", async () => {
    await installShop({ domain: gifts.domain, scopes: (await gifts.row()).grantedScopes, shop: { shopifyId: gifts.house.shop.id, name: "Gifts", currency: "EUR", timeZone: "Europe/Berlin" } }, new Date());
    expect((await score())?.spentMinor).toBe(1_000);
    await gifts.quiesce();
    expect((await score())?.spentMinor).toBe(0);
  });

  it("leaves the shop in its time zone when it names one that is not known here", async () => {
    await gifts.deliver([update("GBP", "America/Nowhere", secondsAhead(100))]);
    expect(await known()).toEqual(["Gifts in GBP", "GBP", "Europe/London"]);
    place(1);
    await gifts.deliver(gifts.takeTold());
    expect(await score()).toMatchObject({ countedOrders: 2 });
  });
});

it("a shop in a time zone that is not known here is installed all the same, and counts its days in UTC until it is known", async () => {
  const details = { shopifyId: gifts.house.shop.id, name: "Gifts", currency: "GBP" };
  const open = (timeZone: string) => installShop({ domain: gifts.domain, scopes: ["read_orders"], shop: { ...details, timeZone } }, new Date());
  expect(await open("America/Nowhere")).toMatchObject({ timeZone: "UTC" });
  expect(await open("America/New_York")).toMatchObject({ timeZone: "America/New_York" });
  expect(await open("America/Nowhere")).toMatchObject({ timeZone: "America/New_York" });
});

describe("what a shop has granted", () => {
  const EVERYTHING = "read_all_orders";
  const ABOUT = { openingCount: 2, countedOrders: 1, stage: "loyal" };
  const EXACT = { openingCount: 0, countedOrders: 3, stage: "loyal" };
  const grants = (isAll: boolean) => [...gifts.house.shop.grantedScopes.filter((scope) => scope !== EVERYTHING), ...(isAll ? [EVERYTHING] : [])];
  const news = (isAll: boolean, updatedAt: string) => tell("app/scopes_update", { current: grants(isAll), previous: [], updated_at: updatedAt }, updatedAt);

  beforeEach(async () => {
    await installAndRead();
    expect(await score()).toMatchObject(ABOUT);
  });

  it("is what it granted last: an older grant that comes late takes no about-count away", async () => {
    await gifts.deliver([news(false, secondsAhead(100))]);
    await gifts.deliver([news(true, secondsAhead(50))]);
    await gifts.readHistory();
    expect((await gifts.row()).grantedScopes).not.toContain(EVERYTHING);
    expect(await score()).toMatchObject(ABOUT);
  });

  it("is what it granted last, also when an older withdrawal comes late", async () => {
    gifts.house.shop.grantedScopes = grants(true);
    await gifts.deliver([news(true, secondsAhead(100)), news(false, secondsAhead(50))]);
    await gifts.readHistory();
    expect((await gifts.row()).grantedScopes).toContain(EVERYTHING);
    expect(await score()).toMatchObject(EXACT);
  });

  it("is asked before everything is read: a grant that was taken back before anybody read of it changes nothing", async () => {
    await gifts.deliver([news(true, secondsAhead(0)), news(false, secondsAhead(1))]);
    await gifts.readHistory();
    expect(await score()).toMatchObject(ABOUT);
    expect((await gifts.row()).historyHorizonAt).not.toBeNull();
  });

  it("is asked before everything is read, also when nobody heard that it was taken back", async () => {
    await gifts.deliver([news(true, secondsAhead(0))]);
    await gifts.readHistory();
    expect((await gifts.row()).grantedScopes).not.toContain(EVERYTHING);
    expect(await score()).toMatchObject(ABOUT);
  });

  it("is asked again when everything was read: about-counts stay where it was taken back meanwhile", async () => {
    gifts.house.shop.grantedScopes = grants(true);
    await gifts.deliver([news(true, secondsAhead(0))]);
    await pool.query("UPDATE backfills SET state = 'settling' WHERE state = 'asked' AND shop_id = $1", [(await gifts.row()).id]);
    gifts.house.shop.grantedScopes = grants(false);
    await gifts.readHistory();
    expect(await score()).toMatchObject(ABOUT);
  });
});
