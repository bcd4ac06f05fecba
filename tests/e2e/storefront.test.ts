import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { publishProgram } from "#scripts/demo/publish-program.ts";
import { readProgram } from "#scripts/demo/read-program.ts";
import { launchBrowser } from "#tests/setup/browser.ts";
import { waitFor } from "#tests/setup/wait-for.ts";
import { SHOP, startWorld, type World } from "#tests/setup/world.ts";
import { answerInstead, block, problems, refusal, shiftOf, shoot, sideways, visitShop, type Visit, type VisitOptions } from "./shop-page.ts";

const TITLE = "Mug <script>document.title='broken'</script>";

let world: World;
let browser: Browser;
let token: string;
let productId: string;
const ids: Record<"loyal" | "first" | "bought", string> = { loyal: "", first: "", bought: "" };

beforeAll(async () => {
  world = await startWorld({ shops: [{ domain: SHOP }], scopes: ["read_all_orders", "write_discounts", "write_customers"] });
  browser = await launchBrowser();
  await world.openApp(SHOP);
  await world.settled(SHOP);
  token = await world.apiToken(SHOP);
  await publishProgram({ apiUrl: `${world.appOrigin}/api/v1`, apiToken: token }, { program: readProgram("demo"), startsAt: new Date(Date.now() - 86_400_000) });
  productId = (await ask<{ id: string }>("products", { title: TITLE, priceMinor: 2_450 })).id;
  ids.first = await customerWithOrders("first@example.com", 1);
  ids.loyal = await customerWithOrders("loyal@example.com", 3);
  ids.bought = await customerWithOrders("bought@example.com", 1);
  await world.settled(SHOP);
  for (const id of [ids.loyal, ids.bought]) await api(`customers/${id}/adjustments`, { points: 3_000, reason: "welcome" });
  await world.settled(SHOP);
  for (const id of Object.values(ids)) await waitFor("the summary in Shopify", async () => (await ask<unknown[]>(`customers/${id}/metafields`)).length > 0, 90_000);
}, 240_000);

afterAll(async () => {
  await browser?.close();
  await world?.stop();
});

async function ask<Answer>(path: string, body?: object): Promise<Answer> {
  const answer = await fetch(`${world.adminOrigin}/standin/shops/${SHOP}/${path}`, body ? { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) } : {});
  return (await answer.json()) as Answer;
}

/** The app's own API, as a merchant uses it. */
async function api<Answer>(path: string, body?: object): Promise<Answer> {
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json", "idempotency-key": crypto.randomUUID() };
  const answer = await fetch(`${world.appOrigin}/api/v1/${path}`, body ? { method: "POST", headers, body: JSON.stringify(body) } : { headers });
  return (await answer.json()) as Answer;
}

const balanceOf = (id: string) => api<{ available: number; redeemed: number }>(`customers/${id}/balance`);

async function customerWithOrders(email: string, count: number): Promise<string> {
  const { id } = await ask<{ id: string }>("customers", { email });
  for (let placed = 0; placed < count; placed += 1) await ask("orders", { customer: { id }, totalMinor: 40_000 });
  await ask(`customers/${id}/sign-in`, {});
  return id;
}

const visit = (path: string, options: VisitOptions = {}): Promise<Visit> => visitShop(browser, `${world.adminOrigin}/storefront/${SHOP}/${path}`, options);

