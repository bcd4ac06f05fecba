/// <reference types="@shopify/ui-extensions/purchase.checkout.block.render" />
import { getExtension } from "@shopify/ui-extensions-tester";
import { render } from "preact";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { BasketAnswer, RedeemAnswer } from "../../../app/contract/checkout-api.ts";

const extension = getExtension("purchase.checkout.block.render");

const READY: BasketAnswer = {
  state: "ready", earns: { points: 40, sentence: "This order earns 40 points." }, code: null,
  reward: { rewardId: "five", name: "5 off", gives: "£5.00 off", detail: null, costPoints: 500, missingPoints: 0, cost: "500 points", terms: "From £20.00.", confirm: "Spend 500 points?", choice: null },
};
const OWN_CODE = { id: "1", source: "points", state: "ready", code: "K7QWERT", useUrl: null, name: null, sentence: "£5.00 off", standing: null, terms: "" } as const;
const REDEEMED: RedeemAnswer = { state: "redeemed", code: OWN_CODE, retryAfterMs: null };

const words = () => document.body.textContent.replaceAll(/\s+/g, " ").trim();
const asked: { url: string; body: Record<string, unknown> }[] = [];
const answering = (basket: () => BasketAnswer | Error, redeem: () => RedeemAnswer | Error = () => REDEEMED) => {
  extension.fetch = vi.fn((url: string, init: RequestInit) => {
    asked.push({ url, body: JSON.parse(String(init.body)) as Record<string, unknown> });
    const answer = url.endsWith("/basket") ? basket() : redeem();
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(new Response(JSON.stringify(answer)));
  }) as unknown as typeof fetch;
};

beforeEach(() => {
  asked.length = 0;
  process.env.APP_URL = "https://app.example";
  extension.setUp();
  extension.shopify.cost.totalAmount.value = { amount: 45.5, currencyCode: "GBP" };
});
afterEach(() => {
  // The tester empties the page without Preact's knowledge, and the next drawing would go into what is gone.
  render(null, document.body);
  extension.tearDown();
});

const press = (words: string) => [...document.body.querySelectorAll("s-button")].find((button) => button.textContent === words)?.dispatchEvent(new Event("click"));

