import fs from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { holdingShopFacts } from "#tests/factories/holding-shop-facts.ts";
import { post } from "#tests/factories/signed-delivery.ts";
import { waitFor } from "#tests/setup/wait-for.ts";
import { SHOP, startWorld, type World } from "#tests/setup/world.ts";

const OTHER = "other-shop.myshopify.com";
let world: World;

beforeAll(async () => {
  world = await startWorld({ shops: [{ domain: SHOP }, { domain: OTHER }], env: { LOG_LEVEL: "debug" } });
  for (const shop of [SHOP, OTHER]) await world.openApp(shop);
  for (const shop of [SHOP, OTHER]) await world.settled(shop);
});
afterAll(() => world.stop());

/** Every table of ours and of the job queue, with every row as one text; what the catalogue lists cannot be forgotten here. */
async function everyRow(): Promise<{ table: string; row: string }[]> {
  const tables = await world.sql<{ name: string }>(
    "select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind in ('r', 'p') and n.nspname in ('public', 'graphile_worker')",
  );
  expect(tables.length).toBeGreaterThan(15);
  const found = await Promise.all(tables.map(async ({ name }) => (await world.sql<{ row: string }>(`select t::text as row from ${name} t`)).map(({ row }) => ({ table: name, row }))));
  return found.flat();
}

const tablesNaming = async (word: string) => [...new Set((await everyRow()).filter(({ row }) => row.includes(word)).map(({ table }) => table))].sort();

/** Tables of a shop, by the column that names it. */
async function rowsOfShop(domain: string, shopId: number): Promise<Record<string, number>> {
  const columns = await world.sql<{ table: string; column: string }>(
    "select table_name as table, column_name as column from information_schema.columns where table_schema = 'public' and column_name in ('shop_id', 'shop_domain')",
  );
  expect(columns.map(({ table }) => table)).toContain("inbox_events");
  const counts = columns.map(async ({ table, column }) => {
    const [row] = await world.sql<{ n: number }>(`select count(*)::int as n from ${table} where ${column} = $1`, [column === "shop_id" ? shopId : domain]);
    return [table, row?.n ?? 0] as const;
  });
  return Object.fromEntries((await Promise.all(counts)).filter(([, n]) => n > 0));
}

const hashesOf = (orderId: string) =>
  world.sql("select tags, coalesce(encode(email_hash, 'hex'), '') || coalesce(checkout_token_hash, '') as hashes from orders where order_id = $1", [orderId]);

const shopId = async (domain: string) => (await world.sql<{ id: number }>("select id from shops where domain = $1", [domain]))[0]?.id ?? 0;
const logText = () => fs.readFileSync(path.join(".data", "test-logs", `${new URL(world.databaseUrl).pathname.slice(1)}.log`), "utf8");

/** The page of the app as the merchant's browser asks for it; its text holds the data of its loader. */
async function page(shop: string, pathname: string): Promise<{ status: number; text: string }> {
  const query = new URLSearchParams({ embedded: "1", shop, host: Buffer.from("admin.shopify.com/store/x").toString("base64url"), id_token: await world.control.idToken(shop) });
  const answer = await fetch(`${world.appOrigin}${pathname}?${query}`, { headers: { "user-agent": "Mozilla/5.0 Chrome/140.0.0.0" }, redirect: "manual" });
  return { status: answer.status, text: await answer.text() };
}

