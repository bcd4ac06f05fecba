import { readFile } from "node:fs/promises";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { NthOrder, Summary } from "#app/contract/metrics.ts";
import { launchBrowser } from "#tests/setup/browser.ts";
import { waitFor } from "#tests/setup/wait-for.ts";
import { SHOP, startWorld, type World } from "#tests/setup/world.ts";
import { accessibilityProblems, layoutShift, type Merchant, sidewaysPixels, signIn } from "./merchant.ts";

const READING_MS = 180_000;

let world: World;
let browser: Browser;
let merchant: Merchant;
let token: string;

beforeAll(async () => {
  world = await startWorld({ history: "online-retail", scopes: ["read_all_orders"] });
  browser = await launchBrowser();
  await world.openApp(SHOP);
  await world.settled(SHOP, READING_MS);
  token = await world.apiToken(SHOP);
  merchant = await signIn(world, browser, { shop: SHOP });
}, READING_MS);

afterAll(async () => {
  await browser?.close();
  await world?.stop();
});

const number = (value: number) => new Intl.NumberFormat("en-GB").format(value);
const percent = (rate: number | null | undefined) => `${((rate ?? Number.NaN) * 100).toFixed(1)}%`;
const summary = async () => (await world.api<Summary>("metrics/summary", token)).body;
const nthOrder = async (query = "") => (await world.api<NthOrder>(`metrics/nth-order${query}`, token)).body;

describe("Home of a shop with 17,000 orders", () => {
  it("says how many customers reached each order and what share went on", async () => {
    await merchant.visit("");
    const [first, second] = (await nthOrder()).steps;
    const caption = await merchant.app.locator("figcaption").innerText();
    expect(first?.eligible).toBeGreaterThan(4_000);
    expect(caption).toContain(`Of ${number(first?.eligible ?? 0)} customers with a first order, ${number(first?.converted ?? 0)} (${percent(first?.rate)}) placed a second.`);
    expect(caption).toContain(`Of ${number(second?.eligible ?? 0)} with a second, ${number(second?.converted ?? 0)} (${percent(second?.rate)}) placed a third.`);
  });

  it("says that everything was read, and what the last comparison with Shopify found", async () => {
    const { orders } = await summary();
    await merchant.app.getByText(`${number(orders)} orders read from your history.`).waitFor();
    await merchant.app.getByText("Everything that Shopify sent is read.").waitFor();
    await merchant.app.getByText("Not compared with Shopify yet.").waitFor();
    await world.sql(
      `insert into reconciliations (shop_id, kind, started_at, finished_at, orders_checked, orders_differing)
       select id, 'ids', now(), now(), $1, 0 from shops where domain = $2`,
      [orders, SHOP],
    );
    await merchant.visit("");
    await merchant.app.getByText(new RegExp(`All orders compared with Shopify today [\\d:]+: 0 of ${number(orders)} differed\\.`)).waitFor();
  });

  it("a period counts only customers whose order is old enough, and stays after a reload", async () => {
    await merchant.app.getByLabel("Period").selectOption("90");
    const [first] = (await nthOrder("?within_days=90")).steps;
    await merchant.app.getByText("only customers whose order is at least 90 days old").first().waitFor();
    await waitFor("the period to reach the address", () => merchant.address() === "/app?within=90");
    await merchant.page.reload();
    await merchant.app.getByText(`${percent(first?.rate)} go on`).first().waitFor();
  });

  it("the table shows the same figures as the picture", async () => {
    await merchant.visit("");
    await merchant.app.getByRole("button", { name: "Table" }).click();
    const [first] = (await nthOrder()).steps;
    const row = merchant.app.getByRole("row").filter({ hasText: "first to second order" });
    await row.getByText(percent(first?.rate)).waitFor();
    await row.getByText(number(first?.converted ?? 0)).waitFor();
    await waitFor("the view to reach the address", () => merchant.address() === "/app?view=table");
  });

  it("a stage leads to its customers", async () => {
    await merchant.visit("");
    const { stages } = await summary();
    await merchant.app.getByRole("link", { name: `Second ${number(stages.second ?? 0)}` }).click();
    await merchant.app.getByText(`1–50 of ${number(stages.second ?? 0)}`).waitFor();
    await waitFor("the stage to reach the address", () => merchant.address() === "/app/customers?stage=second");
  });
});

