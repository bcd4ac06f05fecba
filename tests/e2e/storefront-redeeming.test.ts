import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { waitFor } from "#tests/setup/wait-for.ts";
import { openLoyaltyShop, type LoyaltyShop } from "./loyalty-shop.ts";
import { answerInstead, block, problems, refusal, shoot, sideways } from "./shop-page.ts";

let shop: LoyaltyShop<"loyal" | "bought" | "spends" | "arabic">;

beforeAll(async () => {
  shop = await openLoyaltyShop({ loyal: { orders: 3, points: 3_000 }, bought: { orders: 1, points: 3_000 }, spends: { orders: 1, points: 1_254 }, arabic: { orders: 3, points: 1_254 } });
}, 240_000);

afterAll(() => shop?.close());

describe("a reward bought in place", () => {
  it("is bought once by clicks on clicks, says so aloud, and takes the code into the cart", async () => {
    const before = await shop.balanceOf(shop.ids.loyal);
    const { page, asked } = await shop.visit(`cart?customer=${shop.ids.loyal}&cart=${shop.productId}1:2`);
    const cart = block(page, "cart-points");
    const button = cart.getByRole("button", { name: "Use 1,000 points for 10% off" });
    await button.focus();
    await button.evaluate((it) => {
      for (let clicks = 0; clicks < 4; clicks += 1) (it as HTMLButtonElement).click();
    });
    const use = cart.getByRole("link", { name: "Use it now" });
    await use.waitFor({ timeout: 60_000 });
    expect(await cart.getByRole("status").innerText()).toMatch(/^Your code: \S+\n[\d,]+ points left\.$/);
    expect(await use.evaluate((link) => link === document.activeElement)).toBe(true);
    expect(asked.filter((url) => url.includes("/apps/thrice/redeem?"))).toHaveLength(1);
    expect((await shop.balanceOf(shop.ids.loyal)).redeemed - before.redeemed).toBe(1_000);
    await shoot(page, "cart-bought");
    const code = (await cart.getByRole("status").innerText()).replace(/^Your code: (\S+)[\s\S]*$/, "$1");
    await page.keyboard.press("Enter");
    await page.getByText(`The code ${code} is taken off at the checkout.`).waitFor();
  });

  it("counts once after a lost answer, and says in the shopper's language when there is not enough", async () => {
    const before = await shop.balanceOf(shop.ids.loyal);
    const { page } = await shop.visit(`pages/rewards?customer=${shop.ids.loyal}&locale=de`, { screen: "phone" });
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
    expect((await shop.balanceOf(shop.ids.loyal)).redeemed - before.redeemed).toBe(500);
    expect(await problems(page)).toEqual([]);
    // The page still shows the points of before.
    await shop.api(`customers/${shop.ids.loyal}/adjustments`, { points: 100 - (await shop.balanceOf(shop.ids.loyal)).available, reason: "spent elsewhere" });
    await block(page, "rewards").getByRole("button", { name: "1.000 Punkte einlösen: 10% off" }).click();
    await page.getByText("Dafür reichen Ihre Punkte nicht. Es wurde nichts eingelöst.").waitFor();
    expect((await shop.balanceOf(shop.ids.loyal)).redeemed - before.redeemed).toBe(500);
  });
});

