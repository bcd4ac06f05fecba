import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { optOutKey, signedPart } from "#app/domain/messages/opt-out-key.ts";
import { pool } from "#app/platform/db.server.ts";
import { findShopByDomain, getShopHash } from "#app/store/shops.server.ts";
import { axeProblems } from "#tests/setup/axe.ts";
import { launchBrowser } from "#tests/setup/browser.ts";
import { SHOP, startWorld, type World } from "#tests/setup/world.ts";
import { accessibilityProblems, appFrame, sidewaysPixels, signIn, type Merchant } from "./merchant.ts";

let world: World;
let browser: Browser;
let merchant: Merchant;

beforeAll(async () => {
  world = await startWorld();
  await world.openApp(SHOP);
  browser = await launchBrowser();
  merchant = await signIn(world, browser, { shop: SHOP });
});
afterAll(async () => {
  await merchant.leave();
  await browser.close();
  await world.stop();
});

describe("the page of messages", () => {
  it("lists what goes out, and leads to each message", async () => {
    await merchant.visit("/settings");
    await merchant.app.getByRole("link", { name: "Messages" }).click();
    await merchant.app.getByRole("heading", { name: "Messages", level: 1 }).waitFor();
    for (const name of ["Invitation", "You earned", "Reward available", "Points expire", "Waiting points lapse"]) expect(await merchant.app.getByRole("link", { name }).count()).toBe(1);
    await merchant.app.getByText("Whether a mail is opened is not measured.").waitFor();
    await merchant.app.getByRole("link", { name: "Invitation" }).click();
    await merchant.app.getByRole("heading", { name: "Invitation", level: 1 }).waitFor();
  });

  it("shows a message in another language, and sends exactly this one as a test", async () => {
    await merchant.visit("/messages/invitation");
    await merchant.app.getByLabel("Language").selectOption("de");
    await merchant.app.getByText("120 Punkte für Sie").first().waitFor();
    const mail = merchant.app.frameLocator("iframe[title='The message as a mail']");
    expect(await mail.getByRole("link", { name: "Anmelden" }).getAttribute("href")).toBe(`https://${SHOP}/account`);
    await merchant.app.getByLabel("Send to").fill("owner@example.com");
    await merchant.app.getByRole("button", { name: "Send test mail" }).click();
    await merchant.app.getByText("The mail server took the mail to owner@example.com.").waitFor();
    expect(world.mailbox.mails.map(({ to, subject }) => ({ to, subject }))).toEqual([{ to: ["owner@example.com"], subject: expect.stringContaining("120 Punkte für Sie") }]);
  });

  it("says what is wrong with an address, and that the mail server can't be reached", async () => {
    await merchant.visit("/messages/points_expire");
    await merchant.app.getByLabel("Send to").fill('a"b@example.com');
    await merchant.app.getByRole("button", { name: "Send test mail" }).click();
    await merchant.app.getByText("This is not a plain e-mail address.").waitFor();
    await merchant.app.locator("[aria-invalid=true]:focus").and(merchant.app.getByLabel("Send to")).waitFor();
    await world.mailbox.setFaults({ mode: "down" });
    await merchant.app.getByLabel("Send to").fill("owner@example.com");
    await merchant.app.getByRole("button", { name: "Send test mail" }).click();
    await merchant.app.getByText("The mail server can’t be reached").waitFor();
    await world.mailbox.setFaults({ mode: "good" });
  });

  it("switches a message off and on", async () => {
    await merchant.visit("/messages/reward_available");
    await merchant.app.getByRole("button", { name: "Switch off" }).click();
    await merchant.page.getByText("Message is off").waitFor();
    await merchant.app.getByRole("button", { name: "Switch on" }).waitFor();
    expect(await world.sql("select is_on from message_settings where kind = 'reward_available'")).toEqual([{ is_on: false }]);
  });

  it("keeps quiet hours and the shop's language", async () => {
    await merchant.visit("/messages");
    await merchant.app.getByLabel("Quiet from").selectOption("22");
    await merchant.app.getByLabel("Your shop’s language").selectOption("et");
    await merchant.app.getByRole("link", { name: "Settings" }).click();
    await merchant.page.getByRole("button", { name: "Stay" }).click();
    expect(await merchant.app.getByLabel("Quiet from").inputValue()).toBe("22");
    await merchant.page.getByRole("button", { name: "Save" }).click();
    await merchant.page.getByText("Mail settings saved").waitFor();
    await merchant.page.getByRole("button", { name: "Save" }).waitFor({ state: "hidden" });
    expect(await world.sql("select language, quiet_from_hour, quiet_until_hour from mail_settings")).toEqual([{ language: "et", quiet_from_hour: 22, quiet_until_hour: 8 }]);
  });

  it.each(["wide", "phone"] as const)("can be used by everybody on a %s screen", async (screen) => {
    const visitor = await signIn(world, browser, { shop: SHOP, screen });
    for (const path of ["/messages", "/messages/invitation", "/program/expiry"]) {
      await visitor.visit(path);
      if (process.env["PICTURES"]) await visitor.page.screenshot({ path: `${process.env["PICTURES"]}/${screen}${path.replaceAll("/", "-")}.png` });
      // The mail itself runs no script, not even that of the check; it is looked at by itself below.
      await appFrame(visitor.page).evaluate(() => document.querySelector("iframe.message-preview")?.remove());
      expect(await accessibilityProblems(visitor.page)).toEqual([]);
      expect(await sidewaysPixels(visitor.page)).toBe(0);
    }
    expect(visitor.faults).toEqual([]);
    await visitor.leave();
  });
});

