import { createHmac } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startWorld, type World } from "#tests/setup/world.ts";
import { waitFor } from "#tests/setup/wait-for.ts";

const CHROME = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36";
const tea = "tea.myshopify.com";
const lamps = "lamps.myshopify.com";
const chairs = "chairs.myshopify.com";
const sofas = "sofas.myshopify.com";
const never = "never.myshopify.com";

let world: World;

beforeAll(async () => {
  world = await startWorld({
    shops: [
      { domain: tea, name: "Tea House", currency: "GBP", timeZone: "Europe/London" },
      { domain: lamps, name: "Lamps", currency: "JPY", timeZone: "Asia/Tokyo" },
      { domain: chairs, name: "Chairs" },
      { domain: sofas, name: "Sofas" },
      { domain: never, name: "Never opened" },
    ],
  });
});

afterAll(() => world.stop());

type ShopRow = { id: number; name: string; currency: string; time_zone: string; granted_scopes: string[]; uninstalled_at: Date | null; reopen_needed_at: Date | null };
type SessionRow = { access_token_sealed: string | null; refresh_token_sealed: string | null; updated_at: Date };

const shopRows = (domain: string) => world.sql<ShopRow>("select * from shops where domain = $1", [domain]);
const sessionRows = (domain: string) => world.sql<SessionRow>("select * from sessions where shop_domain = $1", [domain]);
const host = Buffer.from("admin.shopify.com/store/tea").toString("base64url");

/** A page of the app as the admin's frame asks for it. */
const page = (path: string, { shop, idToken }: { shop: string; idToken?: string }) =>
  fetch(`${world.appOrigin}${path}?${new URLSearchParams({ embedded: "1", shop, host, ...(idToken && { id_token: idToken }) })}`, {
    headers: { "user-agent": CHROME },
    redirect: "manual",
  });

/** An id token like Shopify's, signed by somebody else. */
function forgedToken(shop: string, { secret, algorithm = "HS256" }: { secret: string; algorithm?: string }): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const seconds = Math.floor(Date.now() / 1_000);
  const claims = { iss: `https://${shop}/admin`, dest: `https://${shop}`, aud: "test-api-key", sub: "1", exp: seconds + 60, nbf: seconds - 1, iat: seconds, jti: "j", sid: "s" };
  const signed = `${part({ alg: algorithm, typ: "JWT" })}.${part(claims)}`;
  return algorithm === "none" ? `${signed}.` : `${signed}.${createHmac("sha256", secret).update(signed).digest("base64url")}`;
}

describe("a merchant who opens Thrice for the first time", () => {
  it("finds it installed under the shop's name, currency and zone, with the scopes that were granted", async () => {
    await world.openApp(tea);
    expect(await shopRows(tea)).toMatchObject([
      { name: "Tea House", currency: "GBP", time_zone: "Europe/London", customer_accounts: "new", uninstalled_at: null, reopen_needed_at: null,
        granted_scopes: ["read_customer_merge", "read_customers", "read_orders", "read_products", "write_app_proxy"] },
    ]);
  });

  it("leaves sealed tokens behind, readable in no column", async () => {
    const rows = await sessionRows(tea);
    expect(rows).toHaveLength(1);
    expect(rows[0]?.access_token_sealed).toMatch(/^v1\.k1\./);
    expect(JSON.stringify(rows)).not.toContain("shp");
  });

  it("is installed once, although the browser asks for several things at the same time", async () => {
    await world.control.openApp(chairs);
    await world.sql("delete from sessions where shop_domain = $1", [chairs]);
    await world.sql("delete from shops where domain = $1", [chairs]);
    const idToken = await world.control.idToken(chairs);
    const answers = await Promise.all(["/app", "/app", "/app", "/app"].map((path) => page(path, { shop: chairs, idToken })));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(await shopRows(chairs)).toHaveLength(1);
  });
});

describe("while Shopify is in trouble", () => {
  it("a first opening fails visibly and leaves nothing half installed; the next one installs", async () => {
    await world.control.setFaults(sofas, { admin: { failNext: Array.from({ length: 6 }, () => ({ operation: "ShopDetails", kind: "500" })) } });
    expect((await world.control.openApp(sofas)).status).toBe(500);
    expect(await shopRows(sofas)).toEqual([]);
    await world.control.clearFaults(sofas);
    await world.openApp(sofas);
    expect(await shopRows(sofas)).toMatchObject([{ name: "Sofas", uninstalled_at: null }]);
  });

  it("an installed shop opens although its name cannot be read again", async () => {
    await world.sql("delete from sessions where shop_domain = $1", [sofas]);
    await world.control.setFaults(sofas, { admin: { failNext: [{ operation: "ShopDetails", kind: "500" }] } });
    await world.openApp(sofas);
  });
});