describe("a button that buys", () => {
  it("waits for a code that is being made, and for one request asks until there is an answer", async () => {
    const { page } = await shop.visit(`pages/rewards?customer=${shop.ids.bought}`);
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
    const { page } = await shop.visit(`pages/rewards?customer=${shop.ids.bought}`);
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

describe("what is left after a reward was bought", () => {
  const lines = (text: string) => text.split("\n").map((line) => line.trim()).filter(Boolean);

  it("stands on the whole page at once, as it does after a reload, and is said aloud once", async () => {
    const { page } = await shop.visit(`pages/rewards?customer=${shop.ids.spends}`);
    const [balance, rewards, history] = [block(page, "balance"), block(page, "rewards"), block(page, "history")];
    expect(await balance.innerText()).toContain("1,254 points");
    await history.locator("summary").click();
    await history.getByText("The shop added 1,254 points.").waitFor();
    // What software for the blind would say: every change of a region that it listens to.
    await page.evaluate(() => {
      const said: string[] = [];
      Object.assign(window, { said });
      const listener = new MutationObserver((changes) => {
        for (const region of new Set(changes.map(({ target }) => (target instanceof Element ? target : target.parentElement)?.closest("[role=status]")))) if (region?.textContent) said.push(region.textContent);
      });
      for (const region of document.querySelectorAll("[role=status], [aria-live]")) listener.observe(region, { childList: true, characterData: true, subtree: true });
    });
    const loaded = await page.evaluate(() => performance.timeOrigin);
    await rewards.getByRole("button", { name: "Use 500 points for £5 off" }).click();
    const use = rewards.getByRole("link", { name: "Use it now" });
    await use.waitFor({ timeout: 60_000 });
    expect(await use.evaluate((link) => link === document.activeElement)).toBe(true);
    expect(lines(await balance.innerText())).toEqual(expect.arrayContaining(["754 points", "246 points to go to 10% off"]));
    expect(await history.innerText()).toContain("754 points");
    await history.getByText("500 points spent on £5 off.").waitFor();
    expect(await rewards.getByRole("button").allInnerTexts()).toEqual(["Use 300 points for Free shipping"]);
    expect(await rewards.getByText("246 points to go").count()).toBe(1);
    const said = await page.evaluate(() => (window as unknown as { said: string[] }).said);
    expect(said.filter((text) => text.includes("754"))).toEqual([expect.stringMatching(/^Your code: .*754 points left\.$/)]);
    expect(await page.evaluate(() => performance.timeOrigin)).toBe(loaded);
    await shoot(page, "rewards-bought");
    const shown = [lines(await balance.innerText()), await rewards.getByText("246 points to go").innerText()];
    await waitFor("Shopify to be told", async () => JSON.stringify(await shop.ask(`customers/${shop.ids.spends}/metafields`)).includes(String.raw`\"available\":754`), 60_000);
    await page.reload();
    expect([lines(await balance.innerText()), await rewards.getByText("246 points to go").innerText()]).toEqual(shown);
    // The panel lies over the cart, which offered the dearest reward that 754 points pay for.
    await page.goto(page.url().replace("pages/rewards?", `cart?cart=${shop.productId}1:2&`));
    const cart = block(page, "cart-points");
    expect(await cart.getByRole("button").allInnerTexts()).toEqual(["Use 500 points for £5 off"]);
    await page.locator(".thrice-launcher > summary").click();
    await page.locator("dialog:modal").getByRole("button", { name: "Use 300 points for Free shipping" }).click();
    await page.locator("dialog:modal").getByRole("link", { name: "Use it now" }).waitFor({ timeout: 60_000 });
    expect(await page.locator("dialog:modal").innerText()).toContain("454 points");
    expect(await page.locator("dialog:modal").getByRole("button", { name: /^Use/ }).count()).toBe(0);
    await page.keyboard.press("Escape");
    expect(await cart.getByRole("button").allInnerTexts()).toEqual(["Use 300 points for Free shipping"]);
    expect((await shop.balanceOf(shop.ids.spends)).available).toBe(454);
    await shoot(page, "cart-bought-elsewhere");
  });

  it("bends as the language wants it, here in Arabic, and tells a price that nobody can pay any more apart", async () => {
    const { page } = await shop.visit(`pages/rewards?customer=${shop.ids.arabic}&locale=ar&theme=dark`, { screen: "phone" });
    const answer = (available: number) => ({ status: 200, json: { status: "ready", code: "THX1", value: "", url: null, balance: { available, nextReward: { name: "£5 off", pointsToGo: 500 - available } } } });
    const told = [answer(3), { status: 409, json: { ...refusal(409, "not_enough_points").json, balance: { available: 497, nextReward: { name: "£5 off", pointsToGo: 3 } } } }];
    await answerInstead(page, told);
    const rewards = block(page, "rewards");
    await rewards.locator('form[data-reward="free-shipping"] button').click();
    const use = rewards.getByRole("link", { name: "استخدمه الآن" });
    await use.waitFor();
    expect(await use.evaluate((link) => link === document.activeElement)).toBe(true);
    expect(await block(page, "balance").innerText()).toContain("3 نقاط");
    expect(await rewards.innerText()).toContain("المتبقي: 497 نقطة");
    expect(await rewards.getByRole("button").count()).toBe(0);
    // Beside the code that was just bought nothing lacks.
    expect(await rewards.getByText("المتبقي: 297").count()).toBe(0);
    expect(await problems(page)).toEqual([]);
    expect(await sideways(page)).toBeLessThanOrEqual(0);
    await shoot(page, "rewards-bought-dark-ar-phone");
    await page.reload();
    await answerInstead(page, told);
    const button = rewards.locator('form[data-reward="five-off"] button');
    await button.focus();
    await page.keyboard.press("Enter");
    await page.getByText("نقاطك لا تكفي. لم يُصرف شيء.").waitFor();
    expect(await button.isVisible()).toBe(false);
    expect(await rewards.getByRole("status").filter({ hasText: "نقاطك لا تكفي" }).evaluate((status) => status === document.activeElement)).toBe(true);
    expect(await rewards.innerText()).toContain("المتبقي: 3 نقاط");
  });
});
