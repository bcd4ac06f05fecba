import { mkdirSync } from "node:fs";
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
  world = await startWorld({ scopes: ["read_all_orders"] });
  browser = await launchBrowser();
  await world.openApp(SHOP);
  await world.settled(SHOP);
  await world.sql("INSERT INTO holdout_settings (shop_id, version, percent, created_at, created_by) SELECT id, 1, 0, now(), 'test' FROM shops");
  merchant = await signIn(world, browser, { shop: SHOP });
}, 180_000);

afterAll(async () => {
  await browser?.close();
  await world?.stop();
});

const button = (name: string | RegExp) => merchant.app.getByRole("button", { name });
const save = () => merchant.page.getByRole("button", { name: "Save" }).click();
const text = (words: string | RegExp) => merchant.app.getByText(words);
async function control<T>(method: string, path: string, body?: object): Promise<T> {
  const answer = await fetch(`${world.adminOrigin}/standin/shops/${SHOP}/${path}`, { method, ...(body && { body: JSON.stringify(body) }) });
  if (!answer.ok) throw new Error(await answer.text());
  return (await answer.json()) as T;
}

describe("the page Order confirmation", () => {
  it("says that it is off, and what is missing; the merchant allows it in Shopify's own question", async () => {
    await merchant.visit("/order-confirmation");
    await text("Thrice may not make discount codes yet").waitFor();
    await text("No code has been given yet.").waitFor();
    await button("Allow in Shopify").click();
    await merchant.page.getByRole("dialog").getByRole("button", { name: "Allow", exact: true }).click();
    await text("Thrice may not make discount codes yet").waitFor({ state: "hidden" });
  });

  it("names the field that is wrong, and saves what is right", async () => {
    await text("The same, and a link in the e-mail").click();
    await merchant.app.getByLabel("Percentage", { exact: true }).fill("120");
    await merchant.app.getByLabel("Percentage", { exact: true }).blur();
    await save();
    await text("The percentage must be from 1 to 100.").waitFor();
    expect(await merchant.app.getByLabel("Percentage", { exact: true }).evaluate((element) => element === document.activeElement)).toBe(true);
    await merchant.app.getByLabel("Percentage", { exact: true }).fill("15");
    await merchant.app.getByLabel("Minimum order").fill("20");
    await save();
    await merchant.app.getByText("Link not tested", { exact: true }).waitFor();
    const [saved] = await world.sql<{ way: string; rules: { grant: object; minimumOrderMinor: number } }>("SELECT way, rules FROM confirmation_settings");
    expect(saved).toMatchObject({ way: "link", rules: { grant: { kind: "percent_off", percent: 15 }, minimumOrderMinor: 2_000 } });
  });

  it("asks before changed rules are left behind, and forgets them once told to discard", async () => {
    await merchant.page.getByRole("button", { name: "Save" }).waitFor({ state: "hidden" });
    await merchant.app.getByLabel("Percentage", { exact: true }).fill("25");
    await merchant.page.getByRole("link", { name: "Accounts" }).click();
    await merchant.page.getByRole("button", { name: "Stay" }).click();
    expect(await merchant.app.getByLabel("Percentage", { exact: true }).inputValue()).toBe("25");
    await merchant.page.getByRole("button", { name: "Discard" }).click();
    await merchant.page.getByRole("button", { name: "Save" }).waitFor({ state: "hidden" });
    expect(await merchant.app.getByLabel("Percentage", { exact: true }).inputValue()).toBe("15");
  });

  it("gives a snippet for each language that Liquid understands, and tells a right link from a wrong one", async () => {
    const snippet = await merchant.app.getByLabel("Snippet", { exact: true }).inputValue();
    await merchant.app.getByLabel("Language").selectOption("de");
    expect(await merchant.app.getByLabel("Snippet", { exact: true }).inputValue()).toContain("&amp;l=de");
    expect(await merchant.app.getByRole("link", { name: "Open template" }).getAttribute("href")).toContain("/email_templates/order_confirmation/edit");
    await merchant.app.getByLabel("Link from a test mail").fill(snippet);
    await button("Check").click();
    await text(/This is the text of the template/).waitFor();
    await merchant.app.locator("[aria-invalid=true]:focus").and(merchant.app.getByLabel("Link from a test mail")).waitFor();
    await control("PUT", "confirmation-template", { template: `<h1>Thank you</h1>${snippet}` });
    const { id } = await world.control.order(SHOP, { customer: { email: "buyer@example.com" }, totalMinor: 5_000 });
    const { html } = await control<{ html: string }>("GET", `orders/${id}/confirmation`);
    await merchant.app.getByLabel("Link from a test mail").fill(html.replace(/s=[0-9a-f]+/, `s=${id}`));
    await button("Check").click();
    await text(/did not apply the filter hmac_sha256/).waitFor();
    await merchant.app.getByLabel("Link from a test mail").fill(html);
    await button("Check").click();
    await text("The link is right. Customers who click it get their code.").waitFor();
    await text(/The link was last found right on/).waitFor();
    await merchant.app.getByText("Working", { exact: true }).waitFor();
  });

  it("shows who got a code and who used it, with the link clicked in the mail itself", async () => {
    const mail = await waitFor("the mail", () => world.mailbox.mails.find(({ to }) => to.includes("buyer@example.com")));
    const link = /href="https:\/\/([^"]+)"/.exec(mail.html)?.[1]?.replaceAll("&amp;", "&") ?? "";
    await world.settled(SHOP);
    const landed = await waitFor("the code", async () => {
      const answer = await fetch(`${world.adminOrigin}/storefront/${link}`, { redirect: "manual" });
      return answer.headers.get("location");
    });
    expect(landed).toMatch(new RegExp(`^/storefront/${SHOP}/discount/THX-`));
    const cart = await (await fetch(`${world.adminOrigin}${landed}`)).text();
    expect(cart).toContain("is in your cart.");
    await world.control.orderWithCode(SHOP, { code: landed.split("/").at(-1) ?? "", customer: null, email: "friend@example.com", totalMinor: 4_000 });
    await world.settled(SHOP);
    await merchant.visit("/order-confirmation");
    await text("1 given, 1 used, 0 can still be used. The orders with them came to £34.00, after £6.00 off.").waitFor();
    await merchant.app.getByText("Used", { exact: true }).first().waitFor();
  });

  it("makes a new key after asking, and says that the link is to be tested again", async () => {
    const before = await merchant.app.getByLabel("Snippet", { exact: true }).inputValue();
    await button("Make a new key").click();
    await merchant.app.getByRole("dialog").getByRole("button", { name: "Make a new key" }).click();
    await text("The link has not been tested since its key was made.").waitFor();
    expect(await merchant.app.getByLabel("Snippet", { exact: true }).inputValue()).not.toBe(before);
  });

  it("prepares printed codes, says what is wrong with one, and offers them once a test mail has the right one", async () => {
    await button("Prepare printed codes").click();
    await text(/5,500 codes ready, .*not tested yet\./).waitFor({ timeout: 60_000 });
    const snippet = await merchant.app.getByLabel("Snippet with the printed code").inputValue();
    await control("PUT", "confirmation-template", { template: `<h1>Order {{ name }}</h1>${snippet}` });
    const { id } = await world.control.order(SHOP, { email: "printed@example.com", totalMinor: 5_000 });
    const { html } = await control<{ html: string }>("GET", `orders/${id}/confirmation`);
    const number = /#(\d+)/.exec(html)?.[1] ?? "";
    await merchant.app.getByLabel("Code from a test mail").fill(`THP1-${number}`);
    await button("Compare code").click();
    await text("Enter the order number of the same mail, such as 1001.").waitFor();
    await merchant.app.locator("[aria-invalid=true]:focus").and(merchant.app.getByLabel("Order number in that mail")).waitFor();
    await merchant.app.getByLabel("Order number in that mail").fill(`#${number}`);
    await button("Compare code").click();
    await text(/did not apply the filter hmac_sha256: the mail shows the order number itself/).waitFor();
    expect(await merchant.app.getByLabel("A code printed in the e-mail (beta)").count()).toBe(0);
    await merchant.app.getByLabel("Code from a test mail").fill(html.replaceAll(/<[^>]+>/g, " "));
    await button("Compare code").click();
    await text(/^The code is right: THP1-[0-9A-F]{12}\. Mails print codes that work\./).waitFor();
    await text("A code printed in the e-mail (beta)").click();
    await save();
    await text(/codes ready, .*last self-test today\./).waitFor();
    await expect.poll(async () => (await world.sql<{ way: string }>("SELECT way FROM confirmation_settings"))[0]?.way).toBe("print");
    await text("The budget does not hold for printed codes. Codes of this month cost £6.00 so far.").waitFor();
  });

  it("takes one code of the merchant's own only where Shopify knows it and limits it", async () => {
    await text("One code of your own").click();
    await merchant.app.getByLabel("Your code").fill("THANKS10");
    await save();
    await text("Shopify does not know this code. Make it under Discounts first.").waitFor();
    await text("A code printed in the e-mail (beta)").click();
  });

  it.each(["wide", "phone"] as const)("has nothing to scroll sideways and nothing that axe finds, %s", async (screen) => {
    const visitor = await signIn(world, browser, { shop: SHOP, screen });
    await visitor.visit("/order-confirmation");
    await visitor.app.getByText("Given and used").waitFor();
    expect(await sidewaysPixels(visitor.page)).toBeLessThanOrEqual(0);
    expect(await accessibilityProblems(visitor.page)).toEqual([]);
    // The whole page at once: the frame scrolls, and a picture does not.
    await visitor.page.setViewportSize({ width: screen === "wide" ? 1280 : 360, height: 3_400 });
    mkdirSync(".data/pictures", { recursive: true });
    await visitor.page.screenshot({ path: `.data/pictures/order-confirmation-${screen}.png` });
    expect(visitor.faults).toEqual([]);
    await visitor.leave();
  });
});
