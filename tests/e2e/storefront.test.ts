import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openLoyaltyShop, PRODUCT, type LoyaltyShop } from "./loyalty-shop.ts";
import { block, problems, shiftOf, shoot, sideways } from "./shop-page.ts";

let shop: LoyaltyShop<"loyal" | "first">;

beforeAll(async () => {
  shop = await openLoyaltyShop({ loyal: { orders: 3, points: 3_000 }, first: { orders: 1 } });
}, 240_000);

afterAll(() => shop?.close());

describe("the shop's own pages", () => {
  it("tell a guest what orders bring, and where to sign in", async () => {
    const { page } = await shop.visit("account");
    expect(await block(page, "balance").innerText()).toMatch(/Points for every order\s+1 point for each £1\.00 spent\s+Double points on the second order\s+Triple points on the third order\s+First reward: Free shipping for 300 points\s+Sign in/);
    expect(await block(page, "road-to-third").getByRole("listitem").allInnerTexts()).toEqual([
      expect.stringMatching(/First order\s+Points\s+Next/), expect.stringMatching(/Second order\s+Double points/), expect.stringMatching(/Third order\s+Triple points/),
    ]);
    await shoot(page, "account-guest");
  });

  it("show a loyal customer the balance that the app knows", async () => {
    const [row] = await shop.ask<{ key: string; value: string }[]>(`customers/${shop.ids.loyal}/metafields`);
    const { available, pending } = JSON.parse(row?.value ?? "{}") as { available: number; pending: number };
    expect(available + pending).toBeGreaterThan(0);
    const { page } = await shop.visit(`account?customer=${shop.ids.loyal}`, { screen: "phone" });
    const text = await block(page, "balance").innerText();
    expect(text).toContain("Your points");
    expect(text).toContain(`${available.toLocaleString("en")} points`);
    expect(text).toContain(`${pending.toLocaleString("en")} points pending`);
    expect(await block(page, "road-to-third").getByText("Done").count()).toBe(3);
    await shoot(page, "account-loyal-phone");
  });

  it("say on a product what this customer earns, and show its title as text", async () => {
    const guest = await shop.visit(`products/${shop.productId}`);
    expect(await block(guest.page, "points-on-product").innerText()).toBe("Earn 24 points");
    expect(await guest.page.getByRole("heading", { level: 1 }).innerText()).toBe(PRODUCT);
    expect(await guest.page.title()).toContain("Mug <script>");
    const first = await shop.visit(`products/${shop.productId}?customer=${shop.ids.first}`);
    expect(await block(first.page, "points-on-product").innerText()).toBe("Earn 49 points: double on your second order");
    await shoot(first.page, "product-first");
    const euro = await shop.visit(`products/${shop.productId}?currency=EUR`);
    expect(await block(euro.page, "points-on-product").innerText()).toBe("Earns points");
  });

  it("count the cart by keyboard alone, from the product on", async () => {
    const { page } = await shop.visit(`products/${shop.productId}?customer=${shop.ids.first}`);
    await page.getByRole("button", { name: "Add to cart" }).focus();
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/cart/);
    expect(await block(page, "cart-points").innerText()).toContain("This cart earns 49 points.");
    await shoot(page, "cart-first");
  });

  it("follow the variant that is chosen, and have the first one's number without script", async () => {
    const { id } = await shop.ask<{ id: string }>("products", { title: "Vase", priceMinor: 1_000, moreVariants: [{ title: "Large", priceMinor: 3_000 }] });
    const { page, asked } = await shop.visit(`products/${id}`);
    expect(await block(page, "points-on-product").innerText()).toBe("Earn 10 points");
    await page.getByLabel("Variant").selectOption({ index: 1 });
    await block(page, "points-on-product").getByText("Earn 30 points").waitFor();
    expect(await block(page, "points-on-product").innerText()).toBe("Earn 30 points");
    expect(asked.filter((url) => url.endsWith(".js"))).toEqual([`${shop.world.adminOrigin}/storefront/assets/thrice-variant.js`]);
    // A theme whose product has no form, or another variant's: the sentence stays as it is.
    await page.evaluate(() => {
      document.querySelector("form")?.remove();
      document.dispatchEvent(new Event("change"));
    });
    expect(await block(page, "points-on-product").innerText()).toBe("Earn 30 points");
    expect(await block((await shop.visit(`products/${id}`, { hasScript: false })).page, "points-on-product").innerText()).toBe("Earn 10 points");
  });

  it("read the same without script", async () => {
    const [withScript, without] = [await shop.visit(`account?customer=${shop.ids.loyal}`), await shop.visit(`account?customer=${shop.ids.loyal}`, { hasScript: false })];
    expect(await block(without.page, "balance").innerText()).toBe(await block(withScript.page, "balance").innerText());
  });

  it("are a loyalty page of blocks in the merchant's order, and read the same without script", async () => {
    const headings = (page: Page) => page.locator("main").getByRole("heading", { level: 2 }).allInnerTexts();
    const { page } = await shop.visit(`pages/rewards?customer=${shop.ids.loyal}`);
    expect(await headings(page)).toEqual(["Your points", "Your road to the third order", "How you earn", "What you can get", "Tiers", "History"]);
    expect(await block(page, "earn").innerText()).toMatch(/Each £1\.00 spent\s+1 point\s+Second order\s+Double points/);
    await shoot(page, "rewards-loyal");
    const bare = (await shop.visit(`pages/rewards?customer=${shop.ids.loyal}&order=tiers,rewards,history`, { hasScript: false })).page;
    expect(await headings(bare)).toEqual(["Tiers", "What you can get", "History"]);
    // The movements come by script, so nothing promises to show them.
    expect(await block(bare, "history").innerText()).toMatch(/points( Silver)?\s+See your rewards$/);
    expect(await block(bare, "rewards").getByRole("button").count()).toBe(0);
    expect(await block(bare, "rewards").innerText()).toContain("You have enough for £5 off (500 points).");
    await block(bare, "rewards").getByRole("link", { name: "See your rewards" }).first().click();
    expect(await bare.getByRole("heading", { level: 1 }).innerText()).toBe("Your account");
    await bare.locator(".thrice-launcher > summary").click();
    expect(await bare.locator(".thrice-panel").innerText()).toContain("What you can get");
  });

  it("ask nobody but the shop, load no script, and set no cookie", async () => {
    for (const path of ["", "collections/all", `products/${shop.productId}`, `cart?customer=${shop.ids.loyal}`, "account", "pages/rewards"]) {
      const { page, asked, visitor } = await shop.visit(path);
      expect(asked.filter((url) => !url.startsWith(`${shop.world.adminOrigin}/storefront/`) && !url.startsWith("data:"))).toEqual([]);
      expect(asked.filter((url) => url.endsWith(".js"))).toEqual([]);
      expect(await visitor.cookies()).toEqual([]);
      expect(await page.evaluate(() => [document.cookie, localStorage.length, sessionStorage.length])).toEqual(["", 0, 0]);
      expect(await shiftOf(page), path).toBe(0);
    }
  });

  it.each([["light", "en"], ["dark", "de"], ["dark", "ar"]])("are accessible at 360 pixels, %s, in %s", async (theme, locale) => {
    for (const path of ["account", `products/${shop.productId}`, "cart", "pages/rewards"]) {
      const { page } = await shop.visit(`${path}?customer=${shop.ids.loyal}&theme=${theme}&locale=${locale}&cart=${shop.productId}1:2`, { screen: "phone" });
      expect(await problems(page), path).toEqual([]);
      expect(await sideways(page), path).toBeLessThanOrEqual(0);
      await shoot(page, `${path.replace(/\W.*/, "")}-${theme}-${locale}-phone`);
    }
  });
});

