import { readFile } from "node:fs/promises";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchBrowser } from "#tests/setup/browser.ts";
import { waitFor } from "#tests/setup/wait-for.ts";
import { SHOP, startWorld, type World } from "#tests/setup/world.ts";
import { accessibilityProblems, layoutShift, type Merchant, sidewaysPixels, signIn } from "./merchant.ts";

let world: World;
let browser: Browser;
let merchant: Merchant;
let customerId: string;

const DAY_MS = 86_400_000;
const ago = (days: number) => new Date(Date.now() - days * DAY_MS).toISOString();

beforeAll(async () => {
  world = await startWorld({ scopes: ["read_all_orders", "write_discounts"] });
  browser = await launchBrowser();
  await world.openApp(SHOP);
  const customer = await world.control.customer(SHOP, { email: "ann@example.com" });
  customerId = customer.id;
  for (const [at, totalMinor] of [[ago(60), 4000], [ago(40), 2500]] as const) {
    await world.control.order(SHOP, { customer: { id: customerId }, processedAt: at, createdAt: at, totalMinor });
  }
  await world.settled(SHOP);
  merchant = await signIn(world, browser, { shop: SHOP });
}, 180_000);

afterAll(async () => {
  await browser?.close();
  await world?.stop();
});

const drafts = () => world.sql<{ definition: { earnRules: { id: string; points: number }[]; pendingDays: number } }>("select definition from program_drafts");
const versions = () => world.sql<{ version: number; is_paused: boolean }>("select version, is_paused from program_versions order by version");
const focused = () => merchant.app.locator(":focus");
const save = () => merchant.page.getByRole("button", { name: "Save" }).click();

