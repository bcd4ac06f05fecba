/// <reference types="@shopify/ui-extensions/admin.customer-details.block.render" />
import { getExtension } from "@shopify/ui-extensions-tester";
import { render } from "preact";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { CustomerBlock } from "../../../app/contract/customer-block.ts";

const extension = getExtension("admin.customer-details.block.render");

const KNOWN: CustomerBlock = {
  outcome: "known",
  points: "120 points available, 40 pending.",
  stage: "Second since 12 Nov 2026, when order #1042 became the second counted order.",
  why: "Order #1042 earns 40 points: 1 point per £1.00 on £40.00.",
  link: "app:app/customers/7001",
};

const texts = () => [...document.body.querySelectorAll("s-text")].map((element) => element.textContent);
const answering = (answer: () => Promise<Response>) => (extension.fetch = vi.fn(answer) as unknown as typeof fetch);
const json = (body: CustomerBlock) => answering(() => Promise.resolve(new Response(JSON.stringify(body))));

beforeEach(() => {
  extension.setUp();
  extension.shopify.data = { selected: [{ id: "gid://shopify/Customer/7001" }] };
});
afterEach(() => {
  // The tester empties the page without Preact's knowledge, and the next drawing would go into what is gone.
  render(null, document.body);
  extension.tearDown();
});

describe("the block on Shopify's customer page", () => {
  it("shows points, stage and why, and leads to the customer in the app", async () => {
    const asked = json(KNOWN);
    await extension.render();
    await vi.waitFor(() => expect(texts()).toEqual([KNOWN.points, KNOWN.stage, KNOWN.why]));
    expect(vi.mocked(asked).mock.calls[0]?.[0]).toBe("/blocks/customer-points?customer=gid%3A%2F%2Fshopify%2FCustomer%2F7001");
    expect(document.body.querySelector("s-link")?.getAttribute("href")).toBe("app:app/customers/7001");
  });

  it("says that it is loading", async () => {
    answering(() => new Promise(() => undefined));
    await extension.render();
    await vi.waitFor(() => expect(document.body.querySelector("s-spinner")).not.toBeNull());
  });

  it("has no third line before the first points, and says when there is no program", async () => {
    json({ ...KNOWN, points: null, why: null });
    await extension.render();
    await vi.waitFor(() => expect(texts()).toEqual(["noProgram", KNOWN.stage]));
  });

  it("says that a customer is unknown", async () => {
    json({ outcome: "unknown" });
    await extension.render();
    await vi.waitFor(() => expect(texts()).toEqual(["unknown"]));
  });

  it.each([
    ["an error of the app", () => Promise.resolve(new Response("", { status: 500 }))],
    ["no connection", () => Promise.reject(new TypeError("failed to fetch"))],
  ])("offers to try again after %s, and shows the points then", async (_why, fault) => {
    answering(fault);
    await extension.render();
    await vi.waitFor(() => expect(texts()).toEqual(["failed"]));
    json(KNOWN);
    document.body.querySelector("s-button")?.dispatchEvent(new Event("click"));
    await vi.waitFor(() => expect(texts()).toContain(KNOWN.points));
  });
});
