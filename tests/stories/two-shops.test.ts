import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ensureBuilt } from "#scripts/build.ts";
import { builtAddresses } from "#tests/factories/built-addresses.ts";
import { post } from "#tests/factories/signed-delivery.ts";
import { waitFor } from "#tests/setup/wait-for.ts";
import { startWorld, type World } from "#tests/setup/world.ts";

await ensureBuilt();
const addresses = builtAddresses();

const APPLES = "apples.myshopify.com";
const PEARS = "pears.myshopify.com";
const domains = { apples: APPLES, pears: PEARS };
type Name = keyof typeof domains;

/** The same ids in both shops: what only one of them holds is told by its words. */
const CUSTOMER = "7001";
const ORDER = "5001";
/** Words that belong to a shop, in every kind of row that a page could show. */
const wordOf = (name: Name) => `word-of-${name}`;

let world: World;
const tokens: Partial<Record<Name, string>> = {};
/** Ids of the shops' own rows: parked deliveries, requests, tokens, a customer and an order that only one of them has. */
const ownIds: Record<Name, string[]> = { apples: [], pears: [] };

beforeAll(async () => {
  world = await startWorld({ shops: (["apples", "pears"] as const).map((name) => ({ domain: domains[name], name: `${wordOf(name)} shop` })) });
  for (const name of ["apples", "pears"] as const) await fill(name);
});
afterAll(() => world.stop());

async function fill(name: Name): Promise<void> {
  const shop = domains[name];
  const word = wordOf(name);
  await world.openApp(shop);
  await world.settled(shop);
  const person = { id: CUSTOMER, email: `${word}@example.com`, firstName: word, lastName: word };
  await world.control.order(shop, { id: ORDER, customer: person, totalMinor: 1_000, tags: [word], sourceName: word, lines: [{ title: word, quantity: 1, unitPriceMinor: 1_000 }] });
  const only = await world.control.order(shop, { customer: { email: `only-${word}@example.com`, firstName: word } });
  await world.control.changeCustomer(shop, { id: CUSTOMER, action: "data-request" });
  await post(world.appOrigin, { shop, topic: `${word}/topic`, body: { note: word } });
  await world.settled(shop);
  tokens[name] = await world.apiToken(shop);
  const [{ id: shopId } = { id: 0 }] = await world.sql<{ id: number }>("select id from shops where domain = $1", [shop]);
  await world.sql("update api_tokens set name = $2 where shop_id = $1", [shopId, word]);
  const rows = await world.sql<{ id: string }>(
    `select id::text from inbox_events where shop_domain = $1 and state = 'parked' union all select id::text from privacy_requests where shop_id = $2
     union all select id::text from api_tokens where shop_id = $2`, [shop, shopId]);
  ownIds[name] = [...rows.map(({ id }) => id), only.customerId ?? "", only.id, CUSTOMER, ORDER];
}

const host = Buffer.from("admin.shopify.com/store/x").toString("base64url");

async function ask(path: string, { as, method = "GET", shopInAddress = domains[as], form, data }: { as: Name; method?: string; shopInAddress?: string; form?: Record<string, string>; data?: string }) {
  const idToken = await world.control.idToken(domains[as]);
  const query = new URLSearchParams({ embedded: "1", shop: shopInAddress, host, id_token: idToken, ...(data && { _data: data }) });
  const answer = await fetch(`${world.appOrigin}${path}?${query}`, {
    method,
    redirect: "manual",
    headers: { "user-agent": "Mozilla/5.0 Chrome/140.0.0.0", authorization: `Bearer ${idToken}` },
    ...(form && { body: new URLSearchParams(form) }),
  });
  return { status: answer.status, text: await answer.text() };
}

/** The addresses that a route answers: one for every id of the other shop, where it takes ids. */
const addressesFor = (path: string, of: Name): string[] =>
  /[:*]/.test(path) ? [...new Set(ownIds[of])].map((id) => path.replace(/:\w+/g, id).replace("*", id)) : [path];

const isApi = (path: string) => path.startsWith("/api/");
const pages = addresses.filter(({ route, path }) => path.startsWith("/app") && route.hasLoader);

describe.each([["apples", "pears"], ["pears", "apples"]] as const)("a merchant of %s", (mine, other) => {
  it.each(pages.map(({ route, path }) => [path, route.id] as const))("finds nothing of the other shop at %s (%s)", async (path, id) => {
    for (const address of addressesFor(path, other)) {
      for (const answer of [await ask(address, { as: mine }), await ask(address, { as: mine, data: id }), await ask(address, { as: mine, data: id, shopInAddress: domains[other] })]) {
        expect(answer.text, address).not.toContain(wordOf(other));
        expect(answer.status, address).toBeLessThan(500);
      }
    }
  });

  it.each(addresses.filter(({ path }) => isApi(path)).map(({ path }) => path))("reads nothing of the other shop at %s", async (path) => {
    for (const address of addressesFor(path, other)) {
      const answer = await fetch(`${world.appOrigin}${address}`, { headers: { authorization: `Bearer ${tokens[mine]}` } });
      expect(await answer.text(), address).not.toContain(wordOf(other));
      expect(answer.status, address).toBeLessThan(500);
    }
  });

  it("sees what is its own there, so that the silence about the other means something", async () => {
    const seen = await Promise.all(["/app/customers", `/app/customers/${CUSTOMER}`, "/app/deliveries", "/app/settings/api-tokens", "/app/customers/export"].map(async (path) => (await ask(path, { as: mine })).text));
    for (const text of seen) expect(text).toContain(wordOf(mine));
  });
});