describe("a mail", () => {
  it.each([360, 700])("reads well on %i pixels, by day and by night", async (width) => {
    const context = await browser.newContext({ viewport: { width, height: 700 } });
    const page = await context.newPage();
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      await page.setContent(world.mailbox.mails[0]?.html ?? "");
      expect(await axeProblems(page.mainFrame(), { without: ["landmark-one-main", "page-has-heading-one", "region"] })).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0);
      if (process.env["PICTURES"]) await page.screenshot({ path: `${process.env["PICTURES"]}/mail-${width}-${colorScheme}.png` });
    }
    await context.close();
  });
});

describe("the link in a mail", () => {
  const linkIn = () => new URL((/^List-Unsubscribe: <(.*)>$/m.exec(world.mailbox.mails[0]?.raw.replaceAll(/\r\n\s+/g, "") ?? "")?.[1] ?? ""));

  const linkFor = async (customerId: string) => {
    const shop = (await findShopByDomain(pool, SHOP))!;
    const link = { shopId: shop.id, customerId, kind: "invitation" } as const;
    return `${world.appOrigin}/unsubscribe?k=${optOutKey(link, (await getShopHash(pool, shop)).optOut(signedPart(link)))}&lang=en`;
  };

  it("of a test is nobody's, and says so in the reader's language", async () => {
    const answer = await fetch(new URL(linkIn().pathname + linkIn().search, world.appOrigin));
    expect([answer.status, await answer.text()]).toEqual([404, expect.stringContaining("Dieser Link ist unvollständig")]);
  });

  it("unsubscribes by one click from a mail program, not by being looked at, and can be taken back on its page", async () => {
    const { id } = await world.control.customer(SHOP);
    await world.settled(SHOP);
    const link = await linkFor(id);
    const optOuts = () => world.sql<{ reason: string }>("select reason from mail_opt_outs where customer_id = $1", [id]);
    const page = await fetch(link);
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining("No more offers by mail from")]);
    expect(await optOuts()).toEqual([]);
    const click = await fetch(link, { method: "POST", headers: { "content-type": "application/x-www-form-urlencoded" }, body: "List-Unsubscribe=One-Click" });
    expect(click.status).toBe(200);
    expect(await optOuts()).toEqual([{ reason: "unsubscribed" }]);
    const visitor = await browser.newPage();
    await visitor.goto(`${link}&why=one_off`);
    await visitor.getByRole("button", { name: "No more offers" }).press("Enter");
    await visitor.getByText("Understood. We won’t send you offers. Your points stay yours.").waitFor();
    expect(await optOuts()).toEqual([{ reason: "one_off" }]);
    await visitor.getByRole("button", { name: "Undo" }).click();
    await visitor.getByText("Offers may reach you again.").waitFor();
    expect(await optOuts()).toEqual([]);
    await visitor.close();
  });
});
