import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchBrowser, openVisitor } from "#tests/setup/browser.ts";

const SCRIPT = fileURLToPath(new URL("../../extensions/theme-widget/assets/thrice-variant.js", import.meta.url));

let browser: Browser;
let page: Page;

beforeAll(async () => {
  browser = await launchBrowser();
  page = await (await openVisitor(browser)).newPage();
});
afterAll(() => browser.close());

const SENTENCES = '<div class="thrice-product"><span data-thrice-variant="41">Earn 24 points</span><span data-thrice-variant="42" hidden>Earn 50 points</span></div>';

async function open(body: string): Promise<void> {
  await page.setContent(body);
  await page.addScriptTag({ path: SCRIPT });
}

const shown = () => page.locator(".thrice-product span:visible");

describe("what a product earns, in themes that are built in other ways", () => {
  it("is that of the radio button that is chosen", async () => {
    await open(`<section>${SENTENCES}<form action="/cart/add"><input type="radio" name="id" value="41" checked><input type="radio" name="id" value="42"></form></section>`);
    await page.locator("[value='42']").check();
    await page.getByText("Earn 50 points").waitFor();
    await page.locator("[value='41']").check();
    await page.getByText("Earn 24 points").waitFor();
    expect(await shown().count()).toBe(1);
  });

  it("follows the product's form, though another one nearby has an id of its own", async () => {
    await open(`<section><form action="/contact"><input type="hidden" name="id" value="7"></form>${SENTENCES}</section><form action="/en/cart/add"><select name="id"><option value="41">S</option><option value="42">L</option></select></form>`);
    await page.locator("select").selectOption("42");
    await page.getByText("Earn 50 points").waitFor();
    expect(await shown().count()).toBe(1);
  });

  it("stays where the field tells of another product", async () => {
    const other = '<div class="thrice-product"><span data-thrice-variant="1">Earn 1 point</span><span data-thrice-variant="2" hidden>Earn 2 points</span></div>';
    await open(`<section>${SENTENCES}${other}<form action="/cart/add"><select name="id"><option value="1">S</option><option value="2">L</option></select></form></section>`);
    await page.locator("select").selectOption("2");
    await page.getByText("Earn 2 points").waitFor();
    expect(await shown().allInnerTexts()).toEqual(["Earn 24 points", "Earn 2 points"]);
  });
});
