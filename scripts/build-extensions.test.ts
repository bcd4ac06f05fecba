import { deflateSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { bundleExtension, listUiExtensions, readTargets } from "./build-extensions.ts";

const KB = 1_024;
/** What Shopify takes: 64 KB, and 128 KB for a whole page of the account. What follows an order has a smaller limit of our own. */
const LIMITS_KB: Record<string, number> = { "after-order": 20, "account-rewards": 128 };
const LIMIT_KB = 64;

describe.each(listUiExtensions())("the extension %s", (name) => {
  it("is one script that registers its targets, and weighs no more than it may", async () => {
    const code = await bundleExtension(name, { appUrl: "https://app.example" });
    for (const { target } of readTargets(name)) expect(code.includes(JSON.stringify(target)), target).toBe(true);
    expect(code.includes("process.env"), "the address of the app is written in").toBe(false);
    expect(deflateSync(code).length).toBeLessThanOrEqual((LIMITS_KB[name] ?? LIMIT_KB) * KB);
  });
});