describe("a customer who asks to be forgotten", () => {
  const person = { email: "margery.unique@example.com", firstName: "Margery", lastName: "Quillfeather" };

  it("is nowhere to be found afterwards, while the sums stay", async () => {
    const order = await world.control.order(SHOP, { customer: person, totalMinor: 4_200 });
    const customerId = order.customerId ?? "";
    await world.control.order(SHOP, { customer: { id: customerId }, totalMinor: 1_000 });
    // One delivery of hers lies parked, with everything in it.
    await post(world.appOrigin, { shop: SHOP, topic: "orders/updated", body: `{"id":${order.id},"email":"${person.email}","customer":{"first_name":"Margery"}` });
    await world.settled(SHOP);
    expect(await tablesNaming("margery.unique")).toEqual(["public.customers", "public.inbox_events"]);
    const token = await world.apiToken(SHOP);
    const before = await world.api<{ orders: number; averageOrderValueMinor: number }>("metrics/summary", token);
    await world.control.changeCustomer(SHOP, { id: customerId, action: "redact" });
    await world.settled(SHOP);
    expect(await tablesNaming("margery.unique")).toEqual([]);
    expect(await tablesNaming("Quillfeather")).toEqual([]);
    const after = await world.api<{ orders: number; averageOrderValueMinor: number }>("metrics/summary", token);
    expect(after.body).toMatchObject({ orders: before.body.orders, averageOrderValueMinor: before.body.averageOrderValueMinor });
    expect((await world.api(`customers/${customerId}`, token)).body).toMatchObject({ email: null, firstName: null, countedOrders: 2 });
  });

  it("is not brought back by deliveries that come late", async () => {
    let queued = 0;
    for (const topic of ["customers/create", "orders/create", "orders/paid"]) queued += (await world.control.replayDeliveries(SHOP, { topic, sameId: false })).queued;
    expect(queued).toBe(5);
    const [erased] = await world.sql<{ customer_id: string }>("select customer_id from customers where redacted_at is not null");
    await post(world.appOrigin, { shop: SHOP, topic: "orders/updated", body: `{"customer":{"id":${erased?.customer_id},"last_name":"Quillfeather"` });
    await world.settled(SHOP);
    expect(await tablesNaming("margery.unique")).toEqual([]);
    expect(await tablesNaming("Quillfeather")).toEqual([]);
  });

  it("leaves no hash of the visit either, also when the order changes later", async () => {
    const order = await world.control.order(SHOP, { customer: { email: "hashed@example.com" }, totalMinor: 900 });
    await world.control.changeCustomer(SHOP, { id: order.customerId ?? "", action: "redact" });
    await world.settled(SHOP);
    await world.control.changeOrder(SHOP, { id: order.id, action: "update", body: { tags: ["later"], at: new Date(Date.now() + 5_000).toISOString() } });
    await world.settled(SHOP);
    expect(await hashesOf(order.id)).toEqual([{ tags: ["later"], hashes: "" }]);
  });

  it("who never had a customer record is forgotten as well: the order of a guest loses its address", async () => {
    const order = await world.control.order(SHOP, { customer: null, email: "guest.unique@example.com", totalMinor: 700 });
    await world.settled(SHOP);
    const body = { shop_domain: SHOP, customer: { id: 987_654_321, email: "guest.unique@example.com" }, orders_to_redact: [Number(order.id)] };
    expect(await post(world.appOrigin, { shop: SHOP, topic: "customers/redact", body })).toBe(200);
    await world.control.replayDeliveries(SHOP, { topic: "orders/paid", sameId: false });
    await world.settled(SHOP);
    expect(await hashesOf(order.id)).toEqual([{ tags: [], hashes: "" }]);
    await world.control.changeOrder(SHOP, { id: order.id, action: "update", body: { tags: ["later"], at: new Date(Date.now() + 10_000).toISOString() } });
    await world.settled(SHOP);
    expect(await hashesOf(order.id)).toEqual([{ tags: ["later"], hashes: "" }]);
  });

  it("was never in the log, nor was anybody else", () => {
    expect(logText().length).toBeGreaterThan(500);
    expect(logText()).not.toMatch(/margery|quillfeather|@example\.com/i);
    expect(logText()).not.toMatch(/shp(at|rt)_|thrice_[\w-]{20}/);
  });
});