describe("the shop's own pages", () => {
  it("tell a guest what orders bring, and where to sign in", async () => {
    const { page } = await visit("account");
    expect(await block(page, "balance").innerText()).toMatch(/Points for every order\s+Sign in/);
    expect(await block(page, "road-to-third").getByRole("listitem").allInnerTexts()).toEqual([
      expect.stringMatching(/First order\s+Points\s+Next/), expect.stringMatching(/Second order\s+Double points/), expect.stringMatching(/Third order\s+Triple points/),
    ]);
    await shoot(page, "account-guest");
  });

  it("show a loyal customer the balance that the app knows", async () => {
    const [row] = await ask<{ key: string; value: string }[]>(`customers/${ids.loyal}/metafields`);
    const { available, pending } = JSON.parse(row?.value ?? "{}") as { available: number; pending: number };
    expect(available + pending).toBeGreaterThan(0);
    const { page } = await visit(`account?customer=${ids.loyal}`, { screen: "phone" });
    const text = await block(page, "balance").innerText();
    expect(text).toContain("Your points");
    expect(text).toContain(`${available.toLocaleString("en")} points`);
    expect(text).toContain(`${pending.toLocaleString("en")} points pending`);
    expect(await block(page, "road-to-third").getByText("Done").count()).toBe(3);
    await shoot(page, "account-loyal-phone");
  });

  it("say on a product what this customer earns, and show its title as text", async () => {
    const guest = await visit(`products/${productId}`);
    expect(await block(guest.page, "points-on-product").innerText()).toBe("Earn 24 points");
    expect(await guest.page.getByRole("heading", { level: 1 }).innerText()).toBe(TITLE);
    expect(await guest.page.title()).toContain("Mug <script>");
    const first = await visit(`products/${productId}?customer=${ids.first}`);
    expect(await block(first.page, "points-on-product").innerText()).toBe("Earn 49 points: double on your second order");
    await shoot(first.page, "product-first");
    const euro = await visit(`products/${productId}?currency=EUR`);
    expect(await block(euro.page, "points-on-product").innerText()).toBe("Earns points");
  });

  it("count the cart by keyboard alone, from the product on", async () => {
    const { page } = await visit(`products/${productId}?customer=${ids.first}`);
    await page.getByRole("button", { name: "Add to cart" }).focus();
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/cart/);
    expect(await block(page, "cart-points").innerText()).toContain("This cart earns 49 points.");
    await shoot(page, "cart-first");
  });

  it("follow the variant that is chosen, and have the first one's number without script", async () => {
    const { id } = await ask<{ id: string }>("products", { title: "Vase", priceMinor: 1_000, moreVariants: [{ title: "Large", priceMinor: 3_000 }] });
    const { page, asked } = await visit(`products/${id}`);
    expect(await block(page, "points-on-product").innerText()).toBe("Earn 10 points");
    await page.getByLabel("Variant").selectOption({ index: 1 });
    await block(page, "points-on-product").getByText("Earn 30 points").waitFor();
    expect(await block(page, "points-on-product").innerText()).toBe("Earn 30 points");
    expect(asked.filter((url) => url.endsWith(".js"))).toEqual([`${world.adminOrigin}/storefront/assets/thrice-variant.js`]);
    // A theme whose product has no form, or another variant's: the sentence stays as it is.
    await page.evaluate(() => {
      document.querySelector("form")?.remove();
      document.dispatchEvent(new Event("change"));
    });
    expect(await block(page, "points-on-product").innerText()).toBe("Earn 30 points");
    expect(await block((await visit(`products/${id}`, { hasScript: false })).page, "points-on-product").innerText()).toBe("Earn 10 points");
  });

  it("read the same without script", async () => {
    const [withScript, without] = [await visit(`account?customer=${ids.loyal}`), await visit(`account?customer=${ids.loyal}`, { hasScript: false })];
    expect(await block(without.page, "balance").innerText()).toBe(await block(withScript.page, "balance").innerText());
  });

  it("are a loyalty page of blocks in the merchant's order, and read the same without script", async () => {
    const headings = (page: Page) => page.locator("main").getByRole("heading", { level: 2 }).allInnerTexts();
    const { page } = await visit(`pages/rewards?customer=${ids.loyal}`);
    expect(await headings(page)).toEqual(["Your points", "Your road to the third order", "How you earn", "What you can get", "Tiers", "History"]);
    expect(await block(page, "earn").innerText()).toMatch(/Each £1\.00 spent\s+1 point\s+Second order\s+Double points/);
    await shoot(page, "rewards-loyal");
    const bare = (await visit(`pages/rewards?customer=${ids.loyal}&order=tiers,rewards`, { hasScript: false })).page;
    expect(await headings(bare)).toEqual(["Tiers", "What you can get"]);
    expect(await block(bare, "rewards").getByRole("button").count()).toBe(0);
    expect(await block(bare, "rewards").innerText()).toContain("You have enough for £5 off (500 points).");
    await block(bare, "rewards").getByRole("link", { name: "See your rewards" }).first().click();
    expect(await bare.getByRole("heading", { level: 1 }).innerText()).toBe("Your account");
    await bare.locator(".thrice-launcher > summary").click();
    expect(await bare.locator(".thrice-panel").innerText()).toContain("What you can get");
  });

  it("ask nobody but the shop, load no script, and set no cookie", async () => {
    for (const path of ["", "collections/all", `products/${productId}`, `cart?customer=${ids.loyal}`, "account", "pages/rewards"]) {
      const { page, asked, visitor } = await visit(path);
      expect(asked.filter((url) => !url.startsWith(`${world.adminOrigin}/storefront/`) && !url.startsWith("data:"))).toEqual([]);
      expect(asked.filter((url) => url.endsWith(".js"))).toEqual([]);
      expect(await visitor.cookies()).toEqual([]);
      expect(await page.evaluate(() => [document.cookie, localStorage.length, sessionStorage.length])).toEqual(["", 0, 0]);
      expect(await shiftOf(page), path).toBe(0);
    }
  });

  it.each([["light", "en"], ["dark", "de"], ["dark", "ar"]])("are accessible at 360 pixels, %s, in %s", async (theme, locale) => {
    for (const path of ["account", `products/${productId}`, "cart", "pages/rewards"]) {
      const { page } = await visit(`${path}?customer=${ids.loyal}&theme=${theme}&locale=${locale}&cart=${productId}1:2`, { screen: "phone" });
      expect(await problems(page), path).toEqual([]);
      expect(await sideways(page), path).toBeLessThanOrEqual(0);
      await shoot(page, `${path.replace(/\W.*/, "")}-${theme}-${locale}-phone`);
    }
  });
});

