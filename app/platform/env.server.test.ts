import { describe, expect, it, vi } from "vitest";

const right = {
  DATABASE_URL: "postgresql://thrice@127.0.0.1:5432/thrice",
  SHOPIFY_APP_URL: "https://thrice.example.com/",
  SHOPIFY_API_KEY: "key",
  SHOPIFY_API_SECRET: "secret",
  TOKEN_KEYS: `k2:${Buffer.alloc(32, 2).toString("base64")},k1:${Buffer.alloc(32, 1).toString("base64")}`,
};
for (const [name, value] of Object.entries(right)) vi.stubEnv(name, value);
const { EnvError, readEnv } = await import("./env.server.ts");

describe("the environment", () => {
  it("needs no more than an address, a database, the app's credentials and a key", () => {
    expect(readEnv(right)).toMatchObject({
      appUrl: "https://thrice.example.com", host: "127.0.0.1", port: 3000, databasePoolMax: 10, worker: "off", trustProxyHops: 0, logLevel: "info",
    });
  });

  it("sends no mail until it knows both the server and who it is from", () => {
    const mail = { SMTP_URL: "smtps://user:password@mail.example.com", MAIL_FROM: "points@mail.example.com" };
    expect(readEnv(right).mail).toBeUndefined();
    expect(readEnv({ ...right, ...mail }).mail).toEqual({ serverUrl: mail.SMTP_URL, from: mail.MAIL_FROM });
    expect(() => readEnv({ ...right, SMTP_URL: mail.SMTP_URL })).toThrow("MAIL_FROM is not set");
    expect(() => readEnv({ ...right, MAIL_FROM: mail.MAIL_FROM })).toThrow("SMTP_URL is not set");
  });

  it("seals with the first key of the ring and keeps the others for opening", () => {
    expect(readEnv(right).tokenKeys.map(({ name, key }) => [name, key[0]])).toEqual([["k2", 2], ["k1", 1]]);
  });

  it("takes an empty variable for one that is not set", () => {
    expect(() => readEnv({ ...right, DATABASE_URL: "" })).toThrow("DATABASE_URL is not set");
    expect(readEnv({ ...right, PORT: "" }).port).toBe(3000);
  });

  it("names everything that is wrong at once, and what to do", () => {
    expect(() => readEnv({})).toThrow(EnvError);
    expect(() => readEnv({})).toThrow(/DATABASE_URL is not set[^]*SHOPIFY_APP_URL is not set[^]*SHOPIFY_API_KEY is not set[^]*TOKEN_KEYS is not set/);
  });

  it.each([
    ["DATABASE_URL", "mysql://x", "must begin with postgresql://"],
    ["SHOPIFY_APP_URL", "http://thrice.example.com", "must begin with https://"],
    ["SHOPIFY_APP_URL", "thrice", "must be an address"],
    ["TOKEN_KEYS", "k1:c2hvcnQ=", "32 bytes"],
    ["TOKEN_KEYS", `k1:${Buffer.alloc(32).toString("base64")},k1:${Buffer.alloc(32).toString("base64")}`, "key name twice"],
    ["PORT", "80a", "whole number"],
    ["WORKER", "on", "in-process"],
    ["LOG_LEVEL", "loud", "debug"],
    ["TRUST_PROXY_HOPS", "-1", "whole number"],
    ["SMTP_URL", "https://mail.example.com", "smtp://"],
    ["MAIL_FROM", "Points <points@mail.example.com>", "plain e-mail address"],
  ])("refuses %s=%s", (name, value, hint) => {
    expect(() => readEnv({ ...right, [name]: value })).toThrow(new RegExp(`${name} .*${hint}`));
  });

  it("never repeats a value, which may be a secret", () => {
    expect(() => readEnv({ ...right, TOKEN_KEYS: "k1:hush-hush" })).not.toThrow("hush-hush");
    expect(() => readEnv({ ...right, TOKEN_KEYS: "k1:hush-hush" })).toThrow(EnvError);
  });

  it("accepts an address on this machine without https", () => {
    expect(readEnv({ ...right, SHOPIFY_APP_URL: "http://127.0.0.1:4000" }).appUrl).toBe("http://127.0.0.1:4000");
  });
});
