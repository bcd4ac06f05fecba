import { mkdirSync } from "node:fs";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { publishProgram } from "#scripts/demo/publish-program.ts";
import { readProgram } from "#scripts/demo/read-program.ts";
import { launchBrowser } from "#tests/setup/browser.ts";
import { waitFor } from "#tests/setup/wait-for.ts";
import { SHOP, startWorld, type World } from "#tests/setup/world.ts";
import { accessibilityProblems, appFrame, layoutShift, type Merchant, sidewaysPixels, signIn } from "./merchant.ts";

let world: World;
let browser: Browser;
let merchant: Merchant;

const GERMAN = "Dein Weg zu <b>uns</b>";

beforeAll(async () => {
  world = await startWorld({ scopes: ["read_all_orders", "write_discounts", "write_customers"] });
  browser = await launchBrowser();
  await world.openApp(SHOP);
  await tell("POST", "products", { title: "Mug <script>document.title='broken'</script>", priceMinor: 2_450 });
  const { id } = await world.control.customer(SHOP, { email: "first@example.com" });
  await world.control.order(SHOP, { customer: { id }, totalMinor: 4_000 });
  await world.settled(SHOP);
  const token = await world.apiToken(SHOP);
  await publishProgram({ apiUrl: `${world.appOrigin}/api/v1`, apiToken: token }, { program: readProgram("demo"), startsAt: new Date(Date.now() - 86_400_000) });
  await world.settled(SHOP);
  await tell("PUT", "theme", {
    files: {
      "templates/index.json": '{"sections": {"main"',
      "templates/cart.json": JSON.stringify({ sections: { main: { type: "main-cart", blocks: { a: { type: "shopify://apps/thrice/blocks/cart-points/1", disabled: true } } } }, order: ["main"] }),
      "templates/page.huge.json": { url: "https://cdn.shopify.com/somewhere" },
      "templates/page.rewards.json": null,
    },
  });
  await tell("PUT", "languages", { languages: ["en", "de", "fr", "ar"] });
  merchant = await signIn(world, browser, { shop: SHOP });
}, 240_000);

afterAll(async () => {
  await browser?.close();
  await world?.stop();
});

