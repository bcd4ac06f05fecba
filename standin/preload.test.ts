import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestShop, type TestShop } from "#standin/testing/open-test-shop.ts";

describe("a process with the preload", () => {
  const plainFetch = globalThis.fetch;
  let shop: TestShop;
  beforeAll(async () => {
    shop = await openTestShop();
    process.env["STANDIN_ADMIN"] = shop.adminOrigin;
    const preload = "#standin/preload.ts";
    await import(preload);
  });
  afterAll(async () => {
    globalThis.fetch = plainFetch;
    await shop.stop();
  });

  it("reaches the stand-in under a shop's own host name, in every way of calling fetch", async () => {
    const address = "https://tea.myshopify.com/admin/api/2026-07/graphql.json";
    const init = { method: "POST", body: "{}" };
    const answers = await Promise.all([fetch(address, init), fetch(new URL(address), init), fetch(new Request(address, init))]);
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401]);
    expect((await fetch("https://storage.googleapis.com/nothing")).status).toBe(404);
  });

  it.each(["https://example.com", "https://evilmyshopify.com", "https://tea.myshopify.com.evil.example"])("never reaches %s", async (address) => {
    await expect(fetch(address)).rejects.toThrow("the stand-in knows no way to");
  });
});
