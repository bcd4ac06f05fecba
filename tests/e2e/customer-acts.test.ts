import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { publishProgram } from "#scripts/demo/publish-program.ts";
import { launchBrowser } from "#tests/setup/browser.ts";
import { waitFor } from "#tests/setup/wait-for.ts";
import { SHOP, startWorld, type World } from "#tests/setup/world.ts";
import { accessibilityProblems, layoutShift, type Merchant, sidewaysPixels, signIn } from "./merchant.ts";

let world: World;
let browser: Browser;
let merchant: Merchant;
let ann: string;
let bob: string;

const DAY_MS = 86_400_000;
const ago = (days: number) => new Date(Date.now() - days * DAY_MS).toISOString();
const fixed = (id: string, change: object = {}) => ({ id, name: `${id} off`, kind: "fixed_amount", costPoints: 50, amountMinor: 500, ...change });

/** A star a pound, with one reward in reach of 60 stars, one with an amount to choose, one out of reach and one that Shopify no longer allows. */
const program = {
  pointsName: { one: "star", other: "stars" },
  pendingDays: 0,
  earnRules: [{ id: "spend", kind: "amount", points: 1, perMinor: 100, conditions: [] }],
  rewards: [
    fixed("Five", { minimumOrderMinor: 2000, combinesWith: { shippingDiscounts: true } }),
    { id: "choice", name: "Your choice", kind: "slider", pointsPerMinor: 0.1, minimumPoints: 5, maximumPoints: 100, stepPoints: 5 },
    fixed("Ten", { costPoints: 100, amountMinor: 1000 }),
    { id: "card", name: "Gift card", kind: "gift_card", costPoints: 10, amountMinor: 100 },
  ],
  tiers: [{ id: "silver", name: "Silver", threshold: 10000 }],
};

beforeAll(async () => {
  world = await startWorld({ scopes: ["read_all_orders", "write_discounts", "write_gift_cards"] });
  browser = await launchBrowser();
  await world.openApp(SHOP);
  await publishProgram({ apiUrl: `${world.appOrigin}/api/v1`, apiToken: await world.apiToken(SHOP) }, { program, startsAt: new Date(Date.now() - 100 * DAY_MS) });
  const { grantedScopes } = await world.control.shop(SHOP);
  await world.control.setScopes(SHOP, grantedScopes.filter((scope) => scope !== "write_gift_cards"));
  [ann, bob] = await Promise.all([buyer("ann@example.com"), buyer("bob@example.com")]);
  await world.settled(SHOP);
  merchant = await signIn(world, browser, { shop: SHOP });
}, 180_000);

afterAll(async () => {
  await browser?.close();
  await world?.stop();
});

async function buyer(email: string): Promise<string> {
  const { id } = await world.control.customer(SHOP, { email });
  await world.control.order(SHOP, { customer: { id }, processedAt: ago(30), createdAt: ago(30), totalMinor: 6000 });
  return id;
}

/** Shopify's times have whole seconds: an order of the second in which somebody was blocked was placed before. */
async function nextSecond(): Promise<void> {
  const second = Math.floor(Date.now() / 1_000);
  await waitFor("the next second", async () => Math.floor(Date.now() / 1_000) > second);
}

const balance = async (id: string) => Number((await world.sql<{ points: string }>("select settled_points points from member_points where customer_id = $1", [id]))[0]?.points);
const redemptions = () => world.sql<{ state: string; code: string }>("select state, code from redemptions order by reserved_at");
const dialog = () => merchant.app.getByRole("dialog");
const focusOn = (heading: string) => waitFor(`the focus on ${heading}`, () => merchant.app.getByRole("heading", { name: heading }).evaluate((it) => it === document.activeElement));

