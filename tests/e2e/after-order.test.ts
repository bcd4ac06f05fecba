import { mkdirSync } from "node:fs";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { claimSnippet } from "#app/domain/confirmation/claim-snippet.ts";
import { pool } from "#app/platform/db.server.ts";
import { findClaimKey } from "#app/store/claim-keys.server.ts";
import { setHoldoutPercent } from "#app/usecases/set-holdout-percent.server.ts";
import { saveConfirmationSettings } from "#app/usecases/save-confirmation-settings.server.ts";
import { publishProgram } from "#scripts/demo/publish-program.ts";
import { readProgram } from "#scripts/demo/read-program.ts";
import { axeProblems, WCAG_AA } from "#tests/setup/axe.ts";
import { launchBrowser, openVisitor, type Screen } from "#tests/setup/browser.ts";
import { SHOP, startWorld, type World } from "#tests/setup/world.ts";


let world: World;
let browser: Browser;

beforeAll(async () => {
  world = await startWorld({ shops: [{ domain: SHOP }], scopes: ["read_all_orders", "write_discounts", "write_customers"] });
  browser = await launchBrowser();
  await world.openApp(SHOP);
  await world.settled(SHOP);
  const token = await world.apiToken(SHOP);
  await publishProgram({ apiUrl: `${world.appOrigin}/api/v1`, apiToken: token }, { program: readProgram("demo"), startsAt: new Date(Date.now() - 86_400_000) });
  const [shop] = await world.sql<{ id: number }>("SELECT id FROM shops WHERE domain = $1", [SHOP]);
  const now = new Date();
  await setHoldoutPercent(shop?.id ?? 0, { percent: 0, by: "test" }, now);
  expect(await saveConfirmationSettings(shop?.id ?? 0, { way: "blocks", rules: {} }, { by: "test", now })).toEqual({ outcome: "saved" });
}, 180_000);

afterAll(async () => {
  await browser?.close();
  await world?.stop();
});

async function visit(path: string, screen: Screen = "wide"): Promise<Page> {
  const visitor = await openVisitor(browser, screen);
  const page = await visitor.newPage();
  await page.goto(`${world.adminOrigin}/surfaces/${SHOP}/${path}`);
  return page;
}

const problems = (page: Page) => axeProblems(page.mainFrame(), { tags: WCAG_AA });

const sideways = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

const noProblem = async (page: Page, picture: string) => {
  expect(await sideways(page)).toBe(0);
  expect(await problems(page)).toEqual([]);
  await shoot(page, picture);
};

/** As the merchant does: chooses the link as well, and pastes its snippet into the template of the order confirmation. */
async function pasteLink(): Promise<void> {
  const [shop] = await world.sql<{ id: number; domain: string }>("SELECT id, domain FROM shops WHERE domain = $1", [SHOP]);
  if (!shop) throw new Error("the shop is not installed");
  await saveConfirmationSettings(shop.id, { way: "link", rules: {} }, { by: "test", now: new Date() });
  const { key } = (await findClaimKey(pool, shop))!;
  const template = `<h1>Thank you</h1>${claimSnippet(key, "en")}`;
  await fetch(`${world.adminOrigin}/standin/shops/${SHOP}/confirmation-template`, { method: "PUT", body: JSON.stringify({ template }) });
}

const shoot = async (page: Page, name: string) => {
  mkdirSync(".data/pictures", { recursive: true });
  await page.screenshot({ path: `.data/pictures/${name}.png`, fullPage: true });
};

