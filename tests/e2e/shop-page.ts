import { mkdirSync } from "node:fs";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { axeProblems, WCAG_AA } from "#tests/setup/axe.ts";
import { openVisitor, type Screen } from "#tests/setup/browser.ts";

export interface VisitOptions {
  screen?: Screen;
  hasScript?: boolean;
}

export interface Visit {
  page: Page;
  /** Everything that the page asked for. */
  asked: string[];
  visitor: BrowserContext;
}

/** Opens a page of the shop as a visitor of their own. */
export async function visitShop(browser: Browser, url: string, { screen = "wide", hasScript = true }: VisitOptions): Promise<Visit> {
  const visitor = hasScript ? await openVisitor(browser, screen) : await browser.newContext({ javaScriptEnabled: false });
  const page = await visitor.newPage();
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.goto(url);
  return { page, asked, visitor };
}

/** Answers the page in the app's place, in this order. Gives the ids of requests that were sent, of questions the query. */
export async function answerInstead(page: Page, told: { status: number; json: object }[]): Promise<string[]> {
  const sent: string[] = [];
  await page.route("**/apps/thrice/*?*", async (route) => {
    const { requestId } = JSON.parse(route.request().postData() ?? "{}") as { requestId?: string };
    sent.push(requestId ?? new URL(route.request().url()).search);
    await route.fulfill(told.shift() ?? { status: 500, json: {} });
  });
  return sent;
}

export const refusal = (status: number, reason: string) => ({ status, json: { type: "about:blank", title: "", status, reason, detail: "" } });

/** What axe finds, by WCAG 2.1 AA. */
export const problems = (page: Page) => axeProblems(page.mainFrame(), { tags: WCAG_AA });

/** By how many pixels the page is wider than its window. */
export const sideways = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** How far things have moved on the page without anybody touching it. */
export const shiftOf = (page: Page) =>
  page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        let shifted = 0;
        const count = (entries: PerformanceEntryList) => {
          for (const entry of entries as (PerformanceEntry & { value: number; hadRecentInput: boolean })[]) if (!entry.hadRecentInput) shifted += entry.value;
        };
        const observer = new PerformanceObserver((list) => count(list.getEntries()));
        observer.observe({ type: "layout-shift", buffered: true });
        requestAnimationFrame(() => requestAnimationFrame(() => (count(observer.takeRecords()), resolve(shifted))));
      }),
  );

/** A block of ours, by the name of its file. */
export const block = (page: Page, name: string) => page.locator(`#shopify-block-${name}`);

/** Keeps a picture, to be looked at. */
export async function shoot(page: Page, name: string): Promise<void> {
  mkdirSync(".data/pictures", { recursive: true });
  await page.screenshot({ path: `.data/pictures/storefront-${name}.png`, fullPage: true });
}