async function tell(method: string, path: string, body: object): Promise<void> {
  const answer = await fetch(`${world.adminOrigin}/standin/shops/${SHOP}/${path}`, { method, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(await answer.text());
}

const text = (words: string | RegExp) => merchant.app.getByText(words);
const button = (name: string | RegExp) => merchant.app.getByRole("button", { name });
const row = (name: string) => merchant.app.getByRole("listitem").filter({ has: merchant.app.getByRole("heading", { name, exact: true }) });
const preview = (name: string) => merchant.app.frameLocator(`iframe[title="${name}, as in your shop"]`);
const inShop = async (path: string) => (await (await fetch(`${world.adminOrigin}/storefront/${SHOP}/${path}`)).text()).replaceAll(/\s+/g, " ");

async function save(): Promise<void> {
  await merchant.page.getByRole("button", { name: "Save" }).click();
  await merchant.page.getByRole("button", { name: "Save" }).waitFor({ state: "hidden" });
}

async function shoot(name: string): Promise<void> {
  mkdirSync(".data/pictures", { recursive: true });
  await merchant.page.screenshot({ path: `.data/pictures/storefront-tab-${name}.png`, fullPage: true });
}

describe("which blocks are on", () => {
  it("is not known without leave to read the theme: Home asks for nothing, and the tab works all the same", async () => {
    await merchant.visit("");
    await text(/^Set up: \d of 3 done$/).waitFor();
    await merchant.visit("/program/rules");
    await merchant.app.getByRole("tab", { name: "Storefront" }).click();
    await text("Which of them are on is not known without your permission.").waitFor();
    await button("Allow in Shopify").click();
    await merchant.page.getByRole("dialog").getByText("read_themes").waitFor();
    await merchant.page.getByRole("dialog").getByRole("button", { name: "Cancel", exact: true }).click();
    await text(/You declined, and nothing was changed\. Without it you can add blocks/).waitFor();
    expect(await row("Points on product").innerText()).not.toMatch(/On|Not added/);
    await preview("Points on product").getByText("Earn 24 points").waitFor();
  });

  it("stands there once it is allowed, with the places, and what could not be read", async () => {
    await button("Allow in Shopify").click();
    await merchant.page.getByRole("dialog").getByRole("button", { name: "Allow", exact: true }).click();
    await text(/^In “Dawn”, your live theme, as of /).waitFor();
    expect(await row("Points on product").innerText()).toContain("On: product page, in “Main product”");
    expect(await row("Points in cart").innerText()).toContain("Hidden in the theme editor: cart, in “Main cart”");
    expect(await row("Tiers").innerText()).toContain("Not added yet");
    await text("Some of the theme’s files could not be read (not written as JSON: templates/index.json; too long: templates/page.huge.json).").waitFor();
    expect(await button("Allow in Shopify").count()).toBe(0);
    // The button that had the focus is gone.
    await appFrame(merchant.page).waitForFunction(() => document.activeElement?.textContent?.startsWith("In “Dawn”"));
  });

  it("is a step of setting up, which is done", async () => {
    await merchant.visit("");
    await text("A block of Thrice is on in “Dawn”, your live theme.").waitFor();
    expect(await layoutShift(merchant.page)).toBeLessThan(0.05);
    await merchant.app.getByRole("link", { name: "See the blocks" }).click();
    await text(/^In “Dawn”, your live theme, as of /).waitFor();
  });

  it("is said of in one line when the steps were put away and no block is on any more", async () => {
    const gone = { theme: { outcome: "read", name: "Dawn", readAt: new Date().toISOString(), places: [], unread: [], hasSections: true }, languages: null };
    await merchant.visit("");
    await text("A block of Thrice is on in “Dawn”, your live theme.").waitFor();
    await button("Dismiss").click();
    await text(/^Set up:/).waitFor({ state: "hidden" });
    await merchant.page.route("**/app/program/theme?*", (route) => route.fulfill({ json: gone, headers: { "x-remix-response": "yes" } }));
    await merchant.visit("");
    await text("No block of Thrice is on in “Dawn”, your live theme: customers can’t see the program there.").waitFor();
    expect(await layoutShift(merchant.page)).toBeLessThan(0.1);
    await shoot("no-block-on");
    await merchant.page.unroute("**/app/program/theme?*");
    await merchant.app.getByRole("link", { name: "See the blocks" }).click();
    await text(/^In “Dawn”, your live theme, as of /).waitFor();
  });

  it("is changed in the theme editor, where a link leads: to add a block, or to where it stands already", async () => {
    const link = (name: string) => merchant.app.getByRole("link", { name }).getAttribute("href");
    expect(await link("Open in editor: Points on product")).toBe(`https://${SHOP}/admin/themes/current/editor?template=product`);
    expect(await link("Open in editor: Rewards panel")).toBe(`https://${SHOP}/admin/themes/current/editor?context=apps`);
    expect(await link("Add in editor: Tiers")).toMatch(new RegExp(`^https://${SHOP}/admin/themes/current/editor\\?template=page&addAppBlockId=[\\w-]+/tiers&target=newAppsSection$`));
  });
});

describe("a shop whose blocks show nothing", () => {
  const pause = async (act: "pause" | "resume") => fetch(`${world.appOrigin}/api/v1/program/${act}`, { method: "POST", headers: { authorization: `Bearer ${await world.apiToken(SHOP)}`, "idempotency-key": crypto.randomUUID() } });

  it("is told that its program is paused, and not that this customer has nothing", async () => {
    expect((await pause("pause")).status).toBe(200);
    await merchant.visit("/program/storefront");
    await text(/^Your program is paused\. Until you resume it, members read in your shop that their points stay/).waitFor();
    await text("Shows nothing to this customer while the program is paused.").first().waitFor();
    expect((await pause("resume")).status).toBe(200);
    await merchant.visit("/program/storefront");
    await preview("Points on product").getByText("Earn 24 points").waitFor();
  });
});

describe("the preview", () => {
  it("shows each block with the shop's own numbers, for whom the merchant chooses", async () => {
    await merchant.app.getByLabel("Seen by").selectOption({ label: "After the first order" });
    await preview("Points on product").getByText("Earn 49 points: double on your second order").waitFor();
    await text(/With the numbers of a customer of yours at this stage\./).waitFor();
    expect(await preview("Points balance").locator("body").innerText()).not.toContain("first@example.com");
    await merchant.app.getByLabel("Seen by").selectOption({ label: "Loyal" });
    await text(/With invented numbers: nobody in your shop is at this stage\./).waitFor();
    await merchant.app.getByLabel("Colours").selectOption("dark");
    await merchant.app.getByLabel("Language", { exact: true }).selectOption({ label: "العربية" });
    await preview("Points balance").locator('html[dir="rtl"][lang="ar"]').waitFor();
    expect(await preview("Points balance").locator("body").evaluate((body) => getComputedStyle(body).backgroundColor)).toBe("rgb(22, 24, 29)");
    await shoot("dark-arabic");
  });

  it("runs no script and leads nowhere", async () => {
    const frames = merchant.app.locator("iframe.program__preview");
    for (const frame of await frames.all()) expect(await frame.getAttribute("sandbox")).toBe("allow-same-origin");
    expect(await frames.count()).toBeGreaterThanOrEqual(4);
  });
});

describe("texts of the merchant's own", () => {
  const field = () => merchant.app.getByRole("textbox", { name: "Heading of the road" });

  it("are seen while they are written, and refused where they could not be shown", async () => {
    await merchant.app.getByLabel("Colours").selectOption("light");
    await merchant.app.getByLabel("Language of the texts").selectOption({ label: "Deutsch" });
    expect(await field().getAttribute("placeholder")).toMatch(/ Weg zur /);
    await field().fill("x".repeat(121));
    await text("A text has at most 120 characters. This one has 121.").waitFor();
    await merchant.page.getByRole("button", { name: "Save" }).click();
    expect(await world.sql("select 1 from storefront_texts")).toEqual([]);
    await field().fill(GERMAN);
    await preview("Road to loyal").getByRole("heading", { name: GERMAN }).waitFor();
    await shoot("texts");
  });

  it("are in the shop moments after they are saved, as text, in their language only", async () => {
    await save();
    await waitFor("the text in the shop", async () => (await inShop("account?locale=de")).includes("Dein Weg zu &lt;b&gt;uns&lt;/b&gt;"), 60_000);
    expect(await inShop("account?locale=de-AT")).toContain("Dein Weg zu &lt;b&gt;uns");
    expect(await inShop("account?locale=fr")).not.toContain("Dein Weg");
  });

  it("survive another tab, can be undone before saving, and give way to our words", async () => {
    await field().fill("Anders");
    await merchant.app.getByRole("tab", { name: "Tiers" }).click();
    await merchant.app.getByRole("tab", { name: "Tiers", selected: true }).waitFor();
    await merchant.app.getByRole("tab", { name: "Storefront" }).click();
    await waitFor("the text to be there again", async () => (await field().inputValue()) === "Anders");
    await button("Undo the change of “Heading of the road”").click();
    expect(await field().inputValue()).toBe(GERMAN);
    await merchant.page.getByRole("button", { name: "Save" }).waitFor({ state: "hidden" });
    await button("Use our words for “Heading of the road”").focus();
    await merchant.page.keyboard.press("Enter");
    await save();
    await waitFor("our words in the shop", async () => !(await inShop("account?locale=de")).includes("&lt;b&gt;uns"), 60_000);
  });

  it("of two pages that are open at once are all kept", async () => {
    const other = await signIn(world, browser, { shop: SHOP });
    await other.visit("/program/storefront");
    await other.app.getByLabel("Language of the texts").selectOption({ label: "Deutsch" });
    await field().fill("Von hier");
    await save();
    await other.app.getByRole("textbox", { name: "Heading of the tiers" }).fill("Von dort");
    await other.page.getByRole("button", { name: "Save" }).click();
    await other.page.getByRole("button", { name: "Save" }).waitFor({ state: "hidden" });
    expect(await other.app.getByRole("textbox", { name: "Heading of the road" }).inputValue()).toBe("Von hier");
    expect(await world.sql("select texts from storefront_texts")).toEqual([{ texts: { de: { road_heading: "Von hier", tiers_heading: "Von dort" } } }]);
    await other.leave();
  });

  it("that can't be saved are shown where they stand, in another language and from another tab", async () => {
    await field().fill("x".repeat(121));
    await merchant.app.getByLabel("Language of the texts").selectOption({ label: "Français" });
    await merchant.app.getByRole("tab", { name: "Tiers" }).click();
    await merchant.app.getByRole("tab", { name: "Tiers", selected: true }).waitFor();
    await merchant.page.getByRole("button", { name: "Save" }).click();
    await appFrame(merchant.page).waitForFunction(() => document.activeElement?.id === "text-road_heading");
    expect(await merchant.app.getByLabel("Language of the texts").inputValue()).toBe("de");
    await merchant.page.getByRole("button", { name: "Discard" }).click();
    await merchant.page.getByRole("button", { name: "Save" }).waitFor({ state: "hidden" });
  });

  it("come in the languages that the shop is published in", async () => {
    await tell("PUT", "languages", { languages: ["it", "de"] });
    await merchant.visit("/program/storefront");
    await waitFor("Italian", async () => (await merchant.app.getByLabel("Language of the texts").locator("option").allInnerTexts()).join() === "Italiano,Deutsch");
    await preview("Points balance").locator('html[lang="it"]').waitFor();
    await text(/^Thrice has no words of its own in this language\./).waitFor();
  });
});

it.each(["wide", "phone"] as const)("the tab is accessible, fits and stands still: %s", async (screen) => {
  const visitor = await signIn(world, browser, { shop: SHOP, screen });
  await visitor.visit("/program/storefront");
  await visitor.app.getByText(/^In “Dawn”/).waitFor();
  await visitor.app.frameLocator('iframe[title="Points balance, as in your shop"]').getByText("Points for every order").waitFor();
  expect(await sidewaysPixels(visitor.page)).toBeLessThanOrEqual(0);
  expect(await layoutShift(visitor.page)).toBeLessThan(0.1);
  mkdirSync(".data/pictures", { recursive: true });
  await visitor.page.setViewportSize({ width: screen === "wide" ? 1280 : 360, height: 4_600 });
  await visitor.page.screenshot({ path: `.data/pictures/storefront-tab-${screen}.png`, fullPage: true });
  // Frames without script can't be looked into by axe.
  await appFrame(visitor.page).evaluate(() => document.querySelectorAll("iframe.program__preview").forEach((frame) => frame.remove()));
  expect(await accessibilityProblems(visitor.page)).toEqual([]);
  expect(visitor.faults).toEqual([]);
  await visitor.leave();
});
