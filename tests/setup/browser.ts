import { chromium, type Browser, type BrowserContext } from "playwright-core";
import { findChromium } from "#scripts/chromium.ts";

/** Shopify's library answers robots, headless browsers among them, with 410. */
const USER_AGENT = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36";

const FLAGS = [
  // For the whole process: a frame that was just made asks once more under the browser's own name before Playwright tells it another.
  `--user-agent=${USER_AGENT}`,
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/**
 * A Chromium without a window.
 *
 * Playwright switches storage partitioning off, which makes embedded pages lose sessionStorage, as no real browser does;
 * the last of two such switches wins. `isStorageBlocked` keeps Playwright's way, to test a browser that blocks storage.
 */
export async function launchBrowser({ isStorageBlocked = false } = {}): Promise<Browser> {
  const executablePath = findChromium();
  if (!executablePath) throw new Error("No Chromium found. npm test installs one where it can; else set CHROMIUM_PATH.");
  return chromium.launch({
    executablePath,
    // Neither root nor most containers can make the sandbox; only our own pages are opened.
    chromiumSandbox: false,
    args: isStorageBlocked ? FLAGS : [...FLAGS, "--disable-features=Translate"],
  });
}

export type Screen = "wide" | "phone";

/** A visitor of their own: no cookies or storage of others. `phone` is 360 pixels wide and touched, not clicked. */
export async function openVisitor(browser: Browser, screen: Screen = "wide"): Promise<BrowserContext> {
  return browser.newContext({
    userAgent: USER_AGENT,
    locale: "en-GB",
    timezoneId: "Europe/London",
    viewport: screen === "wide" ? { width: 1280, height: 900 } : { width: 360, height: 740 },
    hasTouch: screen === "phone",
  });
}
