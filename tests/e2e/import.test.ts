import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchBrowser } from "#tests/setup/browser.ts";
import { SHOP, startWorld, type World } from "#tests/setup/world.ts";
import { ordersExport } from "#tests/factories/orders-export.ts";
import { accessibilityProblems, type Merchant, sidewaysPixels, signIn } from "./merchant.ts";

const READING_MS = 180_000;

let world: World;
let browser: Browser;
let merchant: Merchant;

beforeAll(async () => {
  world = await startWorld();
  browser = await launchBrowser();
  for (const name of ["ann", "bob"]) await world.control.order(SHOP, { customer: { email: `${name}@example.com` }, totalMinor: 1_000 });
  await world.openApp(SHOP);
  await world.settled(SHOP, READING_MS);
  merchant = await signIn(world, browser, { shop: SHOP });
}, READING_MS);

afterAll(async () => {
  await browser?.close();
  await world?.stop();
});

const file = (text: string, name = "smile.csv") => ({ name, mimeType: "text/csv", buffer: Buffer.from(text) });

describe("Import and export", () => {
  it("is found from Settings", async () => {
    await merchant.visit("/settings");
    await merchant.app.getByRole("link", { name: "Import and export" }).click();
    await merchant.app.getByRole("heading", { level: 1, name: "Import and export" }).waitFor();
  });

  it("asks for a file and a reason before anything is read", async () => {
    await merchant.app.getByRole("button", { name: "Check the file" }).click();
    await merchant.app.getByText("Choose a file first.").waitFor();
    await merchant.app.locator('input[type="file"]').setInputFiles(file("email,points\nann@example.com,120\n"));
    await merchant.app.getByText("Choose a file first.").waitFor({ state: "detached" });
    await merchant.app.getByRole("button", { name: "Check the file" }).click();
    await merchant.app.getByText("Say why these points are moved.").waitFor();
    await merchant.app.getByLabel("Reason").and(merchant.app.locator(":focus")).waitFor();
  });

  it("says beside the file what is missing, in sight and read aloud, also on a telephone", async () => {
    const caller = await signIn(world, browser, { shop: SHOP, screen: "phone" });
    const wrong = (words: string) => caller.app.locator(":focus").filter({ hasText: words });
    await caller.visit("/settings/import");
    await caller.app.getByRole("button", { name: "Check the file" }).press("Enter");
    await wrong("Choose a file first.").waitFor();
    expect(await wrong("Choose a file first.").evaluate((element) => element.getBoundingClientRect().top > 0 && element.getBoundingClientRect().bottom < innerHeight)).toBe(true);
    expect(await accessibilityProblems(caller.page)).toEqual([]);
    await caller.app.locator('input[type="file"]').setInputFiles(file("\x89PNG\r\n\x1a\n\x01", "punten.csv"));
    await caller.app.getByLabel("Reason").fill("Moved");
    await caller.app.getByRole("button", { name: "Check the file" }).press("Enter");
    await wrong("This is not a CSV file.").waitFor();
    await caller.leave();
  });

  it("shows what a file would do, books it, and takes it back", async () => {
    await merchant.app.locator('input[type="file"]').setInputFiles(file("email,points\nann@example.com,120\nbob@example.com,80\nnobody@example.com,5\n"));
    await merchant.app.getByLabel("Reason").fill("Moved from our former program");
    await merchant.app.getByRole("button", { name: "Check the file" }).click();
    await merchant.app.getByText("This would add 200 points, for 2 customers. Nothing has moved yet.").waitFor();
    await merchant.app.getByRole("region", { name: "smile.csv" }).and(merchant.app.locator(":focus")).waitFor();
    await merchant.app.getByText("Line 4: No customer, or more than one, has this e-mail address.").waitFor();
    await merchant.app.getByRole("columnheader", { name: "Balance afterwards" }).waitFor();
    await merchant.app.getByRole("row", { name: /ann@example\.com.* 120 120 Never/ }).waitFor();
    expect(await accessibilityProblems(merchant.page)).toEqual([]);
    await merchant.app.getByRole("button", { name: "Add 200 points" }).click();
    await merchant.app.getByText("Added 200 points to 2 customers.").waitFor();
    await merchant.app.getByRole("button", { name: "Take it back" }).click();
    await merchant.app.getByText("This takes 200 points back from 2 customers. What was spent of them stays spent, unless it comes back with its code").waitFor();
    expect(await accessibilityProblems(merchant.page)).toEqual([]);
    await merchant.app.getByRole("button", { name: "Cancel" }).click();
    await merchant.app.getByText("Added 200 points to 2 customers.").waitFor();
    await merchant.app.getByRole("button", { name: "Take it back" }).and(merchant.app.locator(":focus")).waitFor();
    await merchant.app.getByRole("button", { name: "Take it back" }).click();
    await merchant.app.getByRole("dialog").getByRole("button", { name: "Take back", exact: true }).click();
    await merchant.app.getByText("Added 200 points to 2 customers, then took 200 points from 2 customers when it was taken back. What had been spent stays spent, unless it comes back with its code.").waitFor();
  });

  it("asks nothing about a file that is booked after one that was taken back", async () => {
    await merchant.app.locator('input[type="file"]').setInputFiles(file("email,points\nann@example.com,40\n", "once-more.csv"));
    await merchant.app.getByLabel("Reason").fill("Moved once more");
    await merchant.app.getByRole("button", { name: "Check the file" }).click();
    await merchant.app.getByRole("button", { name: "Add 40 points" }).click();
    await merchant.app.getByText("Added 40 points to 1 customer.").waitFor();
    await merchant.app.getByRole("button", { name: "Take it back" }).waitFor();
    expect(await merchant.app.getByRole("dialog").count()).toBe(0);
  });

  it("refuses a file whose columns it does not know, and says which it needs", async () => {
    await merchant.visit("/settings/import");
    await merchant.app.locator('input[type="file"]').setInputFiles(file("name,score\nann,120\n"));
    await merchant.app.getByLabel("Reason").fill("Moved");
    await merchant.app.getByRole("button", { name: "Check the file" }).click();
    await merchant.app.getByText("No column is called “points”. Its first line says: name, score.").waitFor();
  });

  it("takes orders in from Shopify's export, and says what the file can't tell", async () => {
    await merchant.visit("/settings/import");
    await merchant.app.getByRole("radio", { name: "Orders" }).press("Space");
    const orders = [{ name: "#501", id: "4501" }, { name: "#502", id: "4502", total: "1,0" }, { name: "#503", id: "4503", financialStatus: "refunded", refunded: "10.00" }];
    await merchant.app.locator('input[type="file"]').setInputFiles(file(ordersExport(orders, ";"), "orders_export.csv"));
    await merchant.app.getByRole("button", { name: "Check the file" }).click();
    await merchant.app.getByText("This would take in 2 orders. Nothing has changed yet. The file is kept for 7 days.").waitFor();
    await merchant.app.getByText("Line 3 (#502): “1,0” is no amount. Enter 1234.50 for 1,234.50.").waitFor();
    expect(await accessibilityProblems(merchant.page)).toEqual([]);
    await merchant.app.getByRole("button", { name: "Take in 2 orders" }).click();
    await merchant.app.getByText("Took in 2 orders.").waitFor();
  });

  it("asks for tiers in the program before it takes tiers in", async () => {
    await merchant.visit("/settings/import");
    await merchant.app.getByRole("radio", { name: "Tiers" }).press("Space");
    await merchant.app.locator('input[type="file"]').setInputFiles(file("email,vip_tier\nann@example.com,Silver\n", "tiers.csv"));
    await merchant.app.getByRole("button", { name: "Check the file" }).click();
    await merchant.app.getByText("Your program has no tiers yet. Publish them first, then bring the file in.").waitFor();
  });

  it("hands the balances out as a file", async () => {
    const [download] = await Promise.all([merchant.page.waitForEvent("download"), merchant.app.getByRole("button", { name: "Balances" }).click()]);
    expect(download.suggestedFilename()).toBe("balances.csv");
  });

  it("hands out the report of a file, line by line", async () => {
    await merchant.visit("/settings/import?id=1");
    const [download] = await Promise.all([merchant.page.waitForEvent("download"), merchant.app.getByRole("button", { name: "Report, line by line" }).click()]);
    expect(download.suggestedFilename()).toBe("report.csv");
  });

  it("fits a phone", async () => {
    const phone = await signIn(world, browser, { shop: SHOP, screen: "phone" });
    await phone.visit("/settings/import?id=1");
    await phone.app.getByRole("heading", { name: "smile.csv" }).waitFor();
    expect(await sidewaysPixels(phone.page)).toBe(0);
    expect(await accessibilityProblems(phone.page)).toEqual([]);
    await phone.app.getByRole("link", { name: "orders_export.csv" }).click();
    await phone.app.getByText("Took in 2 orders.").waitFor();
    expect(await sidewaysPixels(phone.page)).toBe(0);
    expect([...merchant.faults, ...phone.faults]).toEqual([]);
    await phone.leave();
  });
});