describe("a guest who has just bought", () => {
  it("sees the points that wait and a code on the thank-you page, and the code works on the next order", async () => {
    const order = await world.control.order(SHOP, { customer: { email: "guest@example.com" }, totalMinor: 12_000 });
    const page = await visit(`thank-you/${order.id}`);
    await page.getByText("120 points").first().waitFor();
    const code = await page.getByText(/^THX-/).innerText();
    await page.getByRole("link", { name: "Sign in" }).waitFor();
    expect(await problems(page)).toEqual([]);
    await shoot(page, "thank-you");
    const next = await world.control.orderWithCode(SHOP, { code, customer: null, email: "somebody@example.com", totalMinor: 5_000 });
    expect(next.totalMinor).toBe(4_500);
    await world.settled(SHOP);
    await page.reload();
    await page.getByText("You have used this code.").waitFor();
  });

  it("buys by clicks from the product on, reads points and code, and uses the code on a second order", async () => {
    await fetch(`${world.adminOrigin}/standin/shops/${SHOP}/products`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ title: "Teapot", priceMinor: 6_000 }) });
    const page = await (await openVisitor(browser)).newPage();
    const buy = async (type: { email: string; code?: string }) => {
      await page.getByRole("link", { name: "Teapot" }).click();
      await page.getByRole("button", { name: "Add to cart" }).click();
      await page.getByRole("link", { name: "Check out" }).click();
      await page.getByLabel("E-mail").fill(type.email);
      if (type.code) await page.getByLabel("Discount codes").fill(type.code);
      await page.getByRole("button", { name: "Place order" }).click();
    };
    await page.goto(`${world.adminOrigin}/storefront/${SHOP}/collections/all`);
    await buy({ email: "clicks@example.com", code: "NO-SUCH" });
    expect(await page.getByRole("alert").innerText()).toBe("There is no code NO-SUCH.");
    expect(await problems(page)).toEqual([]);
    await page.getByLabel("Discount codes").fill("");
    await page.getByRole("button", { name: "Place order" }).click();
    await page.waitForURL(/thank-you/);
    const firstPage = page.url();
    await page.getByText("60 points").first().waitFor();
    const code = await page.getByText(/^THX-/).innerText();
    await page.getByRole("link", { name: "Use it in the shop" }).click();
    await page.getByText(`The code ${code} is in your cart.`).waitFor();
    await page.getByRole("link", { name: "Continue shopping" }).click();
    await buy({ email: "clicks@example.com" });
    await page.waitForURL(/thank-you/);
    const placed = await fetch(`${world.adminOrigin}/standin/shops/${SHOP}/orders/${/thank-you\/(\d+)/.exec(page.url())?.[1]}`);
    expect(await placed.json()).toMatchObject({ totalMinor: 5_400 });
    await page.getByText("This order earns 108 points").waitFor();
    await page.getByRole("link", { name: "Your order’s page" }).click();
    await page.getByRole("button", { name: "Claim your points" }).click();
    await page.getByText(/^Claimed\. 168 points are yours/).waitFor();
    await page.goto(firstPage);
    await page.getByText("You have used this code.").waitFor();
  });

  it("finds the mail, has the code in the cart by its link, signs in from the thank-you page, and the third order earns triple, all on a phone", async () => {
    await pasteLink();
    const page = await (await openVisitor(browser, "phone")).newPage();
    const email = "by-mail@example.com";
    const buy = async () => {
      await page.getByRole("link", { name: "Products" }).click();
      await page.getByRole("link", { name: "Teapot" }).click();
      await page.getByRole("button", { name: "Add to cart" }).click();
      await page.getByRole("link", { name: "Check out" }).click();
      if ((await page.getByLabel("E-mail").inputValue()) === "") await page.getByLabel("E-mail").fill(email);
      await noProblem(page, "checkout-phone");
      await page.getByRole("button", { name: "Place order" }).click();
      await page.waitForURL(/thank-you/);
    };
    const followMail = async () => {
      await page.goto(`${world.adminOrigin}/mailbox`);
      await page.getByRole("row").filter({ hasText: email }).getByRole("link", { name: /confirmed/ }).first().click();
      await page.frameLocator("iframe").getByRole("link").click();
    };
    await page.goto(`${world.adminOrigin}/storefront/${SHOP}/`);
    await buy();
    await page.getByText("60 points").first().waitFor();
    await followMail();
    const inCart = page.getByText(/^The code THX-\w+ is in your cart\.$/);
    const beingMade = page.getByText("Your code is being made. Load this page again in a moment.");
    await inCart.or(beingMade).waitFor();
    while (await beingMade.isVisible()) {
      await page.reload();
      await inCart.or(beingMade).waitFor();
    }
    await page.getByRole("link", { name: "Continue shopping" }).click();
    await buy();
    await page.getByText("This order earns 108 points").waitFor();
    const thankYou = page.url();
    await followMail();
    await page.getByText("Your third order earns triple.").waitFor();
    await noProblem(page, "no-code-phone");
    await page.getByRole("link", { name: "Go to the shop" }).click();
    await page.getByRole("heading", { name: "Welcome" }).waitFor();
    await page.goto(thankYou);
    await page.getByRole("link", { name: "Sign in" }).click();
    await page.getByLabel("E-mail").fill("stranger@example.com");
    await page.getByRole("button", { name: "Continue" }).click();
    await page.getByRole("alert").waitFor();
    await page.getByLabel("E-mail").fill(email);
    await noProblem(page, "sign-in-phone");
    await page.getByRole("button", { name: "Continue" }).click();
    // Heard by Shopify's webhooks, before any page of ours was opened.
    await world.settled(SHOP);
    expect(await world.sql("SELECT FROM member_accounts a JOIN customers c USING (shop_id, customer_id) WHERE c.email = $1", [email])).toHaveLength(1);
    await page.getByRole("link", { name: "Your rewards" }).click();
    await page.getByText("168 points more from").waitFor();
    await page.getByRole("link", { name: "Continue shopping" }).click();
    await buy();
    await page.getByText("This order earns 180 points").waitFor();
    await page.getByText(/^You have 0 points; 348 points more from/).waitFor();
    await noProblem(page, "thank-you-signed-in-phone");
  });

  it("of an order that is not there reads that points are being added up", async () => {
    const page = await visit("thank-you/1");
    await page.getByText("Adding up your points. This can take a minute.").waitFor();
    const status = await visit("order-status/1");
    await status.getByText("Adding up your points. This can take a minute.").waitFor();
    expect((await fetch(`${world.adminOrigin}/surfaces/${SHOP}/thank-you`)).status).toBe(404);
  });

  it("learns nothing by naming another order's id: no points, no code, as for an order that does not exist", async () => {
    const order = await world.control.order(SHOP, { customer: { email: "private@example.com" }, totalMinor: 7_000 });
    await world.settled(SHOP);
    const page = await visit(`thank-you/${order.id}`);
    await page.getByText("70 points").first().waitFor();
    const token = await page.evaluate(async () => (await fetch(`${location.pathname}/token`)).text());
    const ask = async (body: object) => {
      const answer = await fetch(`${world.appOrigin}/checkout-api/order`, { method: "POST", headers: { "content-type": "application/json", authorization: `Bearer ${token}` }, body: JSON.stringify({ surface: "thank_you", ...body }) });
      return { status: answer.status, body: await answer.text() };
    };
    const missing = await ask({ orderId: "gid://shopify/Order/999999", checkoutToken: "x" });
    expect(await ask({ orderId: order.id, checkoutToken: "x" })).toEqual(missing);
    expect(await ask({ orderId: order.id })).toEqual(missing);
  });
});

