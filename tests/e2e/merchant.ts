import type { Browser, FrameLocator, Page } from "playwright-core";
import { axeProblems } from "#tests/setup/axe.ts";
import { openVisitor, type Screen } from "#tests/setup/browser.ts";
import type { World } from "#tests/setup/world.ts";

export type Merchant = {
  page: Page;
  /** The app inside of the admin. */
  app: FrameLocator;
  /** Opens a page of the app by its address below /app and waits for its heading. */
  visit: (path: string) => Promise<void>;
  /** The address of the shown page below the app, as a shared link would carry it. */
  address: () => string;
  /** Errors that a page threw or wrote to the console. */
  faults: string[];
  leave: () => Promise<void>;
};

/** A merchant who is signed in to the admin of one shop. */
export async function signIn(world: World, browser: Browser, { shop, screen = "wide" }: { shop: string; screen?: Screen }): Promise<Merchant> {
  const visitor = await openVisitor(browser, screen);
  const page = await visitor.newPage();
  page.setDefaultTimeout(20_000);
  const app = page.frameLocator("iframe");
  const base = world.adminPage(shop);
  const faults: string[] = [];
  page.on("pageerror", (error) => faults.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error") faults.push(message.text());
  });
  return {
    page,
    app,
    visit: async (path) => {
      await page.goto(`${base}/app${path}`);
      await app.getByRole("heading", { level: 1 }).waitFor();
      await isAlive(page);
    },
    address: () => page.url().slice(base.length),
    faults,
    leave: () => visitor.close(),
  };
}

/** Resolves when the page's script has taken over: before that, buttons are drawn but do nothing. */
async function isAlive(page: Page): Promise<void> {
  await appFrame(page).waitForFunction(() => {
    const body = document.body as unknown as Record<string, unknown>;
    return document.readyState === "complete" && [body, ...document.querySelectorAll("button, a, h1")].some((element) => Object.keys(element).some((key) => key.startsWith("__reactProps")));
  });
}

export function appFrame(page: Page) {
  const frame = page.frames().find((each) => each !== page.mainFrame());
  if (!frame) throw new Error("the admin shows no app");
  return frame;
}

/** What axe finds wrong with the app's page, as "rule: where". The admin around it is not ours. */
export const accessibilityProblems = (page: Page): Promise<string[]> => axeProblems(appFrame(page));

/** Pixels by which the page is wider than its frame, and that frame's page wider than the screen. */
export async function sidewaysPixels(page: Page): Promise<number> {
  const tooWide = () => document.documentElement.scrollWidth - document.documentElement.clientWidth;
  return (await appFrame(page).evaluate(tooWide)) + (await page.evaluate(tooWide));
}

/** How much of the page has moved by itself since it was opened, as the browser's cumulative layout shift. */
export function layoutShift(page: Page): Promise<number> {
  return appFrame(page).evaluate(
    () =>
      new Promise<number>((resolve) => {
        let sum = 0;
        const add = (entries: PerformanceEntryList) => {
          for (const entry of entries as (PerformanceEntry & { value: number; hadRecentInput: boolean })[]) if (!entry.hadRecentInput) sum += entry.value;
        };
        const observer = new PerformanceObserver((list) => add(list.getEntries()));
        observer.observe({ type: "layout-shift", buffered: true });
        // Buffered entries are handed over before the next frame but one is drawn.
        requestAnimationFrame(() => requestAnimationFrame(() => resolve((add(observer.takeRecords()), sum))));
      }),
  );
}
