import { request } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { customerOf, orderBody, post, signed, type Wish } from "#tests/factories/signed-delivery.ts";
import { waitFor } from "#tests/setup/wait-for.ts";
import { SHOP, startWorld, type World } from "#tests/setup/world.ts";

const OTHER = "other-shop.myshopify.com";
let world: World;
let token: string;

beforeAll(async () => {
  world = await startWorld({ scopes: ["read_all_orders"], shops: [{ domain: SHOP }, { domain: OTHER }], env: { SHOPIFY_API_SECRET_PREVIOUS: "the secret before" } });
  for (const shop of [SHOP, OTHER]) await world.openApp(shop);
  await world.settled(SHOP);
  token = await world.apiToken(SHOP);
});
afterAll(() => world.stop());

type InboxRow = { state: string; parked_reason: string | null };
const send = (wish: Partial<Wish> & { body: Wish["body"] }) => post(world.appOrigin, { shop: SHOP, topic: "orders/paid", ...wish });
const stored = (webhookId: string) => world.sql<InboxRow>("select state, parked_reason from inbox_events where webhook_id = $1", [webhookId]);
const counted = async (customerId: string, shop = SHOP): Promise<number | undefined> =>
  (await world.sql<{ n: number }>("select c.counted_orders as n from customers c join shops s on s.id = c.shop_id where s.domain = $1 and c.customer_id = $2", [shop, customerId]))[0]?.n;

/** What became of a delivery once it was read. */
async function outcome(webhookId: string): Promise<InboxRow> {
  return waitFor(`${webhookId} to be read`, async () => {
    const [row] = await stored(webhookId);
    return row && row.state !== "pending" ? row : undefined;
  });
}

let last = 0;
/** A webhook id that an assertion can ask for again. */
const freshId = () => `bad-input-${(last += 1)}`;

describe("a delivery that Shopify did not sign", () => {
  it.each<[string, Partial<Wish>]>([
    ["by another secret", { secret: "a guess" }],
    ["not at all", { headers: { "x-shopify-hmac-sha256": null } }],
    ["with an empty signature", { headers: { "x-shopify-hmac-sha256": "" } }],
    ["with something that is no signature", { headers: { "x-shopify-hmac-sha256": "===not base64===" } }],
  ])("signed %s is refused with 401 and stored nowhere", async (_how, wish) => {
    const webhookId = freshId();
    expect(await send({ body: orderBody(), webhookId, ...wish })).toBe(401);
    expect(await stored(webhookId)).toEqual([]);
  });

  it("whose body was changed after signing is refused", async () => {
    const { headers, bytes } = signed({ shop: SHOP, topic: "orders/paid", body: orderBody() });
    const answer = await fetch(`${world.appOrigin}/webhooks`, { method: "POST", headers, body: `${bytes.toString()} ` });
    expect(answer.status).toBe(401);
  });

  it("is taken when the secret before the last rotation signed it", async () => {
    const body = orderBody();
    const webhookId = freshId();
    expect(await send({ body, webhookId, secret: "the secret before" })).toBe(200);
    expect(await outcome(webhookId)).toMatchObject({ state: "done" });
    expect(await counted(customerOf(body))).toBe(1);
  });
});

describe("a delivery with headers that are not Shopify's", () => {
  it.each(["x-shopify-topic", "x-shopify-shop-domain", "x-shopify-webhook-id"])("without %s is refused with 400", async (name) => {
    expect(await send({ body: orderBody(), headers: { [name]: null } })).toBe(400);
  });

  it.each(["evil.example.com", "first-shop.myshopify.com.evil.example.com", "'; drop table shops; --", ""])("of the shop %j is refused with 400", async (shop) => {
    expect(await send({ body: orderBody(), shop })).toBe(400);
  });

  it.each(["no time", "+275760-09-13T00:00:00.000Z", ""])("triggered at %j is taken all the same", async (triggeredAt) => {
    const webhookId = freshId();
    expect(await send({ body: orderBody(), webhookId, triggeredAt })).toBe(200);
    expect(await outcome(webhookId)).toMatchObject({ state: "done" });
  });
});