describe("a customer who asks what is known", () => {
  it("gets a document with everything of their own and nothing of anybody else, under Privacy", async () => {
    const mine = await world.control.order(SHOP, { customer: { email: "asks@example.com", firstName: "Ask" }, totalMinor: 1_100 });
    const theirs = await world.control.order(SHOP, { customer: { email: "stranger@example.com", firstName: "Stranger" }, totalMinor: 1_200 });
    await world.control.changeCustomer(SHOP, { id: mine.customerId ?? "", action: "data-request" });
    await world.settled(SHOP);
    const listed = await page(SHOP, "/app/settings/privacy");
    expect(listed.status).toBe(200);
    expect(listed.text).toContain(mine.customerId);
    const [request] = await world.sql<{ id: string }>("select id from privacy_requests where kind = 'data_request' and customer_id = $1", [mine.customerId]);
    const { status, text } = await page(SHOP, `/app/settings/privacy/${request?.id}/document`);
    expect(status).toBe(200);
    expect(text).toContain("asks@example.com");
    expect(text).toContain(mine.id);
    expect(text).not.toContain(theirs.id);
    expect(text).not.toContain("stranger@example.com");
  });

  it("is asked for once, however often Shopify says so", async () => {
    await world.control.replayDeliveries(SHOP, { topic: "customers/data_request", sameId: false });
    await world.settled(SHOP);
    expect(await world.sql("select count(*)::int as n from privacy_requests where kind = 'data_request'")).toEqual([{ n: 1 }]);
  });
});

describe("a shop that leaves", () => {
  it("is erased from every table, and the other shop is not touched", async () => {
    await world.control.order(OTHER, { customer: { email: "stays@example.com" }, totalMinor: 500 });
    await world.settled(OTHER);
    const id = await shopId(SHOP);
    const others = await rowsOfShop(OTHER, await shopId(OTHER));
    expect(Object.keys(await rowsOfShop(SHOP, id)).length).toBeGreaterThan(8);
    await world.control.uninstall(SHOP);
    await world.control.redactShop(SHOP);
    await waitFor("the shop to be gone", async () => (await shopId(SHOP)) === 0);
    expect(await rowsOfShop(SHOP, id)).toEqual({});
    expect(await rowsOfShop(OTHER, await shopId(OTHER))).toEqual(others);
  });

  it("leaves nothing behind either when its last words come late", async () => {
    await post(world.appOrigin, { shop: SHOP, topic: "customers/update", body: { admin_graphql_api_id: "gid://shopify/Customer/71", email: "late.words@example.com" } });
    await waitFor("the late delivery", async () => (await world.sql("select 1 from inbox_events where shop_domain = $1 and state = 'parked'", [SHOP])).length === 1);
    await post(world.appOrigin, { shop: SHOP, topic: "shop/redact", body: { shop_domain: SHOP } });
    await waitFor("the erasure", async () => (await tablesNaming("late.words")).length === 0);
    expect(await world.sql("select 1 from inbox_events where shop_domain = $1 and body is not null", [SHOP])).toEqual([]);
  });

  it("and is erased although Shopify sent both at once", async () => {
    await world.openApp(SHOP);
    await world.settled(SHOP);
    const triggeredAt = new Date(Date.now() + 1_000).toISOString();
    await world.killWeb();
    await world.startWeb();
    // One batch has both: here Shopify would still take the tokens, so that a wish that is read alone would come to nothing.
    const answers = await holdingShopFacts(await shopId(SHOP), () => Promise.all([
      post(world.appOrigin, { shop: SHOP, topic: "app/uninstalled", body: { myshopify_domain: SHOP }, triggeredAt }),
      post(world.appOrigin, { shop: SHOP, topic: "shop/redact", body: { shop_domain: SHOP }, triggeredAt }),
    ]));
    expect(answers).toEqual([200, 200]);
    await waitFor("the shop to be gone", async () => (await shopId(SHOP)) === 0);
  });
});
