import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { localDay } from "#app/domain/time.ts";
import { launchBrowser } from "#tests/setup/browser.ts";
import { waitFor } from "#tests/setup/wait-for.ts";
import { SHOP, startWorld, type World } from "#tests/setup/world.ts";
import { accessibilityProblems, layoutShift, type Merchant, sidewaysPixels, signIn } from "./merchant.ts";

let world: World;
let browser: Browser;
let merchant: Merchant;

const DAY_MS = 86_400_000;
const ago = (days: number) => new Date(Date.now() - days * DAY_MS).toISOString();
const FIRST_ORDER_AT = ago(60);

beforeAll(async () => {
  world = await startWorld({ scopes: ["read_all_orders"] });
  browser = await launchBrowser();
  await tellStandin("products", { id: "11", title: "Green tea" });
  await tellStandin("products", { id: "12", title: "Mug" });
  await tellStandin("collections", { id: "77", title: "Teas", productIds: ["11"] });
  await world.openApp(SHOP);
  const { id } = await world.control.customer(SHOP, { email: "ann@example.com" });
  for (const [at, totalMinor] of [[FIRST_ORDER_AT, 4000], [ago(40), 2500]] as const) {
    await world.control.order(SHOP, { customer: { id }, processedAt: at, createdAt: at, totalMinor });
  }
  await world.settled(SHOP);
  merchant = await signIn(world, browser, { shop: SHOP });
}, 180_000);

afterAll(async () => {
  await browser?.close();
  await world?.stop();
});

