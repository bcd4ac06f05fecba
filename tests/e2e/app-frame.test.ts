import type { Browser, FrameLocator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchBrowser, openVisitor } from "#tests/setup/browser.ts";
import { SHOP, startWorld, type World } from "#tests/setup/world.ts";

let world: World;
let browser: Browser;
let page: Page;
let app: FrameLocator;

beforeAll(async () => {
  world = await startWorld();
  browser = await launchBrowser();
  page = await (await openVisitor(browser)).newPage();
  app = page.frameLocator("iframe");
});

afterAll(async () => {
  await browser.close();
  await world.stop();
});

const openHome = async () => {
  await page.goto(world.adminPage(SHOP));
  await app.getByRole("heading", { name: "Home" }).waitFor();
};

// The admin has an entry of that name too; the app's own comes after it.
const chooseCustomers = () => page.getByRole("link", { name: "Customers" }).last().click();

describe("the frame around the pages", () => {
  it("puts Customers and Settings into Shopify's own menu, and Home under the app's name", async () => {
    await openHome();
    await page.getByRole("link", { name: "Settings" }).waitFor();
    await chooseCustomers();
    await app.getByRole("heading", { name: "Customers", level: 1 }).waitFor();
  });

  it("shows the admin's loading bar while another page is on its way", async () => {
    await openHome();
    const bar = page.getByRole("progressbar", { name: "Loading" });
    let goOn = () => {};
    const isHeld = new Promise<void>((resolve) => (goOn = resolve));
    await page.route("**/app/customers?**", async (route) => {
      await isHeld;
      await route.continue();
    });
    await chooseCustomers();
    await bar.waitFor();
    goOn();
    await app.getByRole("heading", { name: "Customers", level: 1 }).waitFor();
    await bar.waitFor({ state: "hidden" });
    await page.unroute("**/app/customers?**");
  });

  it("stays when there is no such page, and leads back to Home", async () => {
    await page.goto(`${world.adminPage(SHOP)}/app/no-such-page`);
    await app.getByRole("heading", { name: "There is no such page", level: 1 }).waitFor();
    expect(await page.getByRole("link", { name: "Settings" }).count()).toBe(1);
    await app.getByRole("link", { name: "Go to Home" }).click();
    await app.getByRole("heading", { name: "Home" }).waitFor();
  });

  it("stays when a page fails, names the failed request, and loads the page again", async () => {
    await openHome();
    const failed = page.waitForResponse((response) => response.status() === 500);
    await world.sql("alter table customers rename to customers_away");
    await chooseCustomers();
    const requestId = (await failed).headers()["x-request-id"];
    await app.getByRole("heading", { name: "This page could not be shown", level: 1 }).waitFor();
    await app.getByText(String(requestId)).waitFor();
    await world.sql("alter table customers_away rename to customers");
    await app.getByRole("button", { name: "Load again" }).click();
    await app.getByRole("heading", { name: "Customers", level: 1 }).waitFor();
  });

  it("names the request also when the whole document fails", async () => {
    await world.sql("alter table customers rename to customers_away");
    const failed = page.waitForResponse((response) => response.status() === 500);
    await page.goto(`${world.adminPage(SHOP)}/app/customers`);
    const requestId = (await failed).headers()["x-request-id"];
    await app.getByText(String(requestId)).waitFor();
    await world.sql("alter table customers_away rename to customers");
  });
});