describe("the list of customers", () => {
  it("finds customers by a part of their e-mail address, and a reload gives the same view", async () => {
    await merchant.visit("/customers");
    await merchant.app.getByRole("button", { name: "Search customers" }).click();
    await merchant.app.getByPlaceholder("Search by name").fill("c1283");
    await waitFor("the search to reach the address", () => merchant.address() === "/app/customers?query=c1283");
    await merchant.page.reload();
    await merchant.app.getByRole("link", { name: "c12838@example.com" }).waitFor();
    const found = await merchant.app.locator("tbody a").allInnerTexts();
    expect(found).toContain("c12838@example.com");
    expect(found.filter((name) => !name.includes("c1283"))).toEqual([]);
  });

  it("says that nobody matches, and leads back to everybody", async () => {
    await merchant.visit("/customers?stage=second&query=nobody-at-all");
    await merchant.app.getByText("No customer matches ‘nobody-at-all’ in Second.").waitFor();
    await merchant.app.getByRole("button", { name: "Clear filters" }).click();
    await merchant.app.getByText(`of ${number((await summary()).customers)}`).waitFor();
    await waitFor("the filters to leave the address", () => merchant.address() === "/app/customers");
  });

  it("sorts by the number of orders", async () => {
    await merchant.visit("/customers?sort=-orders");
    const orders = (await merchant.app.locator("tbody td:nth-child(2)").allInnerTexts()).map(Number);
    expect(orders).toHaveLength(50);
    expect(orders).toEqual(orders.toSorted((a, b) => b - a));
    expect(orders[0]).toBeGreaterThan(100);
  });

  it("goes to the next page and back", async () => {
    await merchant.visit("/customers?stage=champion");
    const firstPage = await merchant.app.locator("tbody a").allInnerTexts();
    await merchant.app.getByRole("button", { name: "Next" }).click();
    await merchant.app.getByText("51–100 of").waitFor();
    const secondPage = await merchant.app.locator("tbody a").allInnerTexts();
    expect(secondPage.filter((name) => firstPage.includes(name))).toEqual([]);
    await merchant.app.getByRole("button", { name: "Previous" }).click();
    await merchant.app.getByText("1–50 of").waitFor();
    expect(await merchant.app.locator("tbody a").allInnerTexts()).toEqual(firstPage);
  });

  it("exports the customers of the filter, one line each", async () => {
    await merchant.visit("/customers?stage=champion");
    await merchant.app.getByRole("button", { name: "Export" }).click();
    const champions = (await summary()).stages.champion ?? 0;
    await merchant.app.getByText(`${number(champions)} customers in Champion`).waitFor();
    const download = merchant.page.waitForEvent("download");
    await merchant.app.getByRole("dialog").getByRole("button", { name: "Export" }).click();
    const lines = (await readFile(await (await download).path(), "utf8")).trimEnd().split("\r\n");
    expect(lines).toHaveLength(champions + 1);
    expect(lines[0]).toMatch(/^id,email,/);
    expect(lines.slice(1).every((line) => line.includes(",champion,"))).toBe(true);
    await merchant.page.getByText("Customers exported").waitFor();
  });
});