describe("the program", () => {
  it("of a shop without one offers a draft to start from, and keeps nothing before it is saved", async () => {
    await merchant.visit("/program");
    await waitFor("the rules", () => merchant.address() === "/app/program/rules");
    await merchant.app.getByRole("button", { name: "Use this draft" }).click();
    await merchant.app.getByText("1 point for each £1.00 spent").waitFor();
    expect(await drafts()).toEqual([]);
  });

  it("shows beside the form what an order would earn, as it is typed", async () => {
    await merchant.app.getByText("120 points", { exact: true }).waitFor();
    await merchant.app.getByLabel("As order number").fill("2");
    await merchant.app.getByText("80 points", { exact: true }).waitFor();
    await merchant.app.getByRole("button", { name: "Edit Amount spent" }).click();
    await merchant.app.getByLabel("Points", { exact: true }).fill("2");
    await merchant.app.getByText("160 points", { exact: true }).waitFor();
  });

  it("refuses what can't work beside the field, and goes to it", async () => {
    await merchant.app.getByLabel("For each").fill("0");
    await save();
    await merchant.app.getByText("Enter an amount above zero.").waitFor();
    await waitFor("the focus on the amount", () => merchant.app.getByLabel("For each").evaluate((field) => field === document.activeElement));
    expect(await drafts()).toEqual([]);
    await merchant.app.getByLabel("For each").fill("1");
  });

  it("keeps the form while one looks at another tab, where nothing ends until one chooses so", async () => {
    await merchant.app.getByLabel("Pending for").fill("10");
    await merchant.app.getByRole("tab", { name: "Expiry" }).click();
    await merchant.app.getByText("Customers are told by mail 30 and 7 days before.").waitFor();
    expect(await merchant.app.getByRole("radio", { name: "Never" }).isChecked()).toBe(true);
    await merchant.app.getByRole("tab", { name: "Rules" }).click();
    expect(await merchant.app.getByLabel("Pending for").inputValue()).toBe("10");
  });

  it("once saved is a draft, which changes nothing for customers", async () => {
    await save();
    await merchant.page.getByText("Draft saved").waitFor();
    await waitFor("the save bar to go", async () => !(await merchant.page.getByRole("button", { name: "Save" }).isVisible()));
    expect((await drafts())[0]?.definition).toMatchObject({ pendingDays: 10, earnRules: [{ id: "spend", points: 2 }] });
    expect(await versions()).toEqual([]);
  });

  it("can have a condition, in words that say when a rule applies", async () => {
    await merchant.app.getByRole("button", { name: "Edit Amount spent" }).click();
    await merchant.app.getByLabel("Kind of condition").selectOption("minimum_spend");
    await merchant.app.getByRole("button", { name: "Add condition" }).click();
    await merchant.app.getByLabel("Order of at least").fill("15");
    await merchant.app.getByText("the order is worth £15.00 or more").waitFor();
    await save();
    await merchant.page.getByRole("button", { name: "Save" }).waitFor({ state: "hidden" });
  });

  it("can have tiers and rewards", async () => {
    await merchant.app.getByRole("tab", { name: "Rewards" }).click();
    await merchant.app.getByRole("button", { name: "Add a reward" }).click();
    await merchant.app.getByLabel("Name", { exact: true }).fill("Five off");
    await merchant.app.getByLabel("Worth").fill("5");
    await merchant.app.getByText("£5.00 off for 500 points").waitFor();
    await merchant.app.getByRole("tab", { name: "Tiers" }).click();
    await merchant.app.getByRole("button", { name: "Add a tier" }).click();
    await merchant.app.getByLabel("Name", { exact: true }).fill("Silver");
    await merchant.app.getByLabel("Starts at").fill("200");
    await merchant.app.getByText("from £200.00 spent").waitFor();
    await save();
    await merchant.page.getByRole("button", { name: "Save" }).waitFor({ state: "hidden" });
    const [draft] = await world.sql<{ tiers: string; rewards: string }>("select definition->'tiers'->0->>'threshold' tiers, definition->'rewards'->0->>'amountMinor' rewards from program_drafts");
    expect(draft).toEqual({ tiers: "20000", rewards: "500" });
  });

  it("is reviewed: what it would have cost, what begins; then it is published from a day on", async () => {
    await merchant.app.getByRole("button", { name: "Review and publish" }).click();
    await merchant.app.getByRole("heading", { name: "Review", level: 1 }).waitFor();
    // 2 points for each of £40.00 and, as the second order doubled, of £25.00.
    await merchant.app.getByText(/^180 points to 1 customer, worth £1\.80/).waitFor();
    await merchant.app.getByText(/New rule “spend”/).waitFor();
    await merchant.app.getByText("From a day on").click();
    await merchant.app.getByLabel("Day", { exact: true }).fill("");
    await merchant.app.getByRole("button", { name: "Publish program" }).click();
    await merchant.app.getByText("Choose a day.").waitFor();
    await merchant.app.locator('input[type="date"][aria-invalid="true"]:focus').waitFor();
    await merchant.app.getByLabel("Day", { exact: true }).fill(ago(100).slice(0, 10));
    await merchant.app.getByRole("button", { name: "Publish program" }).click();
    await merchant.app.getByText("Live: version 1").waitFor();
    expect(await versions()).toEqual([{ version: 1, is_paused: false }]);
  });

  it("can be paused and resumed, each time after saying what that means", async () => {
    await merchant.app.getByRole("button", { name: "Pause" }).click();
    await merchant.app.getByText("Orders placed from now on earn nothing until you resume.").waitFor();
    await merchant.app.getByRole("dialog").getByRole("button", { name: "Pause program" }).click();
    await merchant.app.getByText("Paused", { exact: true }).waitFor();
    await merchant.app.getByRole("button", { name: "Resume" }).click();
    await merchant.app.getByRole("dialog").getByRole("button", { name: "Resume program" }).click();
    await merchant.app.getByText("Live: version 3").waitFor();
  });
});

describe("a customer with points", () => {
  it("shows what waits for the first sign-in, what it is worth, and why each point was earned", async () => {
    await waitFor("the points to be released", async () => Number((await world.sql<{ points: string }>("select coalesce(sum(settled_points), 0) points from ledger_entries"))[0]?.points) === 180);
    await merchant.visit(`/customers/${customerId}?show=points`);
    await merchant.app.getByText("180 waiting for the first sign-in").waitFor();
    await merchant.app.getByText("Worth £1.80 at £1.00 for 100").waitFor();
    await merchant.app.getByRole("button", { name: /^Why: \+100 points · Earned · / }).click();
    await merchant.app.getByText(/£25\.00.*second order.*version 1/).waitFor();
    await merchant.app.getByRole("button", { name: "Where they come from" }).click();
    await merchant.app.getByRole("cell", { name: "100", exact: true }).waitFor();
  });

  it("points can be added and taken by hand, with a reason; never more than there are", async () => {
    await merchant.app.getByRole("button", { name: "Adjust points" }).click();
    const dialog = merchant.app.getByRole("dialog");
    await merchant.app.getByLabel("Points", { exact: true }).fill("-500");
    await merchant.app.getByLabel("Reason").fill("Counted twice");
    await merchant.app.getByLabel("Reason").press("Enter");
    await merchant.app.getByText("Only 180 points are there to take. Nothing was changed.").waitFor();
    await merchant.app.getByLabel("Points", { exact: true }).fill("20");
    await merchant.app.getByText("New balance: 200.").waitFor();
    await dialog.getByRole("button", { name: "Adjust points" }).click();
    await merchant.app.getByText("200 waiting for the first sign-in").waitFor();
    await merchant.app.getByRole("button", { name: /^Why: \+20 points/ }).click();
    await merchant.app.getByText(/Counted twice/).first().waitFor();
    expect(await world.sql("select settled_points::int points from ledger_entries where kind = 'adjust'")).toEqual([{ points: 20 }]);
  });
});

