/// <reference types="@shopify/ui-extensions/customer-account.profile.block.render" />
import { getExtension } from "@shopify/ui-extensions-tester";
import { render } from "preact";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

const extension = getExtension("customer-account.profile.block.render");

const SUMMARY = { programState: "live", pointsName: { one: "point", other: "points" }, available: 420, pending: 0, waiting: 0, tier: { name: "Silver" } };
const words = () => document.body.textContent.replaceAll(/\s+/g, " ").trim();
const keeping = (value: string | null) => {
  const asked = vi.fn((_url: string) => Promise.resolve(new Response(JSON.stringify({ data: { customer: { metafield: value === null ? null : { value } } } }))));
  extension.fetch = asked as unknown as typeof fetch;
  return asked;
};

beforeEach(() => extension.setUp());
afterEach(() => {
  // The tester empties the page without Preact's knowledge, and the next drawing would go into what is gone.
  render(null, document.body);
  extension.tearDown();
});

describe("the block in the profile", () => {
  it("shows points and tier from what Shopify keeps, without a call of ours", async () => {
    const asked = keeping(JSON.stringify(SUMMARY));
    await extension.render();
    await vi.waitFor(() => expect(words()).toContain("420 points · Silver"));
    expect(asked.mock.calls.map(([url]) => url)).toEqual(["shopify:customer-account/api/2026-07/graphql.json"]);
  });

  it("says of points before the first sign-in that they wait", async () => {
    keeping(JSON.stringify({ ...SUMMARY, available: 0, waiting: 120, tier: null }));
    await extension.render();
    await vi.waitFor(() => expect(words()).toContain("pointsWaiting"));
  });

  it.each([["nothing", null], ["something unreadable", "{"], ["a summary of another shape", JSON.stringify({ points: 3 })]])("shows nothing where Shopify keeps %s", async (_case, value) => {
    const asked = keeping(value);
    await extension.render();
    await vi.waitFor(() => expect(asked).toHaveBeenCalled());
    await Promise.resolve();
    expect(document.body.querySelector("s-section")).toBeNull();
  });
});
