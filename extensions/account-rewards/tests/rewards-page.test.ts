/// <reference types="@shopify/ui-extensions/customer-account.page.render" />
import { getExtension } from "@shopify/ui-extensions-tester";
import { render } from "preact";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { OfferedReward, OwnCode, RedeemAnswer, RewardsAnswer } from "../../../app/contract/checkout-api.ts";

const extension = getExtension("customer-account.page.render");

const CODE: OwnCode = {
  id: "7", source: "points", state: "ready", code: "K7QWERT", useUrl: "https://shop.example/discount/K7QWERT", name: null, sentence: "£5.00 off", standing: null, terms: "Valid until 20 January, from £20.00.",
};
const IN_REACH: OfferedReward = {
  rewardId: "five", name: "Five off", gives: "£5.00 off", detail: "£5.00 off", costPoints: 500, missingPoints: 0, cost: "500 points", terms: "From £20.00, combines with shipping discounts.",
  confirm: "Spend 500 points for £5.00 off? Left: 40.", choice: null,
};
const OUT_OF_REACH: OfferedReward = { ...IN_REACH, rewardId: "ten", name: "£10 off", gives: "£10.00 off", detail: null, costPoints: 620, missingPoints: 80, cost: "80 points to go", confirm: null };
const MEMBER: Extract<RewardsAnswer, { state: "member" }> = {
  state: "member", isPaused: false, availablePoints: 540, pendingPoints: 120,
  balance: { available: "540 points", pending: "120 more from 6 December", expiry: null },
  tier: { name: "Silver", next: { sentence: "£60.00 to Gold", share: 0.4 } },
  nextOrder: null, rewards: [IN_REACH, OUT_OF_REACH], codes: [CODE],
  history: [{ id: "1", points: 120, day: "21 November 2026", why: "Order #1042 earns 120 points." }, { id: "2", points: -500, day: "20 November 2026", why: "Spent on £5.00 off." }],
  offersDeclined: false,
};

const words = () => document.body.textContent.replaceAll(/\s+/g, " ").trim();
const redeemed: Record<string, unknown>[] = [];
const answering = (rewards: () => RewardsAnswer, redeem: () => RedeemAnswer | Error = () => new Error("not asked for")) => {
  extension.fetch = vi.fn((url: string, init: RequestInit) => {
    if (url.endsWith("/rewards")) return Promise.resolve(new Response(JSON.stringify(rewards())));
    redeemed.push(JSON.parse(String(init.body)) as Record<string, unknown>);
    const answer = redeem();
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(new Response(JSON.stringify(answer)));
  }) as unknown as typeof fetch;
};

beforeEach(() => {
  redeemed.length = 0;
  process.env.APP_URL = "https://app.example";
  extension.setUp();
});
afterEach(() => {
  // The tester empties the page without Preact's knowledge, and the next drawing would go into what is gone.
  render(null, document.body);
  extension.tearDown();
});

const spend = () => document.body.querySelector('s-button[slot="primary-action"]')?.dispatchEvent(new Event("click"));

