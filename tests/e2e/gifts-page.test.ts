import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { publishProgram } from "#scripts/demo/publish-program.ts";
import { launchBrowser } from "#tests/setup/browser.ts";
import { waitFor } from "#tests/setup/wait-for.ts";
import { SHOP, startWorld, type World } from "#tests/setup/world.ts";
import { accessibilityProblems, appFrame, type Merchant, sidewaysPixels, signIn } from "./merchant.ts";

let world: World;
let browser: Browser;
let merchant: Merchant;

const program = { pendingDays: 0, nthOrderActions: [{ id: "second", n: 2, gift: "A box of tea" }] };

beforeAll(async () => {
  world = await startWorld();
  browser = await launchBrowser();
  await world.openApp(SHOP);
  await world.settled(SHOP);
  await publishProgram({ apiUrl: `${world.appOrigin}/api/v1`, apiToken: await world.apiToken(SHOP) }, { program, startsAt: new Date(Date.now() - 7_200_000) });
  merchant = await signIn(world, browser, { shop: SHOP });
}, 180_000);

afterAll(async () => {
  await merchant?.leave();
  await browser?.close();
  await world?.stop();
});

it("staff see the gifts to be handed over, tick them by keyboard, and take a tick back", async () => {
  const { app, page } = merchant;
  await merchant.visit("/gifts");
  await app.getByText("No gift is waiting").waitFor();

  const at = new Date(Date.now() - 3_600_000).toISOString();
  for (const email of ["ann@example.com", "ben@example.com"]) {
    const { id } = await world.control.customer(SHOP, { email });
    for (let order = 0; order < 2; order += 1) await world.control.order(SHOP, { customer: { id }, processedAt: at, createdAt: at, totalMinor: 6000 });
  }
  await world.settled(SHOP);
  await waitFor("two gifts", async () => (await world.sql("select 1 from nth_order_actions where given_at is null")).length === 2);

  await merchant.visit("/program/rules");
  await app.getByRole("link", { name: "2 gifts are to be handed over" }).click();
  await app.getByRole("heading", { level: 1, name: "Gifts" }).waitFor();
  const done = app.getByRole("button", { name: /^Handed over: A box of tea/ });
  expect(await done.count()).toBe(2);
  expect(await accessibilityProblems(page)).toEqual([]);

  await done.first().focus();
  await page.keyboard.press("Enter");
  await app.getByRole("heading", { name: "Handed over last" }).waitFor();
  expect(await done.count()).toBe(1);
  await waitFor("the focus to be on the heading", () => appFrame(page).evaluate(() => document.activeElement?.tagName === "H1"));

  await page.setViewportSize({ width: 360, height: 740 });
  expect(await sidewaysPixels(page)).toBe(0);
  expect(await accessibilityProblems(page)).toEqual([]);
  await app.getByRole("button", { name: /^Undo: A box of tea/ }).click();
  await app.getByText("2 gifts to be handed over").waitFor();
  expect(await done.count()).toBe(2);
  expect(await sidewaysPixels(page)).toBe(0);
  if (process.env["PICTURES"]) await page.screenshot({ path: `${process.env["PICTURES"]}/gifts-360.png` });
  expect(merchant.faults).toEqual([]);
});
