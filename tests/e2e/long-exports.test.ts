import fs from "node:fs";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { launchBrowser } from "#tests/setup/browser.ts";
import { SHOP, startWorld, type World } from "#tests/setup/world.ts";
import { accessibilityProblems, type Merchant, sidewaysPixels, signIn } from "./merchant.ts";

const CUSTOMERS = 10_050;
let world: World;
let browser: Browser;
let merchant: Merchant;

beforeAll(async () => {
  world = await startWorld();
  browser = await launchBrowser();
  await world.openApp(SHOP);
  await world.settled(SHOP);
  await world.sql(
    `INSERT INTO customers (shop_id, customer_id, email, created_at, updated_at, first_seen_at)
     SELECT s.id, n, 'bulk' || n || '@example.com', now(), now(), now() FROM shops s, generate_series(1, ${CUSTOMERS}) n`,
  );
  merchant = await signIn(world, browser, { shop: SHOP });
}, 180_000);

afterAll(async () => {
  await merchant?.leave();
  await browser?.close();
  await world?.stop();
});

it("more than 10,000 customers are prepared as a file and downloaded from the list; fewer are sent at once", async () => {
  const { app, page } = merchant;
  await merchant.visit("/exports");
  await app.getByText("No file is prepared").waitFor();

  await merchant.visit("/customers?query=bulk100");
  await app.getByRole("button", { name: "Export" }).click();
  const [small] = await Promise.all([page.waitForEvent("download"), app.getByRole("dialog").getByRole("button", { name: "Export" }).click()]);
  expect(small.suggestedFilename()).toBe("customers.csv");

  await merchant.visit("/customers?query=bulk");
  await app.getByRole("button", { name: "Export" }).click();
  await app.getByRole("dialog").getByRole("button", { name: "Prepare the file" }).click();
  await app.getByRole("heading", { level: 1, name: "Exports" }).waitFor();
  const button = app.getByRole("button", { name: "Download Customers matching ‘bulk’" });
  await button.waitFor();
  expect(await accessibilityProblems(page)).toEqual([]);

  await page.setViewportSize({ width: 360, height: 740 });
  expect(await sidewaysPixels(page)).toBe(0);
  await button.focus();
  const [file] = await Promise.all([page.waitForEvent("download"), page.keyboard.press("Enter")]);
  expect(fs.readFileSync(await file.path(), "utf8").split("\r\n")).toHaveLength(CUSTOMERS + 2);
  if (process.env["PICTURES"]) await page.screenshot({ path: `${process.env["PICTURES"]}/exports-360.png` });
  expect(merchant.faults).toEqual([]);
});