describe("redeeming for a customer", () => {
  it("shows what is in reach, what is missing for the rest, and what a reward means before it is bought", async () => {
    await merchant.visit(`/customers/${ann}`);
    await merchant.app.getByText("60 waiting for the first sign-in").waitFor();
    await merchant.app.getByRole("button", { name: "Redeem" }).click();
    await merchant.app.getByText("60 stars to spend").waitFor();
    await merchant.app.getByText("40 stars to go").waitFor();
    await merchant.app.getByText("Shopify does not let Thrice give this yet.").waitFor();
    expect(await merchant.app.getByRole("radio").count()).toBe(2);
    await merchant.app.getByText("Spends 50 stars for £5.00 off; 10 left.").waitFor();
    await merchant.app.getByText(/^Once, on an order of £20\.00 or more, until /).waitFor();
    await merchant.app.getByText("Combines with shipping discounts, not with order or product discounts.").waitFor();
    await merchant.app.getByText("Redeeming claims what waits").waitFor();
    expect(await balance(ann)).toBe(60);
  });

  it("lets an amount be chosen, and refuses beside the field what is not offered", async () => {
    await merchant.app.getByText("Your choice: an amount off, from 5 stars").click();
    await merchant.app.getByLabel("Stars to spend").fill("7");
    await merchant.app.getByText("Enter 5 stars to 100 stars, in steps of 5.").waitFor();
    expect(await dialog().getByRole("button", { name: "Redeem", exact: true }).isDisabled()).toBe(true);
    await merchant.app.getByLabel("Stars to spend").fill("15");
    await merchant.app.getByText("Spends 15 stars for £1.50 off; 45 left.").waitFor();
  });

  it("holds the points, asks Shopify, and shows the code to copy", async () => {
    await merchant.app.getByText("Five off: £5.00 off for 50 stars").click();
    await dialog().getByRole("button", { name: "Spend 50 stars" }).press("Enter");
    await merchant.page.getByText("Asked Shopify for the reward").waitFor();
    await focusOn("Five off: £5.00 off");
    await waitFor("the code to work", async () => (await redemptions())[0]?.state === "issued");
    const [redeemed] = await redemptions();
    await waitFor("the code on the page", async () => (await merchant.app.getByLabel("Code").inputValue()) === redeemed?.code);
    await merchant.app.getByText(/^Can be used until /).waitFor();
    await merchant.app.getByText("10 available").waitFor();
    expect(await balance(ann)).toBe(10);
    await merchant.app.getByRole("button", { name: /^Why: −50 stars · Spent/ }).click();
    await merchant.app.getByText(/^staff member \d+ spent 50 stars on Five off for the customer\.$/).waitFor();
  });

  it("takes an unused code back after saying what that means", async () => {
    await merchant.app.getByRole("button", { name: "Take back Five off: £5.00 off" }).click();
    await merchant.app.getByText("The code stops working for good.").waitFor();
    await dialog().getByRole("button", { name: "Take back" }).press("Enter");
    await merchant.app.getByText("The code is being taken back.").waitFor();
    await focusOn("Five off: £5.00 off");
    expect((await redemptions()).map(({ state }) => state)).toEqual(["releasing"]);
  });

  it("is ended by the merchant's word where Shopify's answer about money was lost, and Home says that it waits for that", async () => {
    await world.sql(`insert into redemptions (shop_id, redemption_id, customer_id, idempotency_key, reward, grant_made, program_version, points, state, refusal, reserved_at)
      select shop_id, 'unclear', customer_id, 'unclear', reward, '{"kind": "store_credit", "amountMinor": 500}', program_version, points, 'issuing', 'Look at the customer’s store credit in Shopify.', now() from redemptions`);
    await merchant.visit("");
    await merchant.app.getByRole("link", { name: "1 reward waits for your answer" }).press("Enter");
    await merchant.app.getByText("If it is there, say so here. If it is not, take the reward back, and 50 stars return.").waitFor();
    await merchant.app.getByRole("button", { name: /^It is there/ }).press("Enter");
    await merchant.app.getByText("50 stars stay spent, and it can no longer be taken back here.").waitFor();
    await dialog().getByRole("button", { name: "It is there" }).press("Enter");
    await merchant.app.getByText(/^£5\.00 is in the customer’s store credit, as staff member \d+ said on /).waitFor();
    await focusOn("Five off: £5.00 of store credit");
    expect((await redemptions()).map(({ state }) => state)).toEqual(["releasing", "issued"]);
    await merchant.visit("");
    await merchant.app.getByRole("heading", { name: "Sync" }).waitFor();
    expect(await merchant.app.getByText("waits for your answer").count()).toBe(0);
    await world.sql("delete from redemptions where redemption_id = 'unclear'");
  });

  it("says what Shopify refused, and gives the points back", async () => {
    await world.control.setFaults(SHOP, { webhooks: { dropShare: 1 } });
    const { id } = await world.control.customer(SHOP, { email: "gone@example.com" });
    await world.control.setFaults(SHOP, { webhooks: { dropShare: 0 } });
    await world.control.order(SHOP, { customer: { id }, processedAt: ago(20), createdAt: ago(20), totalMinor: 6000 });
    await world.settled(SHOP);
    await world.control.setFaults(SHOP, { webhooks: { dropShare: 1 } });
    await world.control.changeCustomer(SHOP, { id, action: "delete" });
    await world.control.setFaults(SHOP, { webhooks: { dropShare: 0 } });
    await merchant.visit(`/customers/${id}`);
    await merchant.app.getByRole("button", { name: "Redeem" }).click();
    await dialog().getByRole("button", { name: "Spend 50 stars" }).click();
    await merchant.app.getByText(/^Shopify refused it: .* 50 stars came back\.$/).waitFor();
    expect(await balance(id)).toBe(60);
  });
});

