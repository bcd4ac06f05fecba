import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchBrowser } from "#tests/setup/browser.ts";
import { waitFor } from "#tests/setup/wait-for.ts";
import { SHOP, startWorld, type World } from "#tests/setup/world.ts";
import { accessibilityProblems, type Merchant, sidewaysPixels, signIn } from "./merchant.ts";

const MINUTE_MS = 60_000;
const PATH = "/settings/customers-in-shopify";

let world: World;
let browser: Browser;
let merchant: Merchant;
let customerId: string;

beforeAll(async () => {
  world = await startWorld({ scopes: ["write_customers"] });
  browser = await launchBrowser();
  await world.openApp(SHOP);
  await world.settled(SHOP);
  ({ id: customerId } = await world.control.customer(SHOP, { email: "ann@example.com" }));
  const token = await world.apiToken(SHOP);
  const call = (path: string, method: string, body: object) =>
    fetch(`${world.appOrigin}/api/v1${path}`, { method, headers: { authorization: `Bearer ${token}`, "content-type": "application/json" }, body: JSON.stringify(body) });
  const earnRules = [{ id: "spend", kind: "amount", points: 1, perMinor: 100 }];
  expect((await call("/program/draft", "PUT", { pendingDays: 14, earnRules })).status).toBe(200);
  // Shopify's times are whole seconds: an order of this second lies before a program that starts within it.
  expect((await call("/program/publish", "POST", { startsAt: new Date(Date.now() - MINUTE_MS).toISOString() })).status).toBe(201);
  merchant = await signIn(world, browser, { shop: SHOP });
}, 180_000);

afterAll(async () => {
  await browser?.close();
  await world?.stop();
});

const customer = async (path = "") => (await fetch(`${world.adminOrigin}/standin/shops/${SHOP}/customers/${customerId}${path}`)).json() as Promise<unknown>;
const summary = async () => {
  const [field] = (await customer("/metafields")) as { value: string }[];
  return field && (JSON.parse(field.value) as { pending: number; stage: string });
};

describe("customers in Shopify", () => {
  it("show an order's points within a minute, without anybody's doing", async () => {
    await world.control.order(SHOP, { customer: { id: customerId }, totalMinor: 4_000 });
    await waitFor("the order's points in Shopify", async () => (await summary())?.pending === 40, 2 * MINUTE_MS);
    expect(await summary()).toMatchObject({ pending: 40, stage: "first" });
  }, 3 * MINUTE_MS);

  it("are tagged once the merchant asks for it, and the page says that Shopify follows", async () => {
    await merchant.visit(PATH);
    await merchant.app.getByText("Shopify shows the same as Thrice.").waitFor();
    await merchant.app.getByLabel("Tag customers by stage and tier").check();
    await merchant.app.getByLabel("What the tags begin with").fill("a,b");
    await merchant.app.getByLabel("What the tags begin with").blur();
    await merchant.page.getByRole("button", { name: "Save" }).click();
    await merchant.app.getByText("The prefix can't have a comma.").waitFor();
    expect(await merchant.app.getByLabel("What the tags begin with").evaluate((element) => element === document.activeElement)).toBe(true);
    await merchant.app.getByRole("link", { name: "Settings" }).click();
    await merchant.page.getByRole("button", { name: "Stay" }).click();
    expect(merchant.address()).toBe(`/app${PATH}`);
    await merchant.app.getByLabel("What the tags begin with").fill("club:");
    await merchant.page.getByRole("button", { name: "Save" }).click();
    await waitFor("the tag", async () => ((await customer()) as { tags: string[] }).tags.includes("club:stage:first"), MINUTE_MS);
    expect(merchant.faults).toEqual([]);
  });

  it("are found from the settings, on a telephone as well, by everybody", async () => {
    const caller = await signIn(world, browser, { shop: SHOP, screen: "phone" });
    await caller.visit("/settings");
    await caller.app.getByRole("link", { name: "Customers in Shopify" }).click();
    await caller.app.getByRole("heading", { name: "Customers in Shopify" }).waitFor();
    expect(await sidewaysPixels(caller.page)).toBe(0);
    expect(await accessibilityProblems(caller.page)).toEqual([]);
    await caller.page.screenshot({ path: ".data/customers-in-shopify.png" });
    await caller.leave();
  });
});