describe("a delivery that cannot be read", () => {
  const deep = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
  it.each<[string, Wish["body"], RegExp]>([
    ["cut in the middle", JSON.stringify(orderBody()).slice(0, 200), /ends in the middle/],
    ["that is no JSON", "total=10&customer=7", /no JSON/],
    ["that is empty", "", /JSON|middle/],
    ["that is a list", "[1,2,3]", /no JSON object/],
    ["with bytes that are no UTF-8", Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]), /no text/],
    ["with NUL bytes", Buffer.from('{"id":1,"name":"a\0b"}'), /no text/],
    ["nested too deeply in the field that is read", JSON.stringify(orderBody()).replace('"line_items":[', `"line_items":[${deep},`), /line_items|nested|JSON/],
    ["without an id", orderBody({ admin_graphql_api_id: undefined }), /admin_graphql_api_id is missing/],
    ["with the id of something else", orderBody({ admin_graphql_api_id: "gid://shopify/Product/7" }), /admin_graphql_api_id/],
    ["without a total", orderBody({ total_price: undefined }), /total_price/],
    ["with a negative total", orderBody({ total_price: "-10.00" }), /negative/],
    ["with an absurd total", orderBody({ total_price: `1${"0".repeat(308)}` }), /can't be right|can't be read/],
    ["with a total in words", orderBody({ total_price: "ten pounds" }), /can't be right|can't be read/],
    ["with a total that is no number", `{"total_price":1e400,${JSON.stringify(orderBody({ total_price: undefined })).slice(1)}`, /can't be right|can't be read/],
    ["without a currency", orderBody({ currency: "" }), /currency/],
    ["without a time", orderBody({ created_at: "yesterday" }), /created_at/],
    ["of a year that no calendar has", orderBody({ created_at: "0000-01-01T00:00:00Z" }), /^The field created_at lies before 1970 or after 9999\.$/],
    ["of the second before 1970", orderBody({ processed_at: "1969-12-31T23:59:59Z" }), /^The field processed_at lies before 1970 or after 9999\.$/],
    ["of the year 10000 in UTC", orderBody({ processed_at: "9999-12-31T23:59:59-01:00" }), /^The field processed_at lies before 1970 or after 9999\.$/],
    ["of the 30th of February", orderBody({ processed_at: "2026-02-30T00:00:00Z" }), /^The field processed_at names a day that its month does not have\.$/],
    ["of a 29th of February in a year without one", orderBody({ updated_at: "2025-02-29T00:00:00+02:00" }), /^The field updated_at names a day that its month does not have\.$/],
    ["of a customer whose id is larger than Shopify's are", orderBody({ customer: { admin_graphql_api_id: "gid://shopify/Customer/9223372036854775808" } }), /^The field customer\.admin_graphql_api_id is a larger id than Shopify's are\.$/],
    ["with a negative quantity", orderBody({ line_items: [{ admin_graphql_api_id: "gid://shopify/LineItem/1", title: "Gift", quantity: -3, price: "10.00" }] }), /quantity/],
  ])("%s is parked with its reason, and its neighbours are read", async (_what, body, reason) => {
    const [before, after] = [orderBody(), orderBody()];
    const ids = [freshId(), freshId(), freshId()] as const;
    const answers = await Promise.all([send({ body: before, webhookId: ids[0] }), send({ body, webhookId: ids[1] }), send({ body: after, webhookId: ids[2] })]);
    expect(answers).toEqual([200, 200, 200]);
    const parked = await outcome(ids[1]);
    expect(parked.state).toBe("parked");
    expect(parked.parked_reason).toMatch(reason);
    for (const [at, neighbour] of [[0, before], [2, after]] as const) {
      expect(await outcome(ids[at])).toMatchObject({ state: "done" });
      expect(await counted(customerOf(neighbour))).toBe(1);
    }
  });

  it.each<[string, string, Record<string, unknown>, RegExp]>([
    ["a payment of less than nothing", "order_transactions/create", { admin_graphql_api_id: "gid://shopify/OrderTransaction/1", order_id: 1, kind: "sale", status: "success", amount: "-10.00", currency: "GBP", created_at: "2026-03-01T12:00:00Z" }, /negative/],
    ["a payment without an amount", "order_transactions/create", { admin_graphql_api_id: "gid://shopify/OrderTransaction/1", order_id: 1, kind: "sale", status: "success", currency: "GBP", created_at: "2026-03-01T12:00:00Z" }, /amount/],
    ["a refund of less than nothing", "refunds/create", { admin_graphql_api_id: "gid://shopify/Refund/1", order_id: 1, created_at: "2026-03-01T12:00:00Z", transactions: [{ kind: "refund", status: "success", amount: "-5.00" }] }, /negative/],
    ["a refund of no order", "refunds/create", { admin_graphql_api_id: "gid://shopify/Refund/1", created_at: "2026-03-01T12:00:00Z" }, /order/],
    ["a payment of an order whose id is larger than Shopify's are", "order_transactions/create", { admin_graphql_api_id: "gid://shopify/OrderTransaction/1", order_id: "9223372036854775808", kind: "sale", status: "success", amount: "1.00", currency: "GBP", created_at: "2026-03-01T12:00:00Z" }, /^The field order_id is a larger id than Shopify's are\.$/],
    ["a topic that nobody asked for", "themes/publish", { id: 1 }, /themes\/publish/],
    ["an uninstallation of another shop", "app/uninstalled", { myshopify_domain: OTHER }, /another shop/],
    ["an erasure of another shop", "shop/redact", { shop_domain: OTHER }, /another shop/],
    ["an erasure in another shop", "customers/redact", { shop_domain: OTHER, customer: { id: 7 } }, /another shop/],
  ])("%s is parked with its reason", async (_what, topic, body, reason) => {
    const webhookId = freshId();
    expect(await send({ topic, body, webhookId })).toBe(200);
    const parked = await outcome(webhookId);
    expect(parked.state).toBe("parked");
    expect(parked.parked_reason).toMatch(reason);
  });
});