describe("the activity of the shop", () => {
  const entries = async (where = "true") => Number((await world.sql<{ count: string }>(`select count(*) from ledger_entries where ${where}`))[0]?.count);

  it("lists what moved with its reason, and the address brings the same filter again", async () => {
    await merchant.visit("/activity");
    await merchant.app.getByRole("heading", { name: `${await entries()} entries` }).waitFor();
    await merchant.app.getByRole("cell", { name: /Counted twice/ }).waitFor();
    await merchant.app.getByRole("button", { name: "Filter" }).click();
    await merchant.app.getByLabel("Kind").selectOption("earn_pending");
    await merchant.app.getByLabel("Customer").fill("ann@example.com");
    await merchant.app.getByRole("button", { name: "Show" }).click();
    await merchant.app.getByRole("heading", { name: `${await entries("kind = 'earn_pending'")} entries in this filter` }).waitFor();
    await waitFor("the filter to reach the address", () => merchant.address() === "/app/activity?kind=earn_pending&customer=ann%40example.com");
    await merchant.page.reload();
    await merchant.app.getByRole("heading", { name: "2 entries in this filter" }).waitFor();
    await merchant.app.getByText("+180 points in 2 entries").waitFor();
  });

  it("refuses a filter that can find nothing, beside its field, and goes on to what another one leaves", async () => {
    await merchant.visit("/activity?from=2026-11-22&to=2026-11-01");
    await merchant.app.getByText("The period ends on 1 Nov 2026, before it starts on 22 Nov 2026. Change one of the dates.").waitFor();
    await merchant.app.getByLabel("Customer").fill("nobody");
    await merchant.app.getByLabel("Customer").press("Enter");
    await merchant.app.getByLabel("To", { exact: true }).and(focused()).waitFor();
    await merchant.app.getByText("Enter a whole e-mail address, or the customer’s id.").waitFor();
    for (const day of ["From", "To"]) await merchant.app.getByLabel(day, { exact: true }).fill("");
    await merchant.app.getByLabel("Customer").fill("ann@example.com");
    await merchant.app.getByRole("button", { name: "Show" }).press("Enter");
    await focused().filter({ hasText: /^\d entries in this filter/ }).waitFor();
    await merchant.app.getByText(/^From \d+ \w+ \d{4} to \d+ \w+ \d{4}, \d\d:\d\d\.$/).waitFor();
  });

  it("can be narrowed to a rule by its name, and to whoever moved points by hand", async () => {
    await merchant.visit("/activity");
    await merchant.app.getByRole("button", { name: "Filter" }).click();
    await merchant.app.getByLabel("Rule").selectOption({ label: "Amount spent (spend)" });
    await merchant.app.getByRole("button", { name: "Show" }).click();
    await merchant.app.getByRole("heading", { name: `${await entries("why->'parts'->0->>'ruleId' = 'spend'")} entries in this filter` }).waitFor();
    await merchant.visit("/activity");
    await merchant.app.getByRole("button", { name: "Filter" }).click();
    await merchant.app.getByLabel("By hand").selectOption({ index: 1 });
    await merchant.app.getByRole("button", { name: "Show" }).click();
    await merchant.app.getByRole("heading", { name: "1 entry in this filter" }).waitFor();
  });

  it("keeps the days beside each other apart, and in the card, at 360 pixels", async () => {
    const phone = await signIn(world, browser, { shop: SHOP, screen: "phone" });
    await phone.visit("/activity?from=2026-01-01");
    const boxOf = async (label: string) => (await phone.app.getByLabel(label, { exact: true }).boundingBox())!;
    const [from, to, customer] = [await boxOf("From"), await boxOf("To"), await boxOf("Customer")];
    expect(to.y >= from.y + from.height || to.x >= from.x + from.width + 8).toBe(true);
    expect(Math.max(from.x + from.width, to.x + to.width)).toBeLessThanOrEqual(customer.x + customer.width + 1);
    await phone.leave();
  });

  it("exports what the filter leaves", async () => {
    await merchant.visit("/activity?kind=earn_pending&customer=ann%40example.com");
    const download = merchant.page.waitForEvent("download");
    await merchant.app.getByRole("button", { name: "Export 2 entries" }).click();
    const lines = (await readFile(await (await download).path(), "utf8")).trimEnd().split("\r\n");
    expect(lines).toHaveLength(3);
    expect(lines[0]).toBe("entry_id,occurred_at,kind,points,customer_id,email,order,program_version,why");
    expect(lines[1]).toContain(`earn_pending,100,${customerId},ann@example.com`);
  });
});

