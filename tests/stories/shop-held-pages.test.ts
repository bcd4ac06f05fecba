import pg from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { FORM_PATIENCE_MS, lockShopFacts } from "#app/store/lock-shop-facts.server.ts";
import { failureOf } from "#app/ui/failure.ts";
import { waitFor } from "#tests/setup/wait-for.ts";
import { SHOP, startWorld, type World } from "#tests/setup/world.ts";

const OTHER = "other-shop.myshopify.com";
const POOL = 10;
const HOST = Buffer.from("admin.shopify.com/store/x").toString("base64url");
const WORDS = failureOf(503);

let world: World;
/** Another process that holds what the pages need. */
let holder: pg.Client;

beforeAll(async () => {
  world = await startWorld({ shops: [{ domain: SHOP }, { domain: OTHER }], env: { DATABASE_POOL_MAX: String(POOL) } });
  for (const shop of [SHOP, OTHER]) {
    await world.openApp(shop);
    await world.settled(shop);
  }
});
afterAll(() => world.stop());

beforeEach(async () => {
  holder = new pg.Client({ connectionString: world.databaseUrl, application_name: "holder" });
  await holder.connect();
  await holder.query("BEGIN");
});
afterEach(() => holder.end());

async function ask(path: string, { shop = SHOP, form, data }: { shop?: string; form?: Record<string, string>; data?: string } = {}) {
  const idToken = await world.control.idToken(shop);
  const query = new URLSearchParams({ embedded: "1", shop, host: HOST, id_token: idToken, ...(data && { _data: data }) });
  const startedMs = performance.now();
  const answer = await fetch(`${world.appOrigin}${path}?${query}`, {
    redirect: "manual",
    headers: { "user-agent": "Mozilla/5.0 Chrome/140.0.0.0", authorization: `Bearer ${idToken}` },
    ...(form && { method: "POST", body: new URLSearchParams(form) }),
  });
  return { status: answer.status, headers: answer.headers, text: await answer.text(), tookMs: performance.now() - startedMs };
}

const shopId = async (domain: string) => (await world.sql<{ id: number }>("SELECT id FROM shops WHERE domain = $1", [domain]))[0]!.id;

describe("while another process holds a shop's facts", () => {
  beforeEach(async () => {
    await lockShopFacts(holder, await shopId(SHOP));
  });

  it("a form that cannot be saved says so in our words, and that nothing was changed", async () => {
    const form = { percent: "17" };
    const [page, fetched] = await Promise.all([ask("/app/settings/holdout", { form }), ask("/app/settings/holdout", { form, data: "routes/app.settings.holdout" })]);
    for (const { status, headers, tookMs } of [page, fetched]) {
      expect([status, headers.get("retry-after") ?? "5"]).toEqual([503, "5"]);
      expect(tookMs).toBeLessThan(FORM_PATIENCE_MS + 5_000);
    }
    for (const words of [WORDS.title, WORDS.meaning, WORDS.whatToDo]) expect(page.text).toContain(words);
    expect(page.text).not.toContain("Request id");
    // A form of a page that is open gets no error, which would take the place of the page: the page says why by the status.
    expect([fetched.text, fetched.headers.get("x-remix-response"), fetched.headers.get("x-remix-catch")]).toEqual(["null", "yes", null]);
    expect(await world.sql("SELECT FROM holdout_settings WHERE shop_id = $1 AND percent = 17", [await shopId(SHOP)])).toHaveLength(0);
  });

  it("forms that wait, however many, slow no page of anybody down", async () => {
    const waiting = Promise.all(Array.from({ length: 2 * POOL }, () => ask("/app/settings/holdout", { form: { percent: "17" }, data: "routes/app.settings.holdout" })));
    await waitFor("the first to wait", async () => (await world.sql("SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'advisory'")).length > 0);
    for (const shop of [OTHER, SHOP]) {
      const { status, tookMs } = await ask("/app", { shop });
      expect([status, tookMs < 4_000], `${tookMs} ms`).toEqual([200, true]);
    }
    const { status } = await ask("/app/settings/holdout", { shop: OTHER, form: { percent: "12" }, data: "routes/app.settings.holdout" });
    expect(status).toBe(200);
    await holder.query("ROLLBACK");
    expect(new Set((await waiting).map((answer) => answer.status))).toEqual(new Set([200]));
  });
});

it("a page that finds all connections in use says so in our words", async () => {
  await holder.query("LOCK TABLE exports IN ACCESS EXCLUSIVE MODE");
  const stuck = Promise.all(Array.from({ length: POOL }, () => ask("/app/exports")));
  await waitFor("the connections to be used up", async () => (await world.sql("SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND wait_event = 'relation'")).length >= POOL - 3);
  const [page, saved] = await Promise.all([
    ask("/app/settings/holdout", { shop: OTHER }),
    ask("/app/settings/holdout", { shop: OTHER, form: { percent: "13" } }),
    ...Array.from({ length: 4 }, () => ask("/app/exports")),
  ]);
  await holder.query("ROLLBACK");
  await stuck;
  for (const { status, text } of [page, saved]) expect([status, text.includes(WORDS.meaning)]).toEqual([503, true]);
});