describe("the panel", () => {
  const open = (page: Page) => page.locator(".thrice-launcher > summary");

  it("opens and closes by keyboard alone, keeps the focus in it and gives it back", async () => {
    const { page, asked } = await visit(`?customer=${ids.first}`);
    const panel = page.getByRole("dialog", { name: "Rewards" });
    expect(await panel.isVisible()).toBe(false);
    await open(page).focus();
    await page.keyboard.press("Enter");
    await page.locator("dialog:modal").waitFor();
    expect(await panel.getByRole("heading", { level: 2 }).evaluate((heading) => heading === document.activeElement)).toBe(true);
    for (let pressed = 0; pressed < 12; pressed += 1) {
      await page.keyboard.press("Tab");
      expect(await page.evaluate(() => document.activeElement === document.body || document.activeElement?.closest("dialog") !== null)).toBe(true);
    }
    await page.keyboard.press("Escape");
    await page.locator(".thrice-launcher:not([open])").waitFor({ state: "attached" });
    expect(await open(page).evaluate((button) => button === document.activeElement)).toBe(true);
    await page.keyboard.press("Space");
    await panel.getByRole("button", { name: "Close" }).click();
    await page.locator(".thrice-launcher:not([open])").waitFor({ state: "attached" });
    expect(asked.filter((url) => url.endsWith(".js"))).toEqual([`${world.adminOrigin}/storefront/assets/thrice-panel.js`]);
  });

  it.each([["light", "en", "wide"], ["dark", "ar", "phone"], ["light", "de", "phone"]] as const)("is accessible, %s, in %s, %s, with the history in it", async (theme, locale, screen) => {
    const { page } = await visit(`?customer=${ids.loyal}&theme=${theme}&locale=${locale}`, { screen });
    await open(page).click();
    await page.locator("dialog:modal").waitFor();
    await page.locator(".thrice-panel .thrice-history > summary").click();
    await page.locator(".thrice-entries li").first().waitFor();
    expect(await page.locator(".thrice-entries").innerText()).toMatch(/\+(3[,.]000|٣٬٠٠٠)/);
    expect(await problems(page)).toEqual([]);
    expect(await page.locator(".thrice-panel").evaluate((panel) => panel.scrollWidth - panel.clientWidth)).toBeLessThanOrEqual(0);
    await shoot(page, `panel-${theme}-${locale}-${screen}`);
  });
});