describe("a delivery that looks odd and is right", () => {
  it.each<[string, Record<string, unknown>]>([
    ["with NUL and half an emoji in what people typed", { name: "a\u0000b \ud83d", tags: "\ud83d, gift\u0000", line_items: [{ admin_graphql_api_id: "gid://shopify/LineItem/1", title: "\udc00 box \u0000", quantity: 1, price: "10.00" }] }],
    ["with a title that is cut in the middle of an emoji", { line_items: [{ admin_graphql_api_id: "gid://shopify/LineItem/1", title: `${"x".repeat(999)}🎁🎁`, quantity: 1, price: "10.00" }] }],
    ["with fields by the names of JavaScript's own", { constructor: { prototype: { isAdmin: true } }, toString: "x", hasOwnProperty: 1 }],
    ["with a currency of another shop", { currency: "JPY", total_price: "1000" }],
    ["with an amount of more digits than the currency has", { total_price: "10.005" }],
  ])("%s is counted", async (_what, over) => {
    const body = orderBody(over);
    const webhookId = freshId();
    expect(await send({ body, webhookId })).toBe(200);
    expect(await outcome(webhookId)).toEqual({ state: "done", parked_reason: null });
    expect(await counted(customerOf(body))).toBe(1);
  });

  it("with a key that would change every object changes none", async () => {
    const body = orderBody();
    const webhookId = freshId();
    expect(await send({ body: JSON.stringify(body).replace("{", '{"__proto__":{"total_price":"-1","test":true},'), webhookId })).toBe(200);
    expect(await outcome(webhookId)).toMatchObject({ state: "done" });
    expect(await counted(customerOf(body))).toBe(1);
  });

  it("without a customer and without an e-mail address is kept and counts for nobody", async () => {
    const webhookId = freshId();
    const body = orderBody({ customer: null, email: null });
    expect(await send({ body, webhookId })).toBe(200);
    expect(await outcome(webhookId)).toMatchObject({ state: "done" });
    expect(await world.sql("select customer_id from orders where order_id = $1", [body["id"]])).toEqual([{ customer_id: null }]);
  });

  it("with more tags than fit a line is still left out by the last of them", async () => {
    const body = orderBody({ tags: [...Array.from({ length: 60 }, (_, at) => `season ${at} ${"x".repeat(30)}`), "wholesale"].join(", ") });
    const webhookId = freshId();
    expect(await send({ body, webhookId })).toBe(200);
    expect(await outcome(webhookId)).toMatchObject({ state: "done" });
    const [row] = await world.sql<{ tags: string[] }>("select tags from orders where order_id = $1", [body["id"]]);
    expect(row?.tags).toContain("wholesale");
    expect(row?.tags).toHaveLength(61);
  });

  it("that is older than what is known changes nothing", async () => {
    const body = orderBody();
    for (const over of [{ updated_at: "2026-03-02T12:00:00Z", total_price: "20.00" }, { updated_at: "2026-03-01T13:00:00Z", total_price: "15.00", test: true }]) {
      const webhookId = freshId();
      expect(await send({ body: { ...body, ...over }, webhookId })).toBe(200);
      await outcome(webhookId);
    }
    const rows = await world.sql("select total_minor, is_test from orders where order_id = $1", [body["id"]]);
    expect(rows).toEqual([{ total_minor: "2000", is_test: false }]);
  });
});