describe("leaving a customer out", () => {
  it("needs a reason, says what it means, and shows both on the page", async () => {
    await merchant.visit(`/customers/${bob}`);
    await merchant.app.getByRole("button", { name: "Manage" }).click();
    await merchant.app.getByRole("button", { name: "Block from earning", exact: true }).click();
    await merchant.app.getByText("Orders placed from now on earn nothing. They still count for the stage.").waitFor();
    await dialog().getByRole("button", { name: "Block customer" }).click();
    await merchant.app.getByText("Enter a reason. Your colleagues read it here.").waitFor();
    await waitFor("the focus on the reason", () => merchant.app.getByLabel("Reason").evaluate((field) => field === document.activeElement));
    await merchant.app.getByLabel("Reason").fill("Resells the rewards");
    const block = dialog().getByRole("button", { name: "Block customer" });
    await merchant.page.route("**/*_data=*", async (route) => {
      if (route.request().method() !== "POST") return route.continue();
      await dialog().getByRole("button", { name: "Block customer", disabled: true }).waitFor();
      await route.fulfill({ status: 503, contentType: "application/json", headers: { "x-remix-response": "yes", "x-request-id": "held-1234" }, body: "null" });
    });
    await block.press("Enter");
    await merchant.page.getByText("This did not work just now. Nothing was changed.").waitFor();
    await dialog().getByRole("button", { name: "Block customer", disabled: false }).waitFor();
    expect(await block.evaluate((button) => (button.getRootNode() as ShadowRoot).activeElement === button)).toBe(true);
    await merchant.page.unroute("**/*_data=*");
    await block.press("Enter");
    await merchant.app.getByText(/Blocked from earning since /).waitFor();
    await merchant.app.getByText(/^Reason, by staff member \d+: Resells the rewards$/).waitFor();
  });

  it("lets orders of that time earn nothing, and says why in the history", async () => {
    await nextSecond();
    await world.control.order(SHOP, { customer: { id: bob }, totalMinor: 3000 });
    await world.settled(SHOP);
    expect(await balance(bob)).toBe(60);
    await merchant.visit(`/customers/${bob}`);
    await merchant.app.getByText("60 waiting for the first sign-in").waitFor();
  });

  it("shows the customer that orders earn nothing, what is there still, and nothing of the reason", async () => {
    await merchant.visit(`/customers/${bob}/preview`);
    await merchant.app.getByText("New orders earn nothing on this account. What stands here can be used. Ask the shop if this is a mistake.").waitFor();
    await merchant.app.getByRole("region", { name: "Preview of the customer’s page" }).getByText("60 stars", { exact: true }).waitFor();
    expect(await merchant.app.getByRole("main").innerText()).not.toContain("Resells");
  });

  it("ends with one act, from then on", async () => {
    await merchant.visit(`/customers/${bob}`);
    await merchant.app.getByRole("button", { name: "Let earn again" }).first().click();
    await merchant.app.getByText("Orders placed while this customer was left out stay without.").waitFor();
    await dialog().getByRole("button", { name: "Let earn again" }).click();
    await merchant.app.getByText(/Blocked from earning since /).waitFor({ state: "detached" });
    await nextSecond();
    await world.control.order(SHOP, { customer: { id: bob }, totalMinor: 500 });
    await world.settled(SHOP);
    expect(await balance(bob)).toBe(65);
  });
});