describe("a reward bought in place", () => {
  it("is bought once by clicks on clicks, says so aloud, and takes the code into the cart", async () => {
    const before = await balanceOf(ids.loyal);
    const { page, asked } = await visit(`cart?customer=${ids.loyal}&cart=${productId}1:2`);
    const cart = block(page, "cart-points");
    const button = cart.getByRole("button", { name: "Use 1,000 points for 10% off" });
    await button.focus();
    await button.evaluate((it) => {
      for (let clicks = 0; clicks < 4; clicks += 1) (it as HTMLButtonElement).click();
    });
    const use = cart.getByRole("link", { name: "Use it now" });
    await use.waitFor({ timeout: 60_000 });
    expect(await cart.getByRole("status").innerText()).toMatch(/^Your code: \S+$/);
    expect(await use.evaluate((link) => link === document.activeElement)).toBe(true);
    expect(asked.filter((url) => url.includes("/apps/thrice/redeem?"))).toHaveLength(1);
    expect((await balanceOf(ids.loyal)).redeemed - before.redeemed).toBe(1_000);
    await shoot(page, "cart-bought");
    const code = (await cart.getByRole("status").innerText()).replace("Your code: ", "");
    await page.keyboard.press("Enter");
    await page.getByText(`The code ${code} is taken off at the checkout.`).waitFor();
  });

  it("counts once after a lost answer, and says in the shopper's language when there is not enough", async () => {
    const before = await balanceOf(ids.loyal);
    const { page } = await visit(`pages/rewards?customer=${ids.loyal}&locale=de`, { screen: "phone" });
    const sent: string[] = [];
    let isLost = true;
    await page.route("**/apps/thrice/redeem?*", async (route) => {
      sent.push((JSON.parse(route.request().postData() ?? "{}") as { requestId: string }).requestId);
      const answer = await route.fetch();
      if (isLost) return route.abort();
      await route.fulfill({ response: answer });
    });
    const button = block(page, "rewards").getByRole("button", { name: "500 Punkte einlösen: £5 off" });
    await button.click();
    await page.getByText("Das hat nicht geklappt. Versuchen Sie es noch einmal: Es zählt nur einmal.").waitFor();
    isLost = false;
    await button.click();
    await block(page, "rewards").getByRole("link", { name: "Jetzt verwenden" }).waitFor({ timeout: 60_000 });
    expect(new Set(sent).size).toBe(1);
    expect((await balanceOf(ids.loyal)).redeemed - before.redeemed).toBe(500);
    expect(await problems(page)).toEqual([]);
    // The page still shows the points of before.
    await api(`customers/${ids.loyal}/adjustments`, { points: 100 - (await balanceOf(ids.loyal)).available, reason: "spent elsewhere" });
    await block(page, "rewards").getByRole("button", { name: "1.000 Punkte einlösen: 10% off" }).click();
    await page.getByText("Dafür reichen Ihre Punkte nicht. Es wurde nichts eingelöst.").waitFor();
    expect((await balanceOf(ids.loyal)).redeemed - before.redeemed).toBe(500);
  });
});

describe("a button that buys", () => {
  it("waits for a code that is being made, and for one request asks until there is an answer", async () => {
    const { page } = await visit(`pages/rewards?customer=${ids.bought}`);
    // As themes of Shopify's do.
    await page.addStyleTag({ content: "p:empty, div:empty, ul:empty { display: none }" });
    expect(await block(page, "rewards").getByRole("status").first().evaluate((status) => getComputedStyle(status).display)).toBe("block");
    const sent = await answerInstead(page, [
      refusal(429, "busy"), { status: 202, json: { status: "preparing", redemptionId: "7" } }, { status: 202, json: { status: "preparing", redemptionId: "7" } }, refusal(429, "busy"),
      { status: 200, json: { status: "ready", code: "THX 1", value: "£5.00 off", url: null } },
    ]);
    const rewards = block(page, "rewards");
    const button = rewards.getByRole("button", { name: "Use 500 points for £5 off" });
    await button.click();
    await page.getByText("This takes longer than usual. Try again in a moment: it counts only once.").waitFor();
    await button.click();
    await page.getByText("Your code is being made.").waitFor();
    await rewards.getByRole("link", { name: "Use it now" }).waitFor();
    expect(await rewards.getByRole("link", { name: "Use it now" }).getAttribute("href")).toMatch(/\/discount\/THX%201\?redirect=/);
    expect(new Set(sent.slice(0, 2)).size).toBe(1);
    expect(sent.slice(2)).toEqual(["?locale=en&id=7", "?locale=en&id=7", "?locale=en&id=7"]);
  });

  it("says what is given without a code, asks anew after a refusal, and leads to the account where its script does not come", async () => {
    const { page } = await visit(`pages/rewards?customer=${ids.bought}`);
    const sent = await answerInstead(page, [refusal(409, "changed"), { status: 200, json: { status: "ready", code: null, value: "£5.00", url: null } }]);
    const rewards = block(page, "rewards");
    const button = rewards.getByRole("button", { name: "Use 500 points for £5 off" });
    await button.click();
    await page.getByText("This reward has changed. Load the page again to see it.").waitFor();
    await button.click();
    await page.getByText("Done. It is yours.").waitFor();
    expect(new Set(sent).size).toBe(2);
    expect(await rewards.getByRole("status").first().evaluate((status) => status === document.activeElement)).toBe(true);
    await page.route("**/thrice-redeem.js", (route) => route.abort());
    await page.reload();
    await rewards.getByRole("button", { name: "Use 500 points for £5 off" }).click();
    await page.waitForURL(/\/account\?/);
  });
});

it("the app uninstalled: its blocks are gone and the shop's pages stand", async () => {
  await ask("uninstall", {});
  const { page } = await visit(`account?customer=${ids.loyal}`);
  expect(await page.getByRole("heading", { level: 1 }).innerText()).toBe("Your account");
  expect(await page.locator('[class*="thrice"], [href*="thrice"], [src*="thrice"]').count()).toBe(0);
});
