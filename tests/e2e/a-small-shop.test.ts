import { createHmac, randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import pg from "pg";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { lockShopFacts } from "#app/store/lock-shop-facts.server.ts";
import { launchBrowser } from "#tests/setup/browser.ts";
import { waitFor } from "#tests/setup/wait-for.ts";
import { startWorld, type World } from "#tests/setup/world.ts";
import { accessibilityProblems, appFrame, type Merchant, sidewaysPixels, signIn } from "./merchant.ts";

const SMALL = "small-shop.myshopify.com";
const EMPTY = "empty-shop.myshopify.com";
const SLOW = "slow-shop.myshopify.com";

let world: World;
let browser: Browser;
let merchant: Merchant;

beforeAll(async () => {
  world = await startWorld({ shops: [{ domain: SMALL }, { domain: EMPTY }, { domain: SLOW }] });
  browser = await launchBrowser();
  await world.openApp(SMALL);
  await world.openApp(EMPTY);
  await world.settled(SMALL);
  merchant = await signIn(world, browser, { shop: SMALL });
}, 180_000);

afterAll(async () => {
  await browser?.close();
  await world?.stop();
});

/** A delivery to the app's own door, signed as Shopify signs it, whatever its text is. */
async function deliver(topic: string, body: string): Promise<void> {
  const answer = await fetch(`${world.appOrigin}/webhooks`, {
    method: "POST",
    body,
    headers: {
      "content-type": "application/json",
      "x-shopify-topic": topic,
      "x-shopify-shop-domain": SMALL,
      "x-shopify-webhook-id": randomUUID(),
      "x-shopify-event-id": randomUUID(),
      "x-shopify-api-version": "2026-07",
      "x-shopify-triggered-at": new Date().toISOString(),
      "x-shopify-hmac-sha256": createHmac("sha256", process.env["SHOPIFY_API_SECRET"] ?? "").update(body).digest("base64"),
    },
  });
  expect(answer.status).toBe(200);
}

/** The button that was pressed is gone or could not be pressed for a while: the keyboard goes on from what tells the outcome. */
const focusIsOn = (words: string) => waitFor(`the focus on ${words}`, () => appFrame(merchant.page).evaluate((start) => document.activeElement !== document.body && (document.activeElement?.textContent ?? "").startsWith(start), words));

describe("a shop without orders", () => {
  it("is told what will appear, on Home and among the customers", async () => {
    const newcomer = await signIn(world, browser, { shop: EMPTY, screen: "phone" });
    await newcomer.visit("");
    await newcomer.app.getByText("No counted orders yet. The road appears with the first paid order.").waitFor();
    expect(await sidewaysPixels(newcomer.page)).toBe(0);
    expect(await accessibilityProblems(newcomer.page)).toEqual([]);
    await newcomer.visit("/customers");
    await newcomer.app.getByText("Customers appear here as orders come in.").waitFor();
    await newcomer.visit("/deliveries");
    await newcomer.app.getByText("Every delivery was read.").waitFor();
    expect(newcomer.faults).toEqual([]);
    await newcomer.leave();
  });
});

describe("a shop whose orders are still being read", () => {
  it("sees that reading runs, and then its figures, without doing anything", async () => {
    await world.control.order(SLOW, { totalMinor: 4000 });
    await world.control.setFaults(SLOW, { bulk: { runningMs: 4_000 } });
    const newcomer = await signIn(world, browser, { shop: SLOW });
    await newcomer.visit("");
    await newcomer.app.getByText("You can leave this page.").waitFor();
    await newcomer.app.getByRole("progressbar").waitFor();
    expect(await accessibilityProblems(newcomer.page)).toEqual([]);
    await newcomer.app.getByText("1 order read from your history.").waitFor();
    await newcomer.app.getByText("Third: loyal").first().waitFor();
    expect(newcomer.faults).toEqual([]);
    await newcomer.leave();
  });
});

describe("a shop with few orders", () => {
  it("says how few customers there are instead of showing a rate", async () => {
    const ann = await world.control.customer(SMALL, { email: "ann@example.com", firstName: "Ann", lastName: "Weber" });
    await world.control.order(SMALL, { customer: { id: ann.id }, totalMinor: 4000 });
    await world.control.order(SMALL, { customer: { id: ann.id }, totalMinor: 1500 });
    await world.settled(SMALL);
    await waitFor("the first figures", async () => {
      await merchant.visit("");
      return merchant.app.getByText("Too few customers for a rate (1 of 50)").first().isVisible();
    });
  });

  it("shows names as they are written, however they are written", async () => {
    const names = ['<script>alert("x")</script>', "Zoë 🦊 Ō", "A".repeat(60)];
    for (const lastName of names) await world.control.order(SMALL, { customer: { email: `${randomUUID()}@example.com`, firstName: "Dr", lastName }, totalMinor: 900 });
    await world.settled(SMALL);
    const visitor = await signIn(world, browser, { shop: SMALL, screen: "phone" });
    await visitor.visit("/customers");
    for (const name of names) await visitor.app.getByRole("link", { name: `Dr ${name}` }).waitFor();
    expect(await sidewaysPixels(visitor.page)).toBe(0);
    expect(await visitor.app.getByRole("columnheader").allInnerTexts()).toEqual(["Customer", "Stage"]);
    await visitor.app.getByText(/^1 order, last /).first().waitFor();
    await visitor.app.getByRole("link", { name: `Dr ${names[2]}` }).click();
    await visitor.app.getByRole("heading", { name: `Dr ${names[2]}` }).waitFor();
    expect(await sidewaysPixels(visitor.page)).toBe(0);
    expect(visitor.faults).toEqual([]);
    await visitor.leave();
  });

  it("keeps the rules of the installation with one click, and the step is done", async () => {
    await merchant.visit("");
    await merchant.app.getByText("Set up: 1 of 3 done").waitFor();
    await merchant.app.getByRole("button", { name: "Keep these" }).click();
    await merchant.app.getByText("Set up: 2 of 3 done").waitFor();
    expect(await world.sql("select p.version, p.created_by from counting_policies p join shops s on s.id = p.shop_id where s.domain = $1 order by 1 desc limit 1", [SMALL])).toEqual([{ version: 2, created_by: "merchant" }]);
    await merchant.app.getByRole("link", { name: "Change what counts" }).waitFor();
    await focusIsOn("Set up: 2 of 3 done");
  });

  it("puts the set-up away when told to", async () => {
    await merchant.visit("");
    await merchant.app.getByRole("button", { name: "Dismiss" }).click();
    await merchant.app.getByText(/^Set up:/).waitFor({ state: "hidden" });
    await merchant.visit("");
    expect(await merchant.app.getByText(/^Set up:/).count()).toBe(0);
  });

  it("one card that fails says so, and leaves the others", async () => {
    await world.sql("alter table reconciliations rename to reconciliations_away");
    try {
      await merchant.visit("");
      await merchant.app.getByText("The state of the sync can’t be shown right now.").waitFor();
      await merchant.app.getByText("First order").first().waitFor();
    } finally {
      await world.sql("alter table reconciliations_away rename to reconciliations");
    }
    await merchant.app.getByRole("button", { name: "Try again" }).click();
    await merchant.app.getByText("Everything that Shopify sent is read.").waitFor();
  });
});

describe("API tokens", () => {
  it("are shown once, work at once, and end when revoked", async () => {
    await merchant.visit("/settings/api-tokens");
    await merchant.app.getByLabel("Name").fill("Monthly report");
    await merchant.app.getByRole("button", { name: "Create token" }).click();
    const token = await merchant.app.getByLabel("Your token").inputValue();
    expect((await world.api("metrics/summary", token)).status).toBe(200);

    await merchant.visit("/settings/api-tokens");
    expect(await merchant.app.getByLabel("Your token").count()).toBe(0);
    await merchant.app.getByRole("button", { name: "Revoke Monthly report" }).click();
    await merchant.app.getByText(`Every program that uses the token ending with ${token.slice(-4)} stops working at once`).waitFor();
    await merchant.app.getByRole("dialog").getByRole("button", { name: "Revoke token" }).click();
    await merchant.app.getByText("No tokens yet.").waitFor();
    await focusIsOn("API tokens");
    expect((await world.api("metrics/summary", token)).status).toBe(401);
  });

  it("need a name", async () => {
    await merchant.visit("/settings/api-tokens");
    await merchant.app.getByLabel("Name").fill("   ");
    expect(await merchant.app.getByRole("button", { name: "Create token" }).isDisabled()).toBe(true);
  });
});

describe("parked deliveries", () => {
  it("are listed with their reason, shown with masked personal data, and can be downloaded whole", async () => {
    await deliver("orders/paid", '{"id": 77, "admin_graphql_api_id": "gid://shopify/Order/77", "email": "secret.person@example.com", "total_pri');
    await waitFor("the delivery to be parked", async () => (await world.sql("select id from inbox_events where state = 'parked'")).length === 1);
    await merchant.visit("");
    await merchant.app.getByRole("link", { name: "1 parked delivery" }).click();
    await merchant.app.getByRole("heading", { name: "Parked deliveries" }).waitFor();
    await merchant.app.getByRole("cell", { name: "Order paid" }).waitFor();
    expect(await accessibilityProblems(merchant.page)).toEqual([]);
    await merchant.app.locator("tbody a").click();
    await merchant.app.getByRole("heading", { name: "Why it is parked" }).waitFor();
    expect(await merchant.app.locator("pre").innerText()).not.toContain("secret.person");
    expect(await accessibilityProblems(merchant.page)).toEqual([]);
    const download = merchant.page.waitForEvent("download");
    await merchant.app.getByRole("button", { name: "Download" }).click();
    expect(await readFile(await (await download).path(), "utf8")).toContain("secret.person@example.com");
  });

  it("come back with their reason when a replay can't read them either", async () => {
    await merchant.app.getByRole("button", { name: "Replay" }).click();
    await merchant.page.getByText("Reading again").waitFor();
    await waitFor("a second try", async () => (await world.sql("select id from inbox_events where state = 'parked' and tries > 1")).length === 1);
    await merchant.app.getByText(/^Tried again \d+ \w+ \d{4}, \d\d:\d\d: its text ends in the middle\.$/).waitFor();
    await focusIsOn("Tried again");
    await merchant.app.getByRole("button", { name: "Read again from Shopify" }).waitFor();
    await merchant.visit("/deliveries");
    await merchant.app.getByText("1 delivery could not be read").waitFor();
  });

  it("are said to be read again for as long as they are, and what came of it after that", async () => {
    const holder = new pg.Client({ connectionString: world.databaseUrl });
    await holder.connect();
    try {
      const [shop] = await world.sql<{ id: number }>("SELECT id FROM shops WHERE domain = $1", [SMALL]);
      await holder.query("BEGIN");
      await lockShopFacts(holder, shop?.id ?? 0);
      await merchant.app.getByRole("checkbox", { name: "Select delivery" }).click();
      await merchant.app.getByRole("button", { name: "Replay" }).click();
      await merchant.app.getByText("1 delivery is being read again.").waitFor();
      expect(await merchant.app.getByText("Nothing is parked").count()).toBe(0);
      await holder.query("ROLLBACK");
    } finally {
      await holder.end();
    }
    await merchant.app.getByText("1 delivery could not be read").waitFor();
    await merchant.page.getByText("It still can’t be read").waitFor();
    expect(await merchant.app.getByText("being read again").count()).toBe(0);
  });

  it("fit a phone", async () => {
    const visitor = await signIn(world, browser, { shop: SMALL, screen: "phone" });
    await visitor.visit("/deliveries");
    expect(await sidewaysPixels(visitor.page)).toBe(0);
    expect(await accessibilityProblems(visitor.page)).toEqual([]);
    await visitor.leave();
  });
});

describe("privacy", () => {
  it("a data request can be downloaded and marked as answered", async () => {
    const [ann] = await world.sql<{ customer_id: string }>("select customer_id from customers where email = 'ann@example.com'");
    await world.control.changeCustomer(SMALL, { id: ann?.customer_id ?? "", action: "data-request" });
    await waitFor("the request", async () => (await world.sql("select id from privacy_requests")).length === 1);
    await merchant.visit("/settings/privacy");
    const download = merchant.page.waitForEvent("download");
    await merchant.app.getByRole("button", { name: /^Download the data of customer/ }).click();
    expect(await readFile(await (await download).path(), "utf8")).toContain("ann@example.com");
    expect(await accessibilityProblems(merchant.page)).toEqual([]);
    await merchant.app.getByRole("button", { name: /^Mark as answered: customer/ }).click();
    await merchant.app.getByRole("cell", { name: /Answered / }).waitFor();
  });

  it("an erased customer keeps their numbers and loses their name", async () => {
    const [ann] = await world.sql<{ customer_id: string }>("select customer_id from customers where email = 'ann@example.com'");
    const id = ann?.customer_id ?? "";
    await world.control.changeCustomer(SMALL, { id, action: "redact" });
    await waitFor("the erasure", async () => (await world.sql("select 1 from customers where redacted_at is not null")).length === 1);
    await merchant.visit(`/customers/${id}`);
    await merchant.app.getByText(/^Personal data was erased on .* The sums stay\.$/).waitFor();
    await merchant.app.getByText("£55.00").waitFor();
    expect(await merchant.app.getByText("ann@example.com").count()).toBe(0);
  });

  it("another shop sees nothing of it", async () => {
    const [row] = await world.sql<{ customer_id: string }>("select customer_id from customers where redacted_at is not null");
    const [delivery] = await world.sql<{ id: string }>("select id from inbox_events where state = 'parked'");
    const [request] = await world.sql<{ id: string }>("select id from privacy_requests where kind = 'data_request'");
    const stranger = await signIn(world, browser, { shop: EMPTY });
    await stranger.visit(`/customers/${row?.customer_id}`);
    await stranger.app.getByText("This customer does not exist in your shop, or was deleted.").waitFor();
    await stranger.visit(`/deliveries/${delivery?.id}`);
    await stranger.app.getByText("This delivery is no longer parked").waitFor();
    const statuses = await stranger.app.locator("body").evaluate(
      async (_, paths) => Promise.all(paths.map(async (path) => (await fetch(path)).status)),
      [`/app/settings/privacy/${request?.id}/document`, `/app/deliveries/${delivery?.id}/text`],
    );
    expect(statuses).toEqual([404, 404]);
    await stranger.leave();
  });
});

describe("a browser that blocks storage in frames", () => {
  it("shows every page and moves between them", async () => {
    const strict = await launchBrowser({ isStorageBlocked: true });
    try {
      const visitor = await signIn(world, strict, { shop: SMALL });
      await visitor.visit("");
      await visitor.page.getByRole("link", { name: "Customers" }).last().click();
      await visitor.app.getByRole("heading", { name: "Customers", level: 1 }).waitFor();
      await visitor.page.getByRole("link", { name: "Settings" }).last().click();
      await visitor.app.getByRole("link", { name: "Counting" }).click();
      await visitor.app.getByLabel("Loyal from order").fill("4");
      await visitor.page.getByRole("button", { name: "Discard" }).click();
      expect(await visitor.app.getByLabel("Loyal from order").inputValue()).toBe("3");
    } finally {
      await strict.close();
    }
  });
});