describe("the customer's own view", () => {
  it("is marked as a preview and shows balance, tier, rewards and history in the customer's words", async () => {
    await merchant.visit(`/customers/${bob}`);
    await merchant.app.getByRole("link", { name: "View as customer" }).click();
    await merchant.app.getByRole("heading", { name: "View as customer", level: 1 }).waitFor();
    const preview = merchant.app.getByRole("region", { name: "Preview of the customer’s page" });
    await preview.getByText("65 stars", { exact: true }).waitFor();
    await merchant.app.getByText("65 stars wait for the first sign-in. This is what the customer reads from then on.").waitFor();
    await preview.getByText("£5.00 to Silver").waitFor();
    await preview.getByText("35 stars to go").waitFor();
    await preview.getByText(/^Order #\d+ earns 60 stars: 1 star per £1\.00 on £60\.00\.$/).waitFor();
    expect(await preview.innerText()).not.toContain("version");
    expect(await preview.locator("a, button, input, [tabindex]").count()).toBe(0);
  });
});

describe("the list of customers", () => {
  it("shows what each holds, by the merchant's name for it", async () => {
    await merchant.visit("/customers");
    await merchant.app.getByRole("columnheader", { name: "Stars" }).waitFor();
    expect((await merchant.app.getByRole("row", { name: /bob@example\.com/ }).getByRole("cell").last().innerText()).trim()).toBe("65");
  });
});

describe("every page about one customer, wide and at 360 pixels", () => {
  it.each(["wide", "phone"] as const)("has no fault that axe finds, never scrolls sideways, and does not move while it loads (%s)", async (screen) => {
    const visitor = await signIn(world, browser, { shop: SHOP, screen });
    const problems: Record<string, unknown> = {};
    const check = async (name: string) => {
      const found = { axe: await accessibilityProblems(visitor.page), sideways: await sidewaysPixels(visitor.page), shift: await layoutShift(visitor.page) };
      if (found.axe.length > 0 || found.sideways > 0 || found.shift >= 0.1) problems[name] = found;
    };
    for (const path of ["/customers", `/customers/${ann}`, `/customers/${ann}/preview`, `/customers/${bob}/preview`]) {
      await visitor.visit(path);
      await check(path);
    }
    await visitor.visit(`/customers/${ann}`);
    if (screen === "phone") await visitor.app.getByRole("button", { name: /actions/i }).first().click();
    await visitor.app.getByRole("button", { name: "Redeem", exact: true }).click();
    await visitor.app.getByText("to spend", { exact: false }).first().waitFor();
    await check("the dialog that redeems");
    await visitor.leave();
    expect(problems).toEqual({});
    expect(visitor.faults).toEqual([]);
  });

  it("can be redeemed from with the keyboard alone, and gives the focus back", async () => {
    await merchant.visit(`/customers/${bob}`);
    await merchant.app.getByRole("button", { name: "Redeem" }).focus();
    await merchant.page.keyboard.press("Enter");
    await merchant.app.getByText("65 stars to spend").waitFor();
    expect(await accessibilityProblems(merchant.page)).toEqual([]);
    await merchant.page.keyboard.press("Escape");
    await dialog().waitFor({ state: "detached" });
    await waitFor("the focus back on Redeem", () => merchant.app.getByRole("button", { name: "Redeem" }).evaluate((button) => button === document.activeElement));
  });
});
