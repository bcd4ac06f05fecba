/// <reference types="@shopify/ui-extensions/purchase.checkout.block.render" />
import { getExtension } from "@shopify/ui-extensions-tester";
import { render } from "preact";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { BasketAnswer, RedeemAnswer } from "../../../app/contract/checkout-api.ts";

const extension = getExtension("purchase.checkout.block.render");

const READY: BasketAnswer = {
  state: "ready", earns: { points: 40, sentence: "This order earns 40 points." },
  reward: { rewardId: "five", name: "5 off", gives: "£5.00 off", costPoints: 500, missingPoints: 0, cost: "500 points", terms: "From £20.00.", confirm: "Spend 500 points?", choice: null },
};
const REDEEMED: RedeemAnswer = { state: "redeemed", code: { id: "1", source: "points", state: "ready", code: "K7QWERT", useUrl: null, sentence: "£5.00 off", terms: "" }, retryAfterMs: null };

const words = () => document.body.textContent.replaceAll(/\s+/g, " ").trim();
const asked: { url: string; body: Record<string, unknown> }[] = [];
const answering = (basket: () => BasketAnswer | Error, redeem: () => RedeemAnswer = () => REDEEMED) => {
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

const click = () => document.body.querySelector("s-button")?.dispatchEvent(new Event("click"));

describe("points in checkout", () => {
  it("says what the basket earns and offers one reward, which it applies with a click", async () => {
    const applied = vi.fn(() => Promise.resolve({ type: "success" as const }));
    extension.shopify.applyDiscountCodeChange = applied;
    answering(() => READY);
    await extension.render();
    await vi.waitFor(() => expect(words()).toMatch(/earns 40 points.*£5\.00 off · 500 points.*apply/));
    click();
    await vi.waitFor(() => expect(words()).toContain("applied"));
    expect(applied).toHaveBeenCalledWith({ type: "addDiscountCode", code: "K7QWERT" });
  });

  it("says where the code is when checkout does not take it", async () => {
    extension.shopify.applyDiscountCodeChange = () => Promise.resolve({ type: "error", message: "not now" });
    answering(() => READY);
    await extension.render();
    await vi.waitFor(() => expect(words()).toContain("apply"));
    click();
    await vi.waitFor(() => expect(words()).toContain("notApplied"));
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
