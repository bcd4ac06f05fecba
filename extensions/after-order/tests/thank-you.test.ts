/// <reference types="@shopify/ui-extensions/purchase.thank-you.block.render" />
import { getExtension } from "@shopify/ui-extensions-tester";
import { render } from "preact";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { KnownOrder, OrderAnswer } from "../../../app/contract/checkout-api.ts";

const extension = getExtension("purchase.thank-you.block.render");

const KNOWN: KnownOrder = {
  state: "known",
  orderName: "#1042",
  earns: { points: 120, sentence: "This order earns 120 points.", spendableFrom: "2026-12-06T00:00:00.000Z" },
  account: { state: "unclaimed", waitingPoints: 120, sentence: "They are waiting for you. Sign in with your e-mail; no password needed.", signInUrl: "https://shop.example/account" },
  balance: null,
  nextOrder: "Your second order earns double.",
  offer: {
    state: "ready", code: "THX-7F2A", useUrl: "https://shop.example/discount/THX-7F2A", sentence: "10% off your next order", terms: "Valid until 21 December, from £20.00.",
    needs: { minimumOrderMinor: 2_000, currency: "GBP", endsAt: "2026-12-22T00:00:00.000Z", combinesWith: { orderDiscounts: false, productDiscounts: false, shippingDiscounts: true } },
  },
  offersDeclined: null,
  retryAfterMs: null,
};

const words = () => document.body.textContent.replaceAll(/\s+/g, " ").trim();
const answers = (...told: (OrderAnswer | Error)[]) => {
  const asked = vi.fn((_url: string, _init: RequestInit) => {
    const next = told.length > 1 ? told.shift() : told[0];
    return next instanceof Error ? Promise.reject(next) : Promise.resolve(new Response(JSON.stringify(next)));
  });
  extension.fetch = asked as unknown as typeof fetch;
  return asked;
};

beforeEach(() => {
  vi.useFakeTimers();
  process.env.APP_URL = "https://app.example";
  extension.setUp();
  extension.shopify.orderConfirmation.value = { order: { id: "gid://shopify/OrderIdentity/42" }, isFirstOrder: true };
  extension.shopify.checkoutToken.value = "token-of-the-checkout";
});
afterEach(() => {
  // The tester empties the page without Preact's knowledge, and the next drawing would go into what is gone.
  render(null, document.body);
  extension.tearDown();
  vi.useRealTimers();
});

const passes = (ms: number) => vi.advanceTimersByTimeAsync(ms);

describe("the thank-you block", () => {
  it("shows points first, then the sign-in, the next order and the code, from one question with the checkout's token", async () => {
    const asked = answers(KNOWN);
    await extension.render();
    await passes(50);
    expect(words()).toMatch(/120 points.*waiting for you.*signIn.*earns double.*THX-7F2A.*copy.*use.*21 December/);
    expect(document.body.querySelector("s-clipboard-item")?.getAttribute("text")).toBe("THX-7F2A");
    expect(document.body.querySelector("s-button[href]")?.getAttribute("href")).toBe("https://shop.example/account");
    expect(asked).toHaveBeenCalledTimes(1);
    const [url, init] = asked.mock.calls[0]!;
    expect(url).toBe("https://app.example/checkout-api/order");
    expect(JSON.parse(String(init.body))).toMatchObject({ orderId: "gid://shopify/OrderIdentity/42", checkoutToken: "token-of-the-checkout", surface: "thank_you" });
    expect(new Headers(init.headers).get("authorization")).toMatch(/^Bearer /);
  });

  it("says that points are being added up while the order is on its way, asks longer and longer, and stops after two minutes", async () => {
    const asked = answers({ state: "not_with_us", retryAfterMs: 2_000 });
    await extension.render();
    expect(document.body.querySelectorAll("s-skeleton-paragraph")).toHaveLength(3);
    await passes(50);
    expect(words()).toContain("waiting");
    await passes(20_000);
    expect(asked.mock.calls.length).toBeLessThanOrEqual(6);
    await passes(150_000);
    expect(words()).toContain("givenUp");
    const settled = asked.mock.calls.length;
    await passes(600_000);
    expect(asked.mock.calls.length).toBe(settled);
  });

  it("shows the code two questions after the order is known: once without it, once with it", async () => {
    const asked = answers({ ...KNOWN, offer: { state: "making" }, retryAfterMs: 1_000 }, KNOWN);
    await extension.render();
    await passes(50);
    expect(words()).toContain("making");
    await passes(1_500);
    expect(words()).toContain("THX-7F2A");
    expect(asked).toHaveBeenCalledTimes(2);
  });

  it("says once that a code was used, as a sentence of its own beside the code", async () => {
    answers({ ...KNOWN, offer: { state: "used", code: "THX-7F2A", sentence: "You have used this code." } });
    await extension.render();
    await passes(50);
    expect([...document.body.querySelectorAll("s-paragraph")].map(({ textContent }) => textContent)).toContain("You have used this code. THX-7F2A");
    expect(words().match(/used/gi)).toHaveLength(1);
  });

  it("leaves no gap where there is no code", async () => {
    answers({ ...KNOWN, offer: null });
    await extension.render();
    await passes(50);
    expect(words()).toContain("120 points");
    expect(document.body.querySelector("s-clipboard-item")).toBeNull();
  });

  it("shows nothing at all while the program is off", async () => {
    answers({ state: "off" });
    await extension.render();
    await passes(50);
    expect(document.body.querySelector("s-section")).toBeNull();
  });

  it("says that nothing is lost when the app cannot be reached, and asks again by hand", async () => {
    answers(new TypeError("failed to fetch"), new TypeError("failed to fetch"), KNOWN);
    await extension.render();
    await passes(5_000);
    expect(words()).toContain("failed");
    document.body.querySelector("s-button")?.dispatchEvent(new Event("click"));
    await passes(50);
    expect(words()).toContain("120 points");
  });

  it("shows the balance that Shopify keeps before the app has answered", async () => {
    extension.fetch = (() => new Promise(() => undefined)) as unknown as typeof fetch;
    const summary = { programState: "live", pointsName: { one: "star", other: "stars" }, available: 1_420, pending: 0, waiting: 0, tier: null };
    extension.shopify.appMetafields.value = [
      { target: { type: "customer", id: "1" }, metafield: { namespace: "$app:loyalty", key: "summary", value: JSON.stringify(summary), valueType: "json_string", type: "json" } },
    ];
    await extension.render();
    await passes(50);
    expect(words()).toContain("youHave");
    expect(document.body.querySelector("s-skeleton-paragraph")).toBeNull();
  });
});
