import { describe, expect, it, vi } from "vitest";

vi.stubEnv("DATABASE_URL", "postgresql://127.0.0.1/none");
vi.stubEnv("SHOPIFY_APP_URL", "http://127.0.0.1");
vi.stubEnv("SHOPIFY_API_KEY", "key");
vi.stubEnv("SHOPIFY_API_SECRET", "secret");
vi.stubEnv("TOKEN_KEYS", `k1:${Buffer.alloc(32).toString("base64")}`);
const { makeLogger } = await import("./logger.server.ts");

function written(write: (logger: ReturnType<typeof makeLogger>) => void): string {
  const lines: string[] = [];
  write(makeLogger("info", (line) => lines.push(line)));
  return lines.join("");
}

describe("a line of the log", () => {
  it("is one JSON object with an instant, a level and what was said", () => {
    const line = JSON.parse(written((log) => log.info({ shopId: 7 }, "drained"))) as Record<string, unknown>;
    expect(line).toMatchObject({ level: "info", shopId: 7, msg: "drained" });
    expect(line["at"]).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/);
  });

  it.each([
    ["a customer's e-mail in the words", (log: ReturnType<typeof makeLogger>) => log.warn("no letter for jo.doe@example.com today")],
    ["a customer's e-mail in a field", (log: ReturnType<typeof makeLogger>) => log.warn({ customer: { email: "jo.doe@example.com" } }, "x")],
    ["a customer's e-mail in an error and its cause", (log: ReturnType<typeof makeLogger>) =>
      log.error({ err: new Error("duplicate jo.doe@example.com", { cause: new Error("of jo.doe@example.com") }) }, "x")],
    ["the row that PostgreSQL quotes", (log: ReturnType<typeof makeLogger>) =>
      log.error({ err: Object.assign(new Error("violates unique"), { detail: "Key (email)=(jo.doe@example.com) exists" }) }, "x")],
    ["an access token", (log: ReturnType<typeof makeLogger>) => log.info({ accessToken: "shpat_jo.doe" }, "with shpat_jo.doe")],
    ["a body", (log: ReturnType<typeof makeLogger>) => log.info({ delivery: { body: '{"first_name":"jo.doe"}' } }, "x")],
    ["an id token in an address", (log: ReturnType<typeof makeLogger>) => log.info("GET /app?id_token=jo.doe&shop=a")],
  ])("never holds %s", (_what, write) => {
    const text = written(write);
    expect(text).not.toBe("");
    expect(text).not.toContain("jo.doe");
  });

  it("leaves the paths of a stack readable", () => {
    expect(written((log) => log.info("at file:///app/node_modules/@shopify/api/dist/index.mjs:3"))).toContain("@shopify/api/dist/index.mjs");
  });

  it("keeps the code and the place of an error, so that it can be found", () => {
    const text = written((log) => log.error({ err: Object.assign(new Error("broke"), { code: "40P01" }) }, "x"));
    expect(JSON.parse(text)).toMatchObject({ err: { message: "broke", code: "40P01", stack: expect.stringContaining("logger.server.test") as unknown } });
  });
});