describe("a delivery for the wrong shop", () => {
  it("of a shop without the app is put aside with that reason, and nothing is counted", async () => {
    const webhookId = freshId();
    expect(await send({ shop: "nobody.myshopify.com", body: orderBody(), webhookId })).toBe(200);
    expect(await outcome(webhookId)).toEqual({ state: "parked", parked_reason: "The app is not installed in this shop." });
  });

  it("keeps the webhook ids of shops apart", async () => {
    const webhookId = freshId();
    const [mine, theirs] = [orderBody(), orderBody()];
    expect(await send({ body: mine, webhookId })).toBe(200);
    expect(await send({ body: theirs, webhookId, shop: OTHER })).toBe(200);
    await waitFor("both", async () => (await stored(webhookId)).filter(({ state }) => state === "done").length === 2);
    expect([await counted(customerOf(mine)), await counted(customerOf(theirs), OTHER)]).toEqual([1, 1]);
    expect([await counted(customerOf(mine), OTHER), await counted(customerOf(theirs))]).toEqual([undefined, undefined]);
  });
});

describe("a body that is too large", () => {
  it("of 10 MB is refused with 413 and stored nowhere", async () => {
    const webhookId = freshId();
    const { headers, bytes } = signed({ shop: SHOP, topic: "orders/paid", body: Buffer.alloc(10 * 1024 * 1024, 0x20), webhookId });
    const status = await new Promise<number>((resolve, reject) => {
      const outgoing = request(`${world.appOrigin}/webhooks`, { method: "POST", headers: { ...headers, "content-length": String(bytes.length) } }, (answer) => {
        answer.resume();
        resolve(answer.statusCode ?? 0);
      });
      outgoing.on("error", reject);
      outgoing.end(bytes);
    });
    expect(status).toBe(413);
    expect(await stored(webhookId)).toEqual([]);
  });

  it("of just under 2 MB is taken", async () => {
    const webhookId = freshId();
    const body = orderBody({ note: "x".repeat(2_000_000) });
    expect(await send({ body, webhookId })).toBe(200);
    expect(await outcome(webhookId)).toMatchObject({ state: "done" });
  });
});

it("the same delivery a hundred times at once is one", async () => {
  const body = orderBody();
  const webhookId = freshId();
  const answers = await Promise.all(Array.from({ length: 100 }, () => send({ body, webhookId })));
  expect(new Set(answers)).toEqual(new Set([200]));
  expect(await stored(webhookId)).toHaveLength(1);
  await outcome(webhookId);
  expect(await counted(customerOf(body))).toBe(1);
});

it("after all of that nobody's count is wrong, and the process still runs", async () => {
  await world.settled(SHOP);
  // An order that was paid long after it was placed is asked for in Shopify, which knows none of these.
  const orders = await world.sql<{ n: string }>("select count(*) as n from orders o join shops s on s.id = o.shop_id where s.domain = $1 and customer_id is not null and deleted_at is null", [SHOP]);
  const { body } = await world.api<{ orders: number }>("metrics/summary", token);
  expect(body.orders).toBe(Number(orders[0]?.n));
  expect((await fetch(`${world.appOrigin}/healthz`)).status).toBe(200);
});