describe("a merchant who opens Thrice again", () => {
  it("needs no new token while the old one is good", async () => {
    const before = await sessionRows(tea);
    await world.openApp(tea);
    expect(await sessionRows(tea)).toEqual(before);
    expect(await shopRows(tea)).toHaveLength(1);
  });

  it("gets the page framed by Shopify's admin only", async () => {
    const answer = await page("/app", { shop: tea, idToken: await world.control.idToken(tea) });
    expect(answer.headers.get("content-security-policy")).toContain(`frame-ancestors https://${tea} https://admin.shopify.com`);
    expect(answer.headers.get("x-powered-by")).toBeNull();
    expect(answer.headers.get("x-request-id")).toMatch(/^[\w-]{36}$/);
  });

  it("is told, inside of the app, when there is no such page", async () => {
    const answer = await page("/app/no-such-page", { shop: tea, idToken: await world.control.idToken(tea) });
    const text = await answer.text();
    expect(answer.status).toBe(404);
    expect(text).toContain("There is no such page");
    expect(text).toContain("s-app-nav");
  });
});

describe("somebody who is not the merchant", () => {
  it.each([
    ["without an id token", undefined],
    ["with an id token that another secret signed", forgedToken(never, { secret: "guess" })],
    ["with an id token that nobody signed", forgedToken(never, { secret: "", algorithm: "none" })],
    ["with half an id token", "eyJhbGciOiJIUzI1NiJ9.e30"],
  ])("%s is sent to prove it and installs nothing", async (_who, idToken) => {
    const answer = await page("/app", { shop: never, ...(idToken && { idToken }) });
    expect(answer.status).toBe(302);
    expect(answer.headers.get("location")).toContain("/auth/session-token");
    expect(await shopRows(never)).toEqual([]);
  });

  it("cannot read one shop with the id token of another", async () => {
    await world.openApp(lamps);
    const answer = await page("/app", { shop: tea, idToken: await world.control.idToken(lamps) });
    expect(await answer.text()).not.toContain("Tea House");
  });

  it("who comes without a shop reads how to open the app", async () => {
    const answer = await fetch(`${world.appOrigin}/app`, { headers: { "user-agent": CHROME } });
    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain("Thrice lives in the Shopify admin");
  });
});

describe("a shop whose tokens Shopify no longer takes", () => {
  it("is marked by the work behind the pages, keeps its tokens, and is healed by being opened", async () => {
    await world.openApp(tea);
    const [shop] = await shopRows(tea);
    await world.sql("update sessions set expires_at = now() - interval '1 minute' where shop_domain = $1", [tea]);
    await world.control.setFaults(tea, { admin: { refreshFails: true } });
    await world.sql("select graphile_worker.add_job('reconcile-updated', json_build_object('shopId', $1::int))", [shop?.id]);
    await waitFor("the mark", async () => (await shopRows(tea))[0]?.reopen_needed_at);
    const [kept] = await sessionRows(tea);
    expect(kept?.refresh_token_sealed).toMatch(/^v1\.k1\./);
    await world.openApp(tea);
    const [healed] = await sessionRows(tea);
    expect(await shopRows(tea)).toMatchObject([{ reopen_needed_at: null, uninstalled_at: null }]);
    expect(healed?.refresh_token_sealed).not.toBe(kept?.refresh_token_sealed);
    await world.control.clearFaults(tea);
  });
});

describe("a shop that uninstalls Thrice and comes back", () => {
  it("is paused, and opening the app again installs it anew", async () => {
    await world.openApp(lamps);
    const [first] = await shopRows(lamps);
    await world.control.uninstall(lamps);
    await waitFor("the uninstallation", async () => (await shopRows(lamps))[0]?.uninstalled_at !== null);
    await world.openApp(lamps);
    expect(await shopRows(lamps)).toMatchObject([{ id: first?.id, name: "Lamps", currency: "JPY", uninstalled_at: null, reopen_needed_at: null }]);
    expect(await sessionRows(lamps)).toHaveLength(1);
  });

  it("is installed anew although its old session was kept", async () => {
    await world.sql("update shops set uninstalled_at = now(), name = 'forgotten' where domain = $1", [lamps]);
    expect(await sessionRows(lamps)).toHaveLength(1);
    await world.openApp(lamps);
    expect(await shopRows(lamps)).toMatchObject([{ name: "Lamps", uninstalled_at: null }]);
  });
});

describe("the process", () => {
  it("says that it runs and that its database answers", async () => {
    expect((await fetch(`${world.appOrigin}/healthz`)).status).toBe(200);
    expect((await fetch(`${world.appOrigin}/readyz`)).status).toBe(200);
  });

  it("takes deliveries by POST only, and none that is not signed", async () => {
    expect((await fetch(`${world.appOrigin}/webhooks`)).status).toBe(405);
    expect((await fetch(`${world.appOrigin}/webhooks`, { method: "POST", body: "{}" })).status).toBe(401);
  });
});
