import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchBrowser } from "#tests/setup/browser.ts";
import { waitFor } from "#tests/setup/wait-for.ts";
import { SHOP, startWorld, type World } from "#tests/setup/world.ts";
import { accessibilityProblems, type Merchant, sidewaysPixels, signIn } from "./merchant.ts";

let world: World;
let browser: Browser;
let merchant: Merchant;

beforeAll(async () => {
  world = await startWorld();
  browser = await launchBrowser();
  await world.openApp(SHOP);
  await world.settled(SHOP);
  merchant = await signIn(world, browser, { shop: SHOP });
}, 180_000);

afterAll(async () => {
  await browser?.close();
  await world?.stop();
});

const versions = () => world.sql<{ percent: number }>("select percent from holdout_settings order by version");

describe("the holdout", () => {
  it("is named among the settings with its share, and opens from there by keyboard", async () => {
    await merchant.visit("/settings");
    await merchant.app.getByText("10% of customers go without messages and offers, to see whether these help.").waitFor();
    await merchant.app.getByRole("link", { name: "Holdout" }).press("Enter");
    await merchant.app.getByRole("heading", { level: 1, name: "Holdout" }).waitFor();
    await merchant.app.getByText("10% since Thrice was installed. Nobody was decided about yet.", { exact: false }).waitFor();
  });

  it("says what a share means while it is typed, refuses one out of range beside the field, and keeps nothing of it", async () => {
    const field = merchant.app.getByLabel("Customers held out");
    await field.fill("25");
    await field.blur();
    await merchant.page.getByRole("button", { name: "Save" }).click();
    await merchant.app.getByText("Choose a whole number from 0 to 20.").waitFor();
    expect(await field.evaluate((element) => element === document.activeElement)).toBe(true);
    expect(await versions()).toEqual([]);
    await field.fill("5");
    await merchant.app.getByText("About 5 of 100 customers get none of them.", { exact: false }).waitFor();
  });

  it("asks before a share that was typed is left behind", async () => {
    await merchant.page.getByRole("link", { name: "Accounts" }).click();
    await merchant.page.getByRole("button", { name: "Stay" }).click();
    expect(await merchant.app.getByLabel("Customers held out").inputValue()).toBe("5");
  });

  it("takes a share in range, and says since when it stands", async () => {
    await merchant.page.getByRole("button", { name: "Save" }).click();
    await waitFor("the share", async () => (await versions()).length === 1);
    expect(await versions()).toEqual([{ percent: 5 }]);
    await merchant.page.getByRole("button", { name: "Save" }).waitFor({ state: "hidden" });
    await merchant.app.getByText(/^5% since \d+ \w+ \d{4}\. Nobody was decided about yet/).waitFor();
  });
});

describe("the accounts", () => {
  it("of a shop without first-time buyers say so, and how customers sign in", async () => {
    await merchant.visit("/accounts");
    await merchant.app.getByText("No first-time buyers yet").waitFor();
    await merchant.app.getByText("With a code that Shopify sends by e-mail.", { exact: false }).waitFor();
  });

  it("follow whoever buys for the first time and signs in", async () => {
    const at = new Date(Date.now() + 1_000).toISOString();
    const order = await world.control.order(SHOP, { customer: { email: "ann@example.com" }, totalMinor: 4_000, createdAt: at, processedAt: at });
    await world.control.changeCustomer(SHOP, { id: order.customerId ?? "", action: "sign-in" });
    await world.settled(SHOP);
    await waitFor("the order to have happened", () => Date.now() > Date.parse(at));
    await merchant.visit("/accounts");
    await merchant.app.getByText("0 of 0 whose 7 days are over. Too few for a rate (0 of 50)").waitFor();
    await merchant.app.getByText(/^1 since /).waitFor();
    await merchant.app.getByText("Account by 7 days after the first order: of those whose 7 days are over, nobody was treated or held out so far. Not enough data yet to tell.", { exact: false }).first().waitFor();
    expect(await world.sql("select enabled_at is not null as \"isYoung\" from member_accounts")).toEqual([{ isYoung: true }]);
  });
});

describe.each(["wide", "phone"] as const)("both pages on a %s screen", (screen) => {
  it.each(["/settings/holdout", "/accounts"])("%s can be used by everybody and never scrolls sideways", async (path) => {
    const visitor = await signIn(world, browser, { shop: SHOP, screen });
    await visitor.visit(path);
    expect(await accessibilityProblems(visitor.page)).toEqual([]);
    expect(await sidewaysPixels(visitor.page)).toBe(0);
    expect(visitor.faults).toEqual([]);
    await visitor.leave();
  });
});
