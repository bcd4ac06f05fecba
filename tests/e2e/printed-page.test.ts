import { readFileSync } from "node:fs";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { launchBrowser } from "#tests/setup/browser.ts";

const STYLES = readFileSync(new URL("../../extensions/theme-widget/assets/thrice.css", import.meta.url), "utf8");

let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

it("the launcher, which lies over the page, is not printed across every sheet of it", async () => {
  const page = await browser.newPage();
  await page.setContent(`<style>${STYLES}</style><div class="thrice-block">1,102 points</div><details class="thrice-launcher"><summary>Rewards</summary></details>`);
  const shown = async () => [await page.getByText("Rewards").isVisible(), await page.getByText("1,102 points").isVisible()];
  expect(await shown()).toEqual([true, true]);
  await page.emulateMedia({ media: "print" });
  expect(await shown()).toEqual([false, true]);
});
