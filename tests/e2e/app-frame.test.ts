import pg from "pg";
import type { Browser, FrameLocator, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { lockShopFacts } from "#app/store/lock-shop-facts.server.ts";
import { launchBrowser, openVisitor } from "#tests/setup/browser.ts";
import { waitFor } from "#tests/setup/wait-for.ts";
import { SHOP, startWorld, type World } from "#tests/setup/world.ts";
import { sidewaysPixels } from "./merchant.ts";

const POOL = 10;
const HOST = Buffer.from("admin.shopify.com/store/x").toString("base64url");

let world: World;
let browser: Browser;
let page: Page;
let app: FrameLocator;

beforeAll(async () => {
  world = await startWorld({ env: { DATABASE_POOL_MAX: String(POOL) } });
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

  it("is as narrow as a phone, however long the shop's name is", async () => {
    await openHome();
    await page.setViewportSize({ width: 360, height: 740 });
    await page.locator("#shop-name").evaluate((name) => (name.textContent = "A shop that has a rather long name"));
    expect(await sidewaysPixels(page)).toBe(0);
    await page.setViewportSize({ width: 1280, height: 900 });
  });

  it.each([
    ["/customers/999/preview", "Customer not found"],
    ["/customers/abc/preview", "Customers"],
    ["/customers?after=bad", "Customers"],
    ["/deliveries?after=bad", "Deliveries"],
    ["/program/nowhere", "Program"],
  ])("%s, opened by its address, leads to a page that stands in the frame", async (path, heading) => {
    await page.goto(`${world.adminPage(SHOP)}/app${path}`);
    await app.getByRole("heading", { name: heading, level: 1 }).waitFor();
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

describe("while something else takes too long", () => {
  /** Another process that holds what the pages need. */
  let holder: pg.Client;
  beforeEach(async () => {
    holder = new pg.Client({ connectionString: world.databaseUrl, application_name: "holder" });
    await holder.connect();
    await holder.query("BEGIN");
  });
  afterEach(() => holder.end());

  it("a form that could not be saved keeps what was typed, says so, and is saved by the next try", async () => {
    await page.goto(`${world.adminPage(SHOP)}/app/settings/holdout`);
    await app.getByRole("heading", { name: "Holdout", level: 1 }).waitFor();
    const [{ id }] = await world.sql<{ id: number }>("SELECT id FROM shops WHERE domain = $1", [SHOP]) as [{ id: number }];
    await lockShopFacts(holder, id);
    const [share, bar] = [app.getByLabel("Customers held out"), page.getByRole("region", { name: "Unsaved changes" })];
    await share.fill("15");
    await bar.getByRole("button", { name: "Save" }).click();
    await page.getByRole("progressbar", { name: "Loading" }).waitFor();
    await bar.getByRole("button", { name: "Save", disabled: true }).waitFor();
    await app.getByText("What you filled in is still here: wait a minute, then try again.").waitFor();
    await page.getByText("This did not work just now. Nothing was changed. Try again in a minute.").waitFor();
    await page.getByRole("progressbar", { name: "Loading" }).waitFor({ state: "hidden" });
    expect(await share.inputValue()).toBe("15");
    await holder.query("ROLLBACK");
    await bar.getByRole("button", { name: "Save", disabled: false }).click();
    await page.getByText("Holdout saved").waitFor();
    await bar.waitFor({ state: "hidden" });
    expect(await app.getByText("This did not work just now").count()).toBe(0);
    expect(await page.getByText("This did not work just now").count()).toBe(0);
    expect(await share.inputValue()).toBe("15");
  });

  it("what is typed while a form is being saved stays, as a change that is still to be saved", async () => {
    const [{ id }] = await world.sql<{ id: number }>("SELECT id FROM shops WHERE domain = $1", [SHOP]) as [{ id: number }];
    const [share, bar] = [app.getByLabel("Customers held out"), page.getByRole("region", { name: "Unsaved changes" })];
    await page.goto(`${world.adminPage(SHOP)}/app/settings/holdout`);
    await app.getByRole("heading", { name: "Holdout", level: 1 }).waitFor();
    await lockShopFacts(holder, id);
    await share.fill("12");
    await bar.getByRole("button", { name: "Save" }).click();
    await bar.getByRole("button", { name: "Save", disabled: true }).waitFor();
    await share.fill("17");
    await holder.query("ROLLBACK");
    await page.getByText("Holdout saved").waitFor();
    await bar.getByRole("button", { name: "Save", disabled: false }).waitFor();
    await app.getByText("12% since").waitFor();
    expect(await share.inputValue()).toBe("17");
    await bar.getByRole("button", { name: "Discard" }).click();
    expect(await share.inputValue()).toBe("12");
  });

  it("a form whose connection breaks off stays as it was filled in, and is saved once the app can be reached again", async () => {
    const [share, bar] = [app.getByLabel("Customers held out"), page.getByRole("region", { name: "Unsaved changes" })];
    await page.goto(`${world.adminPage(SHOP)}/app/settings/holdout`);
    await app.getByRole("heading", { name: "Holdout", level: 1 }).waitFor();
    await share.fill("8");
    await page.route("**/*_data=*", (route) => route.abort("internetdisconnected"));
    await bar.getByRole("button", { name: "Save" }).click();
    await app.getByText("Whether this was saved is not known. What you filled in is still here").waitFor();
    await page.getByText("Thrice could not be reached. Whether this was saved is not known.").waitFor();
    expect(await share.inputValue()).toBe("8");
    await page.unroute("**/*_data=*");
    await bar.getByRole("button", { name: "Save", disabled: false }).click();
    await page.getByText("Holdout saved").waitFor();
    await app.getByText("8% since").waitFor();
    expect(await page.getByText("could not be reached").count()).toBe(0);
  });

  it("whoever saves without a connection keeps the form", async () => {
    const [share, bar] = [app.getByLabel("Customers held out"), page.getByRole("region", { name: "Unsaved changes" })];
    await page.goto(`${world.adminPage(SHOP)}/app/settings/holdout`);
    await app.getByRole("heading", { name: "Holdout", level: 1 }).waitFor();
    await share.fill("11");
    await page.context().setOffline(true);
    await bar.getByRole("button", { name: "Save" }).click();
    await app.getByText("Whether this was saved is not known. What you filled in is still here").waitFor();
    await page.context().setOffline(false);
    await bar.getByRole("button", { name: "Save", disabled: false }).click();
    await page.getByText("Holdout saved").waitFor();
    expect(await share.inputValue()).toBe("11");
  });

  it("whoever types without a connection is told, keeps what was typed, and has the page go on by itself", async () => {
    const [loyal, bar] = [app.getByLabel("Loyal from order"), page.getByRole("region", { name: "Unsaved changes" })];
    await page.goto(`${world.adminPage(SHOP)}/app/settings/counting`, { waitUntil: "networkidle" });
    await app.getByRole("heading", { name: "Counting", level: 1 }).waitFor();
    await page.context().setOffline(true);
    await loyal.fill("4");
    await app.getByText("Thrice can’t be reached").waitFor();
    await page.context().setOffline(false);
    await app.getByText("Thrice can’t be reached").waitFor({ state: "detached" });
    expect(await loyal.inputValue()).toBe("4");
    await bar.getByRole("button", { name: "Discard" }).click();
  });

  it("a failure that a proxy answers in the app’s place keeps the form too", async () => {
    const [share, bar] = [app.getByLabel("Customers held out"), page.getByRole("region", { name: "Unsaved changes" })];
    await page.goto(`${world.adminPage(SHOP)}/app/settings/holdout`);
    await app.getByRole("heading", { name: "Holdout", level: 1 }).waitFor();
    await share.fill("9");
    await page.route("**/*_data=*", (route) => (route.request().method() === "POST" ? route.fulfill({ status: 502, contentType: "text/html", body: "<h1>Bad gateway</h1>" }) : route.continue()));
    await bar.getByRole("button", { name: "Save" }).click();
    await app.getByText("Whether this was saved is not known. What you filled in is still here").waitFor();
    expect(await share.inputValue()).toBe("9");
    await page.unroute("**/*_data=*");
    await bar.getByRole("button", { name: "Discard" }).click();
  });

  it("the name of a token that could not be made stays, and is emptied once there is one", async () => {
    await page.goto(`${world.adminPage(SHOP)}/app/settings/api-tokens`);
    const [name, create] = [app.getByLabel("Name"), app.getByRole("button", { name: "Create token" })];
    await name.fill("Monthly report");
    await page.route("**/*_data=*", (route) => (route.request().method() === "POST" ? route.fulfill({ status: 503, headers: { "x-remix-response": "yes" }, json: null }) : route.continue()));
    await create.click();
    await app.getByText("What you filled in is still here").waitFor();
    expect(await name.inputValue()).toBe("Monthly report");
    await page.unroute("**/*_data=*");
    await create.click();
    await app.getByLabel("Your token").waitFor();
    expect(await name.inputValue()).toBe("");
  });

  it("a first page that could not be read stands in the admin, and leads on once it is loaded again", async () => {
    await holder.query("LOCK TABLE exports IN ACCESS EXCLUSIVE MODE");
    const idToken = await world.control.idToken(SHOP);
    const stuck = Promise.all(
      Array.from({ length: POOL }, () =>
        fetch(`${world.appOrigin}/app/exports?${new URLSearchParams({ embedded: "1", shop: SHOP, host: HOST, id_token: idToken })}`, { headers: { "user-agent": "Mozilla/5.0 Chrome/140.0.0.0", authorization: `Bearer ${idToken}` } }).then((answer) => answer.text()),
      ),
    );
    await waitFor("the connections to be used up", async () => (await world.sql("SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND wait_event = 'relation'")).length >= POOL - 3);
    await page.goto(`${world.adminPage(SHOP)}/app/customers`);
    await app.getByRole("heading", { name: "This did not work just now", level: 1 }).waitFor();
    await holder.query("ROLLBACK");
    await stuck;
    await app.getByRole("button", { name: "Load again" }).click();
    await app.getByRole("heading", { name: "Customers", level: 1 }).waitFor();
    await page.getByRole("link", { name: "Settings" }).click();
    await app.getByRole("heading", { name: "Settings", level: 1 }).waitFor();
  });
});