describe("points in checkout", () => {
  it("says what the basket earns and offers one reward, asks before points are spent, and applies it", async () => {
    const applied = vi.fn(() => Promise.resolve({ type: "success" as const }));
    extension.shopify.applyDiscountCodeChange = applied;
    answering(() => READY);
    await extension.render();
    await vi.waitFor(() => expect(words()).toMatch(/earns 40 points.*£5\.00 off · 500 points.*apply.*Spend 500 points\?/));
    press("apply");
    expect(asked.map(({ url }) => url.split("/").at(-1))).toEqual(["basket"]);
    press("spend");
    await vi.waitFor(() => expect(words()).toContain("applied"));
    expect(applied).toHaveBeenCalledWith({ type: "addDiscountCode", code: "K7QWERT" });
  });

  it.each([[undefined, null], [7.58, 758]])("tells what is bought, whether it is shipped, and the tax of %s", async (tax, taxMinor) => {
    const line = { merchandise: { requiresShipping: false, product: { id: "gid://shopify/Product/7" } }, quantity: 2, cost: { totalAmount: { amount: 45.5, currencyCode: "GBP" } } };
    extension.shopify.lines.value = [line] as unknown as typeof extension.shopify.lines.value;
    extension.shopify.cost.totalTaxAmount.value = tax === undefined ? undefined : { amount: tax, currencyCode: "GBP" };
    answering(() => READY);
    await extension.render();
    const lines = [{ productId: "gid://shopify/Product/7", quantity: 2, amountMinor: 4_550, isShipped: false }];
    await vi.waitFor(() => expect(asked.map(({ body }) => body)).toEqual([{ locale: expect.any(String) as string, currency: "GBP", lines, taxMinor }]));
  });

  it("says where the code is when checkout does not take it", async () => {
    extension.shopify.applyDiscountCodeChange = () => Promise.resolve({ type: "error", message: "not now" });
    answering(() => READY);
    await extension.render();
    await vi.waitFor(() => expect(words()).toContain("apply"));
    press("spend");
    await vi.waitFor(() => expect(words()).toContain("notApplied"));
  });

  it("sends nobody to look for a code where the shop did not answer, and spends nothing twice when asked again", async () => {
    extension.shopify.applyDiscountCodeChange = () => Promise.resolve({ type: "success" });
    let isBusy = true;
    answering(() => READY, () => (isBusy ? new TypeError("failed to fetch") : REDEEMED));
    await extension.render();
    await vi.waitFor(() => expect(words()).toContain("apply"));
    press("spend");
    await vi.waitFor(() => expect(words()).toContain("noAnswer"));
    expect(words()).not.toContain("notApplied");
    isBusy = false;
    press("spend");
    await vi.waitFor(() => expect(words()).toContain("applied"));
    const [first, second] = asked.filter(({ url }) => url.endsWith("/redeem"));
    expect(first?.body["idempotencyKey"]).toBe(second?.body["idempotencyKey"]);
  });

  it.each([
    ["that nothing answered", () => new TypeError("failed to fetch"), "noAnswer"],
    ["why nothing was spent", () => ({ state: "refused", sentence: "Only 380 points are there." }) as RedeemAnswer, "Only 380 points are there."],
    ["that the code is in", () => REDEEMED, "applied"],
  ])("says aloud %s, in a place that was there before", async (_case, redeem, told) => {
    extension.shopify.applyDiscountCodeChange = () => Promise.resolve({ type: "success" });
    answering(() => READY, redeem);
    await extension.render();
    await vi.waitFor(() => expect(words()).toContain("apply"));
    const place = document.body.querySelector("s-stack[accessibilityrole=status]");
    expect(place?.textContent).toBe("");
    press("spend");
    await vi.waitFor(() => expect(place?.textContent).toBe(told));
    expect(place?.isConnected).toBe(true);
  });

  it.each([
    ["a reward", READY, "apply", "spend"],
    ["a code", { ...READY, code: OWN_CODE, reward: null } as BasketAnswer, "applyCode", "applyCode"],
  ])("keeps the button of %s where it was, now to copy the code, also when the basket is asked about anew", async (_case, answer, offered, pressed) => {
    extension.shopify.applyDiscountCodeChange = ({ code }) => {
      // As in checkout: the code is in before the change is answered.
      extension.shopify.discountCodes.value = [{ code }];
      return Promise.resolve({ type: "success" });
    };
    let told = answer;
    answering(() => told);
    await extension.render();
    const buttonOf = (words: string) => [...document.body.querySelectorAll("s-button")].find((one) => one.textContent === words);
    await vi.waitFor(() => expect(buttonOf(offered)).toBeDefined());
    const button = buttonOf(offered);
    const place = document.body.querySelector("s-stack[accessibilityrole=status]");
    told = { ...READY, earns: { points: 36, sentence: "This order earns 36 points." }, code: { ...OWN_CODE, id: "2" }, reward: null };
    press(pressed);
    // What the tester is told draws nothing by itself: it is there when the press is drawn.
    extension.shopify.cost.totalTaxAmount.value = { amount: 6.75, currencyCode: "GBP" };
    await vi.waitFor(() => expect(words()).toMatch(/earns 36 points.*applied.*copy/));
    expect([button?.isConnected, button?.textContent, button?.getAttribute("command")]).toEqual([true, "copy", "--copy"]);
    expect([place?.isConnected, place?.textContent]).toEqual([true, "applied"]);
    expect(document.body.querySelector(`#${button?.getAttribute("commandfor") ?? ""}`)?.getAttribute("text")).toBe("K7QWERT");
  });

  it("applies a code that the customer has already, and spends nothing", async () => {
    const applied = vi.fn(() => Promise.resolve({ type: "success" as const }));
    extension.shopify.applyDiscountCodeChange = applied;
    answering(() => ({ ...READY, code: OWN_CODE, reward: null }) as BasketAnswer);
    await extension.render();
    await vi.waitFor(() => expect(words()).toMatch(/£5\.00 off.*applyCode/));
    press("applyCode");
    await vi.waitFor(() => expect(words()).toContain("applied"));
    expect(applied).toHaveBeenCalledWith({ type: "addDiscountCode", code: "K7QWERT" });
    expect(asked).toHaveLength(1);
  });

  it.each([
    ["a reward", READY],
    ["a code", { ...READY, code: OWN_CODE, reward: null } as BasketAnswer],
  ])("does not offer %s beside another code", async (_case, answer) => {
    extension.shopify.discountCodes.value = [{ code: "SUMMER" }];
    answering(() => answer);
    await extension.render();
    await vi.waitFor(() => expect(words()).toContain("earns 40 points"));
    expect(document.body.querySelector("s-button")).toBeNull();
  });

  it.each([
    ["the app cannot be reached", () => new TypeError("failed to fetch")],
    ["there is no program", () => ({ state: "off" }) as const],
  ])("shows nothing when %s", async (_case, basket) => {
    answering(basket);
    await extension.render();
    await vi.waitFor(() => expect(asked).toHaveLength(1));
    await Promise.resolve();
    expect(document.body.querySelector("s-section")).toBeNull();
  });

  it("offers no reward to a guest, and never asks for a sign-in", async () => {
    answering(() => ({ ...READY, reward: null }) as BasketAnswer);
    await extension.render();
    await vi.waitFor(() => expect(words()).toContain("earns 40 points"));
    expect(document.body.querySelector("s-button")).toBeNull();
  });
});
