import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchBrowser } from "#tests/setup/browser.ts";
import { SHOP, startWorld, type World } from "#tests/setup/world.ts";
import { accessibilityProblems, appFrame, type Merchant, sidewaysPixels, signIn } from "./merchant.ts";

let world: World;
let browser: Browser;
let merchant: Merchant;

beforeAll(async () => {
  world = await startWorld({ env: { SMTP_URL: "", MAIL_FROM: "" } });
  browser = await launchBrowser();
  await world.openApp(SHOP);
  await world.settled(SHOP);
  merchant = await signIn(world, browser, { shop: SHOP });
}, 180_000);

afterAll(async () => {
  await browser?.close();
  await world?.stop();
});

describe("without a mail server", () => {
  it("points can't be given an end, and the page says why instead of showing choices that can't be taken", async () => {
    await merchant.visit("/program/expiry");
    await merchant.app.getByText("Points never end now.").waitFor();
    await merchant.app.getByText(/can be given an end only where customers are told 30 and 7 days before/).waitFor();
    expect(await merchant.app.getByRole("radio").count()).toBe(0);
  });

  it.each(["wide", "phone"] as const)("the pages that need mail have no fault that axe finds and never scroll sideways (%s)", async (screen) => {
    const visitor = await signIn(world, browser, { shop: SHOP, screen });
    const problems: Record<string, unknown> = {};
    for (const path of ["/program/expiry", "/messages", "/messages/points_expire", "/settings"]) {
      await visitor.visit(path);
      // The mail itself runs no script, not even that of the check.
      await appFrame(visitor.page).evaluate(() => document.querySelector("iframe.message-preview")?.remove());
      const found = { axe: await accessibilityProblems(visitor.page), sideways: await sidewaysPixels(visitor.page) };
      if (found.axe.length > 0 || found.sideways > 0) problems[path] = found;
    }
    await visitor.leave();
    expect(problems).toEqual({});
    expect(visitor.faults).toEqual([]);
  });
});
