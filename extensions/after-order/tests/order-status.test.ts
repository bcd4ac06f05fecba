/// <reference types="@shopify/ui-extensions/customer-account.order-status.block.render" />
import { getExtension } from "@shopify/ui-extensions-tester";
import { render } from "preact";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { KnownOrder } from "../../../app/contract/checkout-api.ts";

const extension = getExtension("customer-account.order-status.block.render");

const WAITING: KnownOrder = {
  state: "known", orderName: "#1042", earns: { points: 120, sentence: "This order earns 120 points.", spendableFrom: null },
  account: { state: "unclaimed", waitingPoints: 120, sentence: "They are waiting for you.", signInUrl: "https://shop.example/account" },
  balance: null, nextOrder: null, offer: null, offersDeclined: null, retryAfterMs: null,
};
const CLAIMED: KnownOrder = {
  ...WAITING, account: { state: "claimed" }, offersDeclined: false,
  balance: { availablePoints: 120, pendingPoints: 0, claimedNow: true, sentence: "Claimed. 120 points are yours." },
};

const words = () => document.body.textContent.replaceAll(/\s+/g, " ").trim();
const asked: { path: string; body: Record<string, unknown> }[] = [];
const answering = (answer: (path: string, body: Record<string, unknown>) => object) => {
  extension.fetch = vi.fn((url: string, init: RequestInit) => {
    const question = { path: new URL(url).pathname, body: JSON.parse(String(init.body)) as Record<string, unknown> };
    asked.push(question);
    return Promise.resolve(new Response(JSON.stringify(answer(question.path, question.body))));
  }) as unknown as typeof fetch;
};

beforeEach(() => {
  asked.length = 0;
  process.env.APP_URL = "https://app.example";
  extension.setUp();
  extension.shopify.order.value = { id: "gid://shopify/Order/42", name: "#1042" } as NonNullable<typeof extension.shopify.order.value>;
  extension.shopify.authenticationState.value = "pre_authenticated";
});
afterEach(() => {
  // The tester empties the page without Preact's knowledge, and the next drawing would go into what is gone.
  render(null, document.body);
  extension.tearDown();
});

const click = (selector: string) => document.body.querySelector(selector)?.dispatchEvent(new Event("click"));

describe("the block on the order's page", () => {
  it("claims waiting points by asking to sign in, and asks the app once more", async () => {
    const login = vi.fn(() => Promise.resolve());
    extension.shopify.requireLogin = login;
    answering(() => (login.mock.calls.length > 0 ? CLAIMED : WAITING));
    await extension.render();
    await vi.waitFor(() => expect(words()).toContain("waiting for you"));
    click("s-button");
    await vi.waitFor(() => expect(words()).toContain("Claimed. 120 points are yours."));
    expect(asked.map(({ body }) => body["surface"])).toEqual(["order_status", "order_status"]);
  });

  it("stays as it is when the prompt is closed", async () => {
    extension.shopify.requireLogin = () => Promise.reject(new Error("dismissed"));
    answering(() => WAITING);
    await extension.render();
    await vi.waitFor(() => expect(words()).toContain("claim"));
    click("s-button");
    await vi.waitFor(() => expect(asked).toHaveLength(2));
    expect(words()).toContain("claim");
  });

  it("takes a wish for no offers at once, and takes it back as easily", async () => {
    answering((path, body) => (path.endsWith("/offers") ? { state: "saved", offersDeclined: !body["wanted"], sentence: body["wanted"] ? "You get offers again." : "Understood." } : CLAIMED));
    await extension.render();
    await vi.waitFor(() => expect(words()).toContain("noOffers"));
    click("s-link");
    await vi.waitFor(() => expect(words()).toMatch(/Understood\..*undo/));
    click("s-link");
    await vi.waitFor(() => expect(words()).toContain("You get offers again."));
    expect(asked.filter(({ path }) => path.endsWith("/offers")).map(({ body }) => body["wanted"])).toEqual([false, true]);
  });

  it("offers no such wish to somebody who is not signed in", async () => {
    answering(() => WAITING);
    await extension.render();
    await vi.waitFor(() => expect(words()).toContain("120 points"));
    expect(document.body.querySelector("s-link")).toBeNull();
  });
});