describe("a customer with an account", () => {
  it("claims on the order's page, wants no offers, and takes that back", async () => {
    const order = await world.control.order(SHOP, { customer: { email: "loyal@example.com" }, totalMinor: 60_000 });
    await world.settled(SHOP);
    const page = await visit(`order-status/${order.id}`, "phone");
    await page.getByRole("button", { name: "Claim your points" }).click();
    await page.waitForURL(/signed-in/);
    await page.getByText("This was a one-off; no offers, please.").click();
    await page.getByText("Undo").waitFor();
    expect(await sideways(page)).toBe(0);
    expect(await problems(page)).toEqual([]);
    await shoot(page, "order-status-phone");
    await page.getByText("Undo").click();
    await page.getByText("This was a one-off; no offers, please.").waitFor();
  });

  it("reads balance, road, rewards and history in the account, wide and on a phone, in other languages too", async () => {
    const [customer] = await world.sql<{ customer_id: string }>("SELECT customer_id FROM customers WHERE email = 'loyal@example.com'");
    for (const screen of ["wide", "phone"] as const) {
      const page = await visit(`rewards?customer=${customer?.customer_id}`, screen);
      await page.getByRole("heading", { name: "Rewards", level: 1 }).waitFor();
      await page.getByText("Silver").first().waitFor();
      expect(await sideways(page)).toBe(0);
      expect(await problems(page)).toEqual([]);
      await shoot(page, `rewards-${screen}`);
    }
    const german = await visit(`rewards?customer=${customer?.customer_id}&locale=de`);
    await german.getByRole("heading", { name: "Prämien", level: 1 }).waitFor();
  });

  it("spends points by keyboard in the account: what came of it is read aloud, and the focus stays", async () => {
    const { customerId } = await world.control.order(SHOP, { customer: { email: "keys@example.com" }, totalMinor: 2_000 });
    await world.control.changeCustomer(SHOP, { id: customerId ?? "", action: "sign-in" });
    await world.settled(SHOP);
    const given = await fetch(`${world.appOrigin}/api/v1/customers/${customerId}/adjustments`, {
      method: "POST",
      headers: { authorization: `Bearer ${await world.apiToken(SHOP)}`, "content-type": "application/json", "idempotency-key": "welcome" },
      body: JSON.stringify({ points: 3_000, reason: "welcome" }),
    });
    expect(given.status).toBe(201);
    const isFocused = (page: Page, words: string) => page.waitForFunction((text) => document.activeElement?.textContent === text, words);

    const page = await visit(`rewards?customer=${customerId}`);
    await page.getByRole("button", { name: /^Redeem/ }).first().press("Enter");
    await page.getByRole("button", { name: /^Spend / }).press("Enter");
    await page.getByRole("status").filter({ hasText: "Valid until" }).waitFor();
    await isFocused(page, "Copy");
    await noProblem(page, "rewards-spent-wide");
  });
});
