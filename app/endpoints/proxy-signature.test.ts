import { createHmac, createSecretKey } from "node:crypto";
import "@shopify/shopify-api/adapters/node";
import { ApiVersion, shopifyApi } from "@shopify/shopify-api";
import { describe, expect, it } from "vitest";
import { forwardedPairs, signPairs, type Pairs } from "#tests/factories/forwarded.ts";
import { readForwarded } from "./proxy-signature.ts";

const SECRET = "hush";
const NOW_MS = 1_763_776_800_000;
const SHOP = "some-shop.myshopify.com";

const keyOf = (secret: string) => createSecretKey(secret, "utf8");
const keys = [keyOf(SECRET)];
const signed = (given: Pairs, { customerId = "42", secret = SECRET, nowMs = NOW_MS }: { customerId?: string | null; secret?: string; nowMs?: number } = {}): string => {
  const pairs = forwardedPairs(given, { shop: SHOP, customerId, nowMs });
  return new URLSearchParams([...pairs, ["signature", signPairs(pairs, secret)]]).toString();
};

describe("a request that Shopify forwards", () => {
  it("says the shop and who is signed in", () => {
    expect(readForwarded(signed([["locale", "en"]]), { keys, nowMs: NOW_MS })).toMatchObject({ shopDomain: SHOP, customerId: "42" });
    expect(readForwarded(signed([], { customerId: null }), { keys, nowMs: NOW_MS })).toMatchObject({ customerId: null });
  });

  it("is read as Shopify's page signs its example, with a name that is repeated", () => {
    const search = "extra=1&extra=2&shop=some-shop.myshopify.com&logged_in_customer_id=&path_prefix=%2Fapps%2Fawesome_reviews&timestamp=1317327555";
    const text = "extra=1,2logged_in_customer_id=path_prefix=/apps/awesome_reviewsshop=some-shop.myshopify.comtimestamp=1317327555";
    const signature = keyed(text);
    expect(readForwarded(`${search}&signature=${signature}`, { keys, nowMs: 1_317_327_555_000 })?.query.getAll("extra")).toEqual(["1", "2"]);
    expect(readForwarded(`${search}&signature=${signature}`.replace("extra=2", "extra=3"), { keys, nowMs: 1_317_327_555_000 })).toBeUndefined();
  });

  it("is taken by the secret and, while it is being changed, by the one before", () => {
    const both = [keyOf("the next"), keyOf(SECRET)];
    expect(readForwarded(signed([]), { keys: both, nowMs: NOW_MS })).toBeDefined();
    expect(readForwarded(signed([], { secret: "the next" }), { keys: both, nowMs: NOW_MS })).toBeDefined();
    expect(readForwarded(signed([]), { keys: [keyOf("the next")], nowMs: NOW_MS })).toBeUndefined();
  });

  it("is good for 90 seconds", () => {
    const at = (ageS: number) => readForwarded(signed([]), { keys, nowMs: NOW_MS + ageS * 1_000 });
    expect([at(0), at(90), at(-90)].every(Boolean)).toBe(true);
    expect([at(91), at(-91), at(3_600)].some(Boolean)).toBe(false);
  });

  it("is judged as Shopify's own library judges it, whatever stands in the query", async () => {
    const library = shopifyApi({ apiKey: "key", apiSecretKey: SECRET, apiVersion: ApiVersion.July26, hostName: "app.example.com", isEmbeddedApp: true });
    const words = ["en", "a b", "ä=ö&", "", "1,2", "%41", "<script>", "漢字", "x".repeat(300)];
    for (const [at, word] of words.entries()) {
      const query = signed([["locale", word], ["cursor", words[(at + 3) % words.length] ?? ""], ["extra", word], ["extra", "2"]], { nowMs: Date.now() });
      const theirs = await library.utils.validateHmac(new URLSearchParams(query), { signator: "appProxy" });
      expect([word, theirs, readForwarded(query, { keys, nowMs: Date.now() }) !== undefined]).toEqual([word, true, true]);
      const changed = query.replace("extra=2", "extra=3");
      expect(readForwarded(changed, { keys, nowMs: Date.now() })).toBeUndefined();
      expect(await library.utils.validateHmac(new URLSearchParams(changed), { signator: "appProxy" })).toBe(false);
    }
  });
});

const keyed = (text: string): string => createHmac("sha256", SECRET).update(text).digest("hex");
