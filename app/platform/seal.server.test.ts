import { describe, expect, it, vi } from "vitest";

const keys = [2, 1].map((fill) => ({ name: `k${fill}`, key: Buffer.alloc(32, fill) }));
vi.stubEnv("DATABASE_URL", "postgresql://127.0.0.1/none");
vi.stubEnv("SHOPIFY_APP_URL", "http://127.0.0.1");
vi.stubEnv("SHOPIFY_API_KEY", "key");
vi.stubEnv("SHOPIFY_API_SECRET", "secret");
vi.stubEnv("TOKEN_KEYS", keys.map(({ name, key }) => `${name}:${key.toString("base64")}`).join(","));
const { makeSeal, SealError } = await import("./seal.server.ts");

const place = "sessions/a.myshopify.com/offline/access_token";

describe("a sealed token", () => {
  it("opens where it was sealed, and shows nothing of itself", () => {
    const { seal, open } = makeSeal(keys);
    const sealed = seal("shpat_token", place);
    expect(sealed).toMatch(/^v1\.k2\.[\w-]+$/);
    expect(sealed).not.toContain("shpat");
    expect(open(sealed, place)).toBe("shpat_token");
  });

  it("differs each time, so that two shops with the same token cannot be told", () => {
    const { seal } = makeSeal(keys);
    expect(seal("same", place)).not.toBe(seal("same", place));
  });

  it("does not open in another row or column", () => {
    const { seal, open } = makeSeal(keys);
    expect(() => open(seal("token", place), "sessions/b.myshopify.com/offline/access_token")).toThrow(SealError);
  });

  it("does not open after any byte was changed", () => {
    const { seal, open } = makeSeal(keys);
    const sealed = seal("token", place);
    const other = sealed[12] === "A" ? "B" : "A";
    expect(() => open(sealed.slice(0, 12) + other + sealed.slice(13), place)).toThrow(SealError);
    expect(() => open("v1.k2.AAAA", place)).toThrow("too short");
  });

  it("still opens after a new key was put in front, and no longer once its key is gone", () => {
    const [current, old] = keys;
    if (!current || !old) throw new Error("two keys are needed");
    const sealed = makeSeal([old]).seal("token", place);
    expect(makeSeal([current, old]).open(sealed, place)).toBe("token");
    expect(() => makeSeal([current]).open(sealed, place)).toThrow('needs key "k1"');
  });
});