describe("one customer", () => {
  it("says why they stand where they do, and shows each counted order with its number", async () => {
    await merchant.visit("/customers?query=c12838");
    await merchant.app.getByRole("link", { name: "c12838@example.com" }).click();
    await merchant.app.getByRole("heading", { name: "c12838@example.com" }).waitFor();
    await merchant.app.getByText(/^Second since \d+ \w+ \d{4}, when order #\d+ became the second counted order\.$/).waitFor();
    const history = merchant.app.getByRole("listitem");
    await history.filter({ hasText: "order 2" }).waitFor();
    await history.filter({ hasText: "order 1" }).waitFor();
  });

  it("takes the focus to the heading when one comes from the list", async () => {
    const heading = merchant.app.getByRole("heading", { level: 1 });
    expect(await heading.evaluate((element) => element === document.activeElement)).toBe(true);
  });

  it("opens the reason of an entry, and shows only orders when asked", async () => {
    const why = merchant.app.getByRole("button", { name: /^Why: .* order 2$/ });
    await why.click();
    await merchant.app.getByText("The second counted order by the time it was placed.").waitFor();
    expect(await why.getAttribute("aria-expanded")).toBe("true");
    await merchant.app.getByRole("button", { name: "Orders", exact: true }).click();
    await waitFor("stages to be hidden", async () => (await merchant.app.getByText(/^Became /).count()) === 0);
    await waitFor("the filter to reach the address", () => merchant.address().endsWith("?show=orders"));
  });

  it("says so when there is no such customer", async () => {
    await merchant.visit("/customers/123");
    await merchant.app.getByText("This customer does not exist in your shop, or was deleted.").waitFor();
  });
});

describe("the counting of orders", () => {
  it("refuses what makes no sense, beside the field", async () => {
    await merchant.visit("/settings/counting");
    await merchant.app.getByLabel("Loyal from order").fill("1");
    await merchant.page.getByRole("button", { name: "Save" }).click();
    await merchant.app.getByText("Loyal must start at 2 orders or more. With 1, every buyer would be loyal.").waitFor();
    expect(await merchant.app.getByLabel("Loyal from order").evaluate((element) => element === document.activeElement)).toBe(true);
    expect((await world.sql("select version from counting_policies")).length).toBe(1);
  });

  it("the save bar goes when the change is taken back", async () => {
    await merchant.app.getByLabel("Loyal from order").fill("3");
    await merchant.page.getByRole("button", { name: "Save" }).waitFor({ state: "hidden" });
  });

  it("says how many customers would change stage before anything is saved", async () => {
    const { customersWithAtLeast } = await summary();
    const third = (customersWithAtLeast["3"] ?? 0) - (customersWithAtLeast["4"] ?? 0);
    await merchant.app.getByLabel("Loyal from order").fill("4");
    await merchant.app.getByText(`${number(third)} customers would change stage: ${number(third)} to Second.`).waitFor();
    expect((await world.sql("select version from counting_policies")).length).toBe(1);
  });

  it("names the customers who would change stage, from where to where", async () => {
    const { customersWithAtLeast } = await summary();
    const third = (customersWithAtLeast["3"] ?? 0) - (customersWithAtLeast["4"] ?? 0);
    await merchant.app.getByRole("button", { name: "See them" }).click();
    await merchant.app.getByText(`The 100 who ordered last, of ${number(third)}.`).waitFor();
    expect(await merchant.app.getByRole("listitem").filter({ hasText: "Loyal → Second" }).count()).toBe(100);
    await merchant.app.getByRole("dialog").getByRole("button", { name: "Close" }).last().click();
    await merchant.app.getByText("The 100 who ordered last").waitFor({ state: "detached" });
  });

  it("asks before unsaved changes are left, and stays", async () => {
    await merchant.app.getByRole("link", { name: "Settings" }).click();
    await merchant.page.getByRole("button", { name: "Stay" }).click();
    expect(await merchant.app.getByLabel("Loyal from order").inputValue()).toBe("4");
    expect(merchant.address()).toBe("/app/settings/counting");
  });

  it("once saved, counts every customer by the new rules, and Home draws the longer road", async () => {
    const before = await summary();
    await merchant.page.getByRole("button", { name: "Save" }).click();
    await merchant.page.getByText("Counting saved").waitFor();
    await merchant.page.getByRole("button", { name: "Save" }).waitFor({ state: "hidden" });
    await world.settled(SHOP);
    const third = (before.customersWithAtLeast["3"] ?? 0) - (before.customersWithAtLeast["4"] ?? 0);
    await waitFor("the stages to follow", async () => (await summary()).stages.second === (before.stages.second ?? 0) + third);
    await merchant.visit("");
    await merchant.app.getByText("Fourth: loyal").first().waitFor();
    await merchant.app.getByText("Set up: 2 of 3 done").waitFor();
  });
});

describe("every page, wide and at 360 pixels", () => {
  const pages = ["", "?view=table", "/customers", "/customers/{id}", "/settings", "/settings/counting", "/settings/api-tokens", "/settings/privacy", "/deliveries"];

  it.each(["wide", "phone"] as const)("has no fault that axe finds, never scrolls sideways, and does not move while it loads (%s)", async (screen) => {
    const [{ customer_id: id } = { customer_id: "" }] = await world.sql<{ customer_id: string }>("select customer_id from customers order by counted_orders desc limit 1");
    const visitor = await signIn(world, browser, { shop: SHOP, screen });
    const problems: Record<string, unknown> = {};
    for (const path of pages) {
      await visitor.visit(path.replace("{id}", id));
      const found = { axe: await accessibilityProblems(visitor.page), sideways: await sidewaysPixels(visitor.page), shift: await layoutShift(visitor.page) };
      if (found.axe.length > 0 || found.sideways > 0 || found.shift >= 0.1) problems[path] = found;
    }
    await visitor.leave();
    expect(problems).toEqual({});
    expect(visitor.faults).toEqual([]);
  });

  it("can be walked by keyboard from Home to a saved setting", async () => {
    const { page, app, visit } = merchant;
    await visit("/settings");
    const tabTo = async (name: string) => {
      const target = app.getByRole("link", { name, exact: true });
      await waitFor(`the focus on ${name}`, async () => {
        await page.keyboard.press("Tab");
        return target.evaluate((element) => element === document.activeElement);
      });
    };
    await app.getByRole("heading", { level: 1 }).click();
    await tabTo("API tokens");
    await page.keyboard.press("Enter");
    await app.getByRole("heading", { name: "API tokens", level: 1 }).waitFor();
    await waitFor("the focus on the name", async () => {
      await page.keyboard.press("Tab");
      return app.getByLabel("Name").evaluate((element) => element === document.activeElement);
    });
    await page.keyboard.type("By keyboard");
    await page.keyboard.press("Enter");
    expect(await app.getByLabel("Your token").inputValue()).toMatch(/^thrice_/);
  });
});