/** All that a shop has, each row as text; what other processes note on the way (when a token was used, figures that age) left out. */
async function everythingOf(name: Name): Promise<string[]> {
  const columns = await world.sql<{ table: string; column: string }>(
    "select table_name as table, column_name as column from information_schema.columns where table_schema = 'public' and column_name in ('shop_id', 'shop_domain') and table_name not in ('sessions', 'shop_figures', 'reconciliations')",
  );
  const [{ id } = { id: 0 }] = await world.sql<{ id: number }>("select id from shops where domain = $1", [domains[name]]);
  const rows = await Promise.all(columns.sort((a, b) => (a.table < b.table ? -1 : 1)).map(({ table, column }) =>
    world.sql<{ row: string }>(`select (to_jsonb(t) - 'last_used_at')::text as row from ${table} t where ${column} = $1 order by 1`, [column === "shop_id" ? id : domains[name]])));
  return rows.flat().map(({ row }) => row);
}

/** The ids that a form names at an address: where that is the address of something that only the other shop has, that one alone. */
function idsFor(path: string, address: string): string[] {
  const named = ownIds.pears.find((id) => address !== path && address.split("/").includes(id));
  return ["0", ...(named === undefined || named === CUSTOMER || named === ORDER ? ownIds.pears : [named])];
}

/** Everything that any form of the app sends, at once: a route takes what it knows. */
const INTENTS = ["replay", "reread", "revoke", "create", "dismiss", "read-again", "answer", "done", "save"];

describe("what one merchant does", () => {
  it.each(addresses.filter(({ route }) => route.hasAction).map(({ route, path }) => [path, route.id] as const))("at %s (%s) changes nothing in the other shop", async (path, data) => {
    const before = await everythingOf("pears");
    for (const address of addressesFor(path, "pears")) {
      for (const intent of INTENTS) {
        for (const id of idsFor(path, address)) {
          const { status } = await ask(address, { as: "apples", method: "POST", form: { intent, id, ids: id, name: "x", shop: PEARS, shopId: "2" }, data });
          expect(status, `${address} ${intent}`).toBeLessThan(500);
        }
      }
    }
    expect(await everythingOf("pears")).toEqual(before);
  });

  it("does change its own shop by the same forms, so that the silence of the other means something", async () => {
    const [{ id } = { id: "" }] = await world.sql<{ id: string }>("select t.id::text as id from api_tokens t join shops s on s.id = t.shop_id where s.domain = $1", [APPLES]);
    await ask("/app/settings/api-tokens", { as: "apples", method: "POST", form: { intent: "revoke", id }, data: "routes/app.settings.api-tokens" });
    expect(await world.sql("select 1 from api_tokens t join shops s on s.id = t.shop_id where s.domain = $1 and t.revoked_at is not null and t.id = $2", [APPLES, id])).toHaveLength(1);
  });

  it("says of a delivery that is not its own that there is none, as of one that never was", async () => {
    const parkedOf = async (shop: string) => (await world.sql<{ id: string }>("select id::text as id from inbox_events where shop_domain = $1 and state = 'parked'", [shop]))[0]?.id ?? "";
    const replay = (id: string) => ask("/app/deliveries", { as: "apples", method: "POST", form: { intent: "replay", id }, data: "routes/app.deliveries._index" });
    const own = await parkedOf(APPLES);
    for (const id of [await parkedOf(PEARS), "999999999"]) expect(await replay(id)).toMatchObject({ status: 404, text: JSON.stringify({ outcome: "unknown", ids: [id] }) });
    // Also a second time, while it is being read or after it was.
    for (const id of [own, own]) expect(await replay(id)).toMatchObject({ status: 200, text: JSON.stringify({ outcome: "replayed", ids: [id] }) });
  });

  it("a delivery signed for one shop and sent under the other's name is noticed where it names its shop", async () => {
    const before = await world.sql("select uninstalled_at from shops where domain = $1", [PEARS]);
    await post(world.appOrigin, { shop: PEARS, topic: "app/uninstalled", body: { myshopify_domain: APPLES } });
    await post(world.appOrigin, { shop: PEARS, topic: "customers/redact", body: { shop_domain: APPLES, customer: { id: Number(CUSTOMER) } } });
    await waitFor("both to be parked", async () => (await world.sql("select 1 from inbox_events where shop_domain = $1 and parked_reason like '%another shop%'", [PEARS])).length === 2);
    expect(await world.sql("select uninstalled_at from shops where domain = $1", [PEARS])).toEqual(before);
    expect(await world.sql("select count(*)::int as n from customers where redacted_at is not null")).toEqual([{ n: 0 }]);
  });
});

it("every route that asks for a shop was tried", () => {
  expect(pages.length).toBeGreaterThan(12);
  expect(addresses.filter(({ path }) => isApi(path)).length).toBeGreaterThan(6);
  expect(addresses.filter(({ route }) => route.hasAction).length).toBeGreaterThan(4);
});