describe("the liability", () => {
  it("says what is owed now and what it is worth, and the table holds the equation of each month and day", async () => {
    await merchant.visit("/liability");
    await merchant.app.getByText("£2.00", { exact: true }).waitFor();
    await merchant.app.getByText(/^200 points at £0\.01 each \(from “Five off”\), as of /).waitFor();
    await merchant.app.getByRole("button", { name: "Table" }).click();
    await merchant.app.getByRole("table").locator("tbody tr").first().waitFor();
    const months = await merchant.app.getByRole("table").locator("tbody tr").count();
    expect(months).toBeGreaterThan(11);
    await merchant.app.getByRole("row", { name: /so far/ }).getByText("200 waiting").waitFor();
    expect(await merchant.app.getByRole("region", { name: "The liability as a table" }).evaluate((box) => box.scrollWidth - box.clientWidth)).toBe(0);
    await merchant.app.getByRole("table").getByRole("button").first().click();
    await merchant.app.getByRole("heading", { name: /^Liability in / }).waitFor();
    await merchant.app.getByRole("table").locator("tbody tr").first().waitFor();
    for (const row of await merchant.app.getByRole("table").locator("tbody tr").all()) {
      const [opening = 0, earned = 0, adjusted = 0, imported = 0, spent = 0, returned = 0, expired = 0, reversed = 0, closing = 0] = (await row.locator("td").allInnerTexts()).map((text) => Number(text.split("\n")[0]?.replaceAll(",", "").replace("−", "-")));
      expect(opening + earned + adjusted + imported - (spent - returned) - expired - reversed).toBe(closing);
    }
  });

  it("leads from a figure to the entries that it is made of", async () => {
    await merchant.visit("/liability?view=table");
    await merchant.app.getByRole("link", { name: /^20, adjusted/ }).click();
    await merchant.app.getByRole("heading", { name: "Activity", level: 1 }).waitFor();
    await merchant.app.getByRole("heading", { name: "1 entry in this filter" }).waitFor();
  });

  it("has a list for each month at 360 pixels, with everything that the row has", async () => {
    const phone = await signIn(world, browser, { shop: SHOP, screen: "phone" });
    await phone.visit("/liability?view=table");
    const month = phone.app.getByRole("listitem").filter({ hasText: "so far" });
    expect((await month.getByRole("term").allInnerTexts())).toEqual(["Opening", "Earned", "Adjusted", "Imported", "Spent", "Returned", "Expired", "Taken back", "Closing", "of it pending", "of it waiting", "Worth"]);
    expect(await month.getByRole("definition").last().innerText()).toBe("£2.00");
    expect(await phone.app.getByRole("table").count()).toBe(0);
    await phone.leave();
  });

  it("goes to the accountant as a file", async () => {
    await merchant.visit("/liability");
    const download = merchant.page.waitForEvent("download");
    await merchant.app.getByRole("button", { name: "Export CSV" }).click();
    const lines = (await readFile(await (await download).path(), "utf8")).trimEnd().split("\r\n");
    expect(lines[0]).toBe("period,opening,earned,adjusted,imported,redeemed,returned,expired,reversed,closing,pending,unclaimed,valueMinor,currency");
    expect(lines.at(-1)).toMatch(/,200,0,200,200,GBP$/);
  });
});

describe("every page of points, wide and at 360 pixels", () => {
  it.each(["wide", "phone"] as const)("has no fault that axe finds, never scrolls sideways, and does not move while it loads (%s)", async (screen) => {
    const pages = ["/program/rules", "/program/tiers", "/program/rewards", "/program/expiry", "/program/review", `/customers/${customerId}`, `/customers/${customerId}?show=points`, "/activity", "/activity?kind=earned", "/liability", "/liability?view=table"];
    const visitor = await signIn(world, browser, { shop: SHOP, screen });
    const problems: Record<string, unknown> = {};
    for (const path of pages) {
      await visitor.visit(path);
      const found = { axe: await accessibilityProblems(visitor.page), sideways: await sidewaysPixels(visitor.page), shift: await layoutShift(visitor.page) };
      if (found.axe.length > 0 || found.sideways > 0 || found.shift >= 0.1) problems[path] = found;
    }
    await visitor.leave();
    expect(problems).toEqual({});
    expect(visitor.faults).toEqual([]);
  });
});