async function tellStandin(path: string, body: object): Promise<void> {
  const answer = await fetch(`${world.adminOrigin}/standin/shops/${SHOP}/${path}`, { method: "POST", body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(await answer.text());
}

const button = (name: string | RegExp) => merchant.app.getByRole("button", { name });
/** A dialog of the admin itself: Shopify's picker and its question for access. */
const dialogOfShopify = (name: string) => merchant.page.getByRole("dialog").getByRole("button", { name, exact: true });
const focused = () => merchant.app.locator(":focus");
const text = (words: string | RegExp) => merchant.app.getByText(words);
const granted = async () => (await world.sql<{ granted_scopes: string[] }>("select granted_scopes from shops"))[0]?.granted_scopes ?? [];
const points = async () => Number((await world.sql<{ points: string }>("select coalesce(sum(pending_points + settled_points), 0) points from ledger_entries"))[0]?.points);

async function save(): Promise<void> {
  await merchant.page.getByRole("button", { name: "Save" }).click();
  await merchant.page.getByRole("button", { name: "Save" }).waitFor({ state: "hidden" });
}

describe("the form, by keyboard,", () => {
  const field = (label: string) => merchant.app.getByLabel(label, { exact: true });
  const saveWrong = () => merchant.page.getByRole("button", { name: "Save" }).click();

  it("has the focus once a draft is taken over", async () => {
    await merchant.visit("/program/rules");
    await button("Use this draft").press("Enter");
    await merchant.app.getByRole("tabpanel", { name: "Rules" }).and(focused()).waitFor();
  });

  it("goes to the first thing on the page that can't work, whatever the order of the check", async () => {
    await field("First order").fill("half");
    await field("Pending for").fill("-5");
    await saveWrong();
    await field("First order").and(focused()).waitFor();
    await field("First order").fill("1");
    await saveWrong();
    await field("Pending for").and(focused()).waitFor();
  });

  it("leads into a rule that is added, and back when it is removed", async () => {
    await button("Add a rule").press("Enter");
    await field("Points").and(focused()).waitFor();
    await button("Edit Amount spent · spend-2").waitFor();
    await button("Remove Amount spent · spend-2").press("Enter");
    await button("Add a rule").and(focused()).waitFor();
    await merchant.page.getByRole("button", { name: "Discard" }).click();
    await merchant.page.getByRole("button", { name: "Save" }).waitFor({ state: "hidden" });
  });
});

describe("products and collections in a rule", () => {
  it("are chosen in Shopify's picker and shown by their titles", async () => {
    await merchant.visit("/program/rules");
    await button("Use this draft").click();
    await button("Edit Amount spent").click();
    await merchant.app.getByLabel("Kind of condition").selectOption("product");
    await button("Add condition").press("Enter");
    await button("Choose products").and(focused()).waitFor();
    await button("Choose products").click();
    await merchant.page.getByRole("checkbox", { name: "Green tea" }).check();
    await dialogOfShopify("Add").click();
    await merchant.app.getByRole("group", { name: "The order has one of" }).getByText("Green tea").waitFor();
    await waitFor("the focus to come back", () => button("Choose products").evaluate((field) => field === document.activeElement));
    await merchant.page.keyboard.press("Enter");
    await merchant.page.getByRole("checkbox", { name: "Green tea" }).waitFor();
    expect(await merchant.page.getByRole("checkbox", { name: "Green tea" }).isChecked()).toBe(true);
    await merchant.page.getByRole("checkbox", { name: "Mug" }).check();
    await dialogOfShopify("Add").click();
    await button("Remove Green tea").waitFor();
    await button("Remove Mug").click();
    await save();
    const [draft] = await world.sql<{ ids: unknown }>("select definition #> '{earnRules,0,conditions,0,productIds}' ids from program_drafts");
    expect(draft?.ids).toEqual(["11"]);
  });

  it("that are gone from the shop are said to be, and refused when saved", async () => {
    await tellStandin("products/delete", { id: "11" });
    await merchant.visit("/program/rules");
    await text("It names something that is no longer in your shop.").waitFor();
    await button("Edit Amount spent").click();
    await text("This product is no longer in your shop, so it never counts.").waitFor();
    await merchant.app.getByLabel("Pending for").fill("0");
    await merchant.page.getByRole("button", { name: "Save" }).click();
    await text("The shop has no product 11. Choose another one.").waitFor();
    await button("Remove condition: Product").press("Enter");
    await button("Add condition").and(focused()).waitFor();
    await save();
  });
});

describe("a reward that needs more access", () => {
  it("says what for as soon as it is added, and what goes on when the merchant declines", async () => {
    await merchant.app.getByRole("tab", { name: "Rewards" }).click();
    await button("Add a reward").click();
    await text(/“Amount off” needs your permission to make discount codes\. When a customer takes a reward/).waitFor();
    await button("Allow in Shopify").click();
    await merchant.page.getByRole("dialog").getByText("write_discounts").waitFor();
    await dialogOfShopify("Cancel").click();
    await text(/You declined, and nothing was changed\. Without it the draft can be kept, but not published/).waitFor();
    await waitFor("the focus to come back", () => button("Allow in Shopify").evaluate((field) => field === document.activeElement));
    expect(await granted()).not.toContain("write_discounts");
    await merchant.app.getByLabel("Name", { exact: true }).fill("Five off");
    await merchant.app.getByLabel("Cost in points").fill("50");
    await merchant.app.getByLabel("Worth").fill("5");
    await save();
  });

  it("without a value is refused beside its field", async () => {
    await button("Edit Five off").click();
    await merchant.app.getByLabel("Worth").fill("0");
    await merchant.page.getByRole("button", { name: "Save" }).click();
    await text("This reward has no value, so nobody could use it. Enter an amount.").waitFor();
    await waitFor("the focus on the value", () => merchant.app.getByLabel("Worth").evaluate((field) => field === document.activeElement));
    await merchant.page.getByRole("button", { name: "Discard" }).click();
  });

  it("can't be published; once allowed, it is, and what Shopify shows customers may stay declined", async () => {
    await button("Review and publish").click();
    await text(/^90 points to 1 customer, worth £0\.90/).waitFor();
    expect(await button("Publish program").isDisabled()).toBe(true);
    await text(/Without it the program can’t be published, because customers could not get what it promises\./).waitFor();
    await button("Allow in Shopify").first().click();
    await dialogOfShopify("Allow").click();
    await text(/Without it the program can’t be published/).waitFor({ state: "detached" });
    expect(await granted()).toContain("write_discounts");
    expect(await granted()).not.toContain("write_customers");
    await text(/You can publish without it/).waitFor();
    await button("Publish program").click();
    await text("Live: version 1").waitFor();
    expect(await points()).toBe(0);
  });
});

describe("orders from before the program", () => {
  it("are awarded after a dry run, by whom and when stands there", async () => {
    await button("Award past orders").click();
    await merchant.app.getByRole("heading", { name: "Award past orders", level: 1 }).waitFor();
    expect(await merchant.app.getByLabel("Orders placed from").inputValue()).toBe(localDay(new Date(FIRST_ORDER_AT), "Europe/London"));
    await button("See what it would give").click();
    await text(/^90 points to 1 customer, worth £0\.90/).waitFor();
    expect(await points()).toBe(0);
    await button("Award 90 points").click();
    await text(/^90 points to 1 customer, by the rules of version 1\./).waitFor();
    await text(/Awarded .* by staff member \d+\./).waitFor();
    expect(await points()).toBe(90);
  });

  it("lose the award again when it is taken back, after saying what that means", async () => {
    await button("Take back").click();
    await text("What the award gave is taken back from every customer who still has it.").waitFor();
    await merchant.app.getByRole("dialog").getByRole("button", { name: "Take back" }).click();
    await merchant.app.getByText("Taken back", { exact: true }).waitFor();
    await waitFor("the points to be gone", async () => (await points()) === 0);
    await text(/Taken back .* by staff member \d+\./).waitFor();
  });

  it("from a day after the program began are refused in a sentence", async () => {
    await merchant.app.getByLabel("Orders placed from").fill(new Date(Date.now() + 2 * DAY_MS).toISOString().slice(0, 10));
    await button("See what it would give").click();
    await text(/The program began on .* Choose an earlier day\./).waitFor();
  });
});

describe("whom a draft reaches", () => {
  it("stands beside tiers and rewards, by what and since when, and follows the typing", async () => {
    await merchant.visit("/program/tiers");
    await button("Add a tier").click();
    await merchant.app.getByLabel("Name", { exact: true }).fill("Silver");
    await merchant.app.getByLabel("Starts at").fill("60");
    await text("1 member would be in it under this draft, 0 are in it now.").waitFor();
    await text(/^Of all members, on .*, by all their time with you\.$/).waitFor();
    await merchant.app.getByLabel("Starts at").fill("66");
    await text("0 members would be in it under this draft, 0 are in it now.").waitFor();
    await merchant.app.getByRole("tab", { name: "Rewards" }).click();
    await text("In reach for 0 customers.").waitFor();
    await merchant.page.getByRole("button", { name: "Discard" }).click();
  });
});

describe("the versions of the program", () => {
  it("say who published what when, what changed and for which orders each counts; the last step can be undone", async () => {
    await merchant.visit("/program/rules");
    await merchant.app.getByLabel("Several are called").fill("stars");
    await merchant.app.getByLabel("One of them is called").fill("star");
    await text("120 stars").first().waitFor();
    await save();
    await merchant.app.getByLabel("One of them is called").and(focused()).waitFor();
    await button("Review and publish").click();
    await text(/^90 stars to 1 customer/).waitFor();
    await button("Publish program").click();
    await text("Live: version 2").waitFor();
    await button("Versions").click();
    await merchant.app.getByRole("heading", { name: "Version 2" }).waitFor();
    await text("Points are called “stars”.").waitFor();
    await text(/^Counts for orders placed from .* to /).waitFor();
    await text(/^Published .* by staff member \d+\.$/).first().waitFor();
    await button("Go back to version 1").click();
    await merchant.app.getByRole("dialog").getByRole("button", { name: "Go back" }).click();
    await text("The same rules as version 1, published again.").waitFor();
  });

  it("that are to come are named before a pause, and can be taken back", async () => {
    await merchant.visit("/program/review");
    await text(/^90 stars to 1 customer/).waitFor();
    await text("From a day on").click();
    await merchant.app.getByLabel("Day", { exact: true }).fill(new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10));
    await button("Publish program").click();
    await text("Live: version 3").waitFor();
    await button("Pause").click();
    const dialog = merchant.app.getByRole("dialog");
    await text(/Version 4 still comes on .*; if you have not resumed by then, it is paused too\./).waitFor();
    await dialog.getByRole("button", { name: "Cancel" }).click();
    await button("Versions").click();
    await button("Take back version 4").click();
    await text(/Version 4 does not come on .* The rules in force go on\./).waitFor();
    await dialog.getByRole("button", { name: "Take back" }).click();
    await merchant.app.getByRole("heading", { name: "Version 5" }).waitFor();
    await text("Never in force").waitFor();
    expect(await button(/^Take back/).count()).toBe(0);
  });
});

describe("what is typed while the draft is being saved", () => {
  it("stays, and is saved next", async () => {
    await merchant.visit("/program/rules");
    const [pending, tags] = [merchant.app.getByLabel("Pending for", { exact: true }), merchant.app.getByRole("textbox", { name: "Customers with these tags earn nothing" })];
    const before = await pending.inputValue();
    await pending.fill("020");
    let goOn = () => {};
    const isHeld = new Promise<void>((resolve) => (goOn = resolve));
    await merchant.page.route("**/*_data=*", async (route) => {
      if (route.request().method() === "POST") await isHeld;
      await route.continue();
    });
    await merchant.page.getByRole("button", { name: "Save" }).click();
    await tags.fill("staff, wholesale");
    goOn();
    await merchant.page.getByText("Draft saved").last().waitFor();
    await waitFor("what was saved, as it is read", async () => (await pending.inputValue()) === "20");
    expect(await tags.inputValue()).toBe("staff, wholesale");
    await save();
    expect([await pending.inputValue(), await tags.inputValue()]).toEqual(["20", "staff, wholesale"]);
    await merchant.page.unroute("**/*_data=*");
    await tags.fill("");
    await pending.fill(before);
    await save();
  });
});

describe("the pages about the program", () => {
  it.each(["wide", "phone"] as const)("have no fault that axe finds, never scroll sideways, and do not move while they load (%s)", async (screen) => {
    const visitor = await signIn(world, browser, { shop: SHOP, screen });
    const problems: Record<string, unknown> = {};
    for (const path of ["/program/rules", "/program/tiers", "/program/rewards", "/program/award", "/program/versions"]) {
      await visitor.visit(path);
      const found = { axe: await accessibilityProblems(visitor.page), sideways: await sidewaysPixels(visitor.page), shift: await layoutShift(visitor.page) };
      if (found.axe.length > 0 || found.sideways > 0 || found.shift >= 0.1) problems[path] = found;
    }
    await visitor.leave();
    expect(problems).toEqual({});
    expect(visitor.faults).toEqual([]);
  });
});