describe("the panel", () => {
  const open = (page: Page) => page.locator(".thrice-launcher > summary");

  it("opens and closes by keyboard alone, keeps the focus in it and gives it back", async () => {
    const { page, asked } = await shop.visit(`?customer=${shop.ids.first}`);
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
    expect(asked.filter((url) => url.endsWith(".js"))).toEqual([`${shop.world.adminOrigin}/storefront/assets/thrice-panel.js`]);
  });

  it.each([["light", "en", "wide"], ["dark", "ar", "phone"], ["light", "de", "phone"]] as const)("is accessible, %s, in %s, %s, with the history in it", async (theme, locale, screen) => {
    const { page } = await shop.visit(`?customer=${shop.ids.loyal}&theme=${theme}&locale=${locale}`, { screen });
    await open(page).click();
    await page.locator("dialog:modal").waitFor();
    await page.locator(".thrice-panel .thrice-history > summary").click();
    await page.locator(".thrice-entries li").first().waitFor();
    expect(await page.locator(".thrice-entries").innerText()).toMatch(/\+3[,.]000/);
    const sentence = { en: "The shop added 3,000 points.", de: "Vom Shop gutgeschrieben: 3.000 Punkte.", ar: "أضاف المتجر: 3,000 نقطة." }[locale];
    expect(await page.locator(".thrice-entries p").allInnerTexts()).toContain(sentence);
    if (locale === "ar") expect((await page.locator(".thrice-entries p").allInnerTexts()).filter((line) => /[a-z]{2}/i.test(line.replaceAll(/\u2068[^\u2069]*\u2069/g, "")))).toEqual([]);
    expect(await problems(page)).toEqual([]);
    expect(await page.locator(".thrice-panel").evaluate((panel) => panel.scrollWidth - panel.clientWidth)).toBeLessThanOrEqual(0);
    await page.locator(".thrice-entries li").last().scrollIntoViewIfNeeded();
    await shoot(page, `panel-${theme}-${locale}-${screen}`);
  });
});

it("the app uninstalled: its blocks are gone and the shop's pages stand", async () => {
  await shop.ask("uninstall", {});
  const { page } = await shop.visit(`account?customer=${shop.ids.loyal}`);
  expect(await page.getByRole("heading", { level: 1 }).innerText()).toBe("Your account");
  expect(await page.locator('[class*="thrice"], [href*="thrice"], [src*="thrice"]').count()).toBe(0);
});