describe("the page of rewards", () => {
  it("shows the balance, the road to the next tier, rewards, codes, and each movement with its reason", async () => {
    answering(() => MEMBER);
    await extension.render();
    await vi.waitFor(() => expect(words()).toMatch(/540 points.*120 more from 6 December.*Silver.*£60\.00 to Gold.*Five off ?£5\.00 off ?500 points.*£10 off ?80 points to go.*K7QWERT/));
    expect(document.body.querySelector("s-progress")?.getAttribute("value") ?? (document.body.querySelector("s-progress") as HTMLProgressElement | null)?.value).toBeTruthy();
    expect([...document.body.querySelectorAll("s-details")].map((one) => one.textContent.replaceAll(/\s+/g, " "))).toEqual([
      expect.stringContaining("Order #1042 earns 120 points."), expect.stringContaining("Spent on £5.00 off."),
    ]);
  });

  it("says where store credit is, which has no code, by the name that the merchant gave it", async () => {
    const credit: OwnCode = { ...CODE, code: null, useUrl: null, name: "Birthday treat", sentence: "£5.00 of store credit", terms: "It is in your account and is offered at the checkout. Valid until 20 January." };
    const making: OwnCode = { ...credit, id: "9", state: "making", name: null, standing: "The shop is looking into this." };
    answering(() => ({ ...MEMBER, codes: [credit, making] }));
    await extension.render();
    await vi.waitFor(() => expect(words()).toMatch(/Birthday treat ?£5\.00 of store credit ?It is in your account and is offered at the checkout\. Valid until 20 January\. ?£5\.00 of store credit ?The shop is looking into this\./));
    expect(words()).not.toContain("making");
    expect(document.body.querySelector("s-clipboard-item")).toBeNull();
  });

  it("gives no button to what is out of reach, and none at all while the program is paused", async () => {
    answering(() => MEMBER);
    await extension.render();
    await vi.waitFor(() => expect(document.body.querySelectorAll("s-modal")).toHaveLength(1));
    render(null, document.body);
    answering(() => ({ ...MEMBER, isPaused: true }));
    await extension.render();
    await vi.waitFor(() => expect(words()).toContain("paused"));
    expect(document.body.querySelectorAll("s-modal")).toHaveLength(0);
  });

  it("asks before it spends, shows the code, and reads the balance again", async () => {
    let isSpent = false;
    answering(() => (isSpent ? { ...MEMBER, balance: { ...MEMBER.balance, available: "40 points" } } : MEMBER), () => {
      isSpent = true;
      return { state: "redeemed", code: { ...CODE, id: "8", code: "NEWCODE" }, retryAfterMs: null };
    });
    await extension.render();
    await vi.waitFor(() => expect(words()).toContain("Spend 500 points for £5.00 off?"));
    const place = document.body.querySelector("s-stack[accessibilityrole=status]");
    const button = [...document.body.querySelectorAll("s-button")].find((one) => one.textContent === "redeem");
    expect(place?.textContent).toBe("");
    spend();
    await vi.waitFor(() => expect(words()).toMatch(/40 points.*NEWCODE/));
    // Read aloud; and the button that had the focus stays, now for the code.
    expect(place?.textContent).toContain("NEWCODE");
    expect([button?.isConnected, button?.textContent]).toEqual([true, "copy"]);
    expect(redeemed).toMatchObject([{ rewardId: "five", points: null }]);
  });

  it("says of a choice of points what the chosen number gives, and spends no number between the steps", async () => {
    const option = (points: number, gives: string) => ({ points, gives, cost: `${points} points`, confirm: `Spend ${points} points for ${gives}?` });
    const slider: OfferedReward = { ...IN_REACH, rewardId: "slider", choice: { minimumPoints: 100, maximumPoints: 300, stepPoints: 100, options: [option(100, "£1.00 off"), option(200, "£2.00 off"), option(300, "£3.00 off")] } };
    answering(() => ({ ...MEMBER, rewards: [slider] }), () => ({ state: "redeemed", code: CODE, retryAfterMs: null }));
    await extension.render();
    await vi.waitFor(() => expect(words()).toContain("Spend 100 points for £1.00 off?"));
    const choose = (value: string) => {
      const field = document.body.querySelector("s-number-field")!;
      Object.assign(field, { value });
      field.dispatchEvent(new Event("change"));
    };
    choose("250");
    await vi.waitFor(() => expect(words()).toContain("choose"));
    expect(words()).not.toContain("Spend 100 points");
    choose("300");
    await vi.waitFor(() => expect(words()).toContain("Spend 300 points for £3.00 off?"));
    spend();
    await vi.waitFor(() => expect(redeemed).toMatchObject([{ rewardId: "slider", points: 300 }]));
  });

  it("sends the same key again after an answer that was lost, so that nothing is spent twice", async () => {
    let tries = 0;
    answering(() => MEMBER, () => ((tries += 1) === 1 ? new TypeError("lost") : { state: "redeemed", code: CODE, retryAfterMs: null }));
    await extension.render();
    await vi.waitFor(() => expect(document.body.querySelector("s-modal")).not.toBeNull());
    spend();
    await vi.waitFor(() => expect(words()).toContain("redeemFailed"));
    spend();
    await vi.waitFor(() => expect(redeemed).toHaveLength(2));
    expect(redeemed[0]?.["idempotencyKey"]).toBe(redeemed[1]?.["idempotencyKey"]);
  });

  it("says why a reward was not given", async () => {
    answering(() => MEMBER, () => ({ state: "refused", sentence: "The code could not be made. Your 500 points are back." }));
    await extension.render();
    await vi.waitFor(() => expect(document.body.querySelector("s-modal")).not.toBeNull());
    spend();
    await vi.waitFor(() => expect(words()).toContain("Your 500 points are back."));
  });

  it.each([
    ["signed out", { state: "signed_out" } as const, "signedOut"],
    ["no program", { state: "off" } as const, "off"],
    ["a new member", { state: "new_member", sentence: "Nothing here yet. Your first order earns points." } as const, "Nothing here yet."],
  ])("has words for %s", async (_case, answer, text) => {
    answering(() => answer);
    await extension.render();
    await vi.waitFor(() => expect(words()).toContain(text));
  });
});
