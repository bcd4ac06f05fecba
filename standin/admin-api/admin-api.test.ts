import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { placeOrder } from "#standin/shop/place-order.ts";
import { refundOrder } from "#standin/shop/refund-order.ts";
import { openTestShop, type TestShop } from "#standin/testing/open-test-shop.ts";

interface Page {
  orders: { nodes: { id: string; name: string }[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
}

const DAY_MS = 86_400_000;
const daysAgo = (days: number) => new Date(Date.now() - days * DAY_MS).toISOString();

describe("the Admin API", () => {
  let shop: TestShop;
  beforeAll(async () => {
    shop = await openTestShop();
    const customer = { email: "ada@example.com" };
    placeOrder(shop.house.shop, { id: "101", customer, totalMinor: 1250, createdAt: daysAgo(90) });
    placeOrder(shop.house.shop, { id: "102", customer, totalMinor: 2000, createdAt: daysAgo(30), discountCodes: [{ code: "TEN", amountMinor: 200 }] });
    placeOrder(shop.house.shop, { id: "9007199254740993123", customer, totalMinor: 3000, createdAt: daysAgo(1) });
  });
  afterAll(() => shop.stop());

  const codes = async (query: string) => (await shop.graphql(query)).errors?.map((error) => error.extensions?.["code"]);

  it("refuses a field that Shopify does not have", async () => {
    expect(await codes("{ orders(first: 1) { nodes { orderCount } } }")).toEqual(["undefinedField"]);
  });

  it("says of what it does not know that it is not implemented, instead of inventing it", async () => {
    expect(await codes("{ businessEntities { id } }")).toEqual(["NOT_IMPLEMENTED"]);
    expect(await codes("{ order(id: \"gid://shopify/Order/102\") { alerts { title } } }")).toEqual(["NOT_IMPLEMENTED"]);
    expect(await codes("{ orders(first: 1, query: \"colour:red\") { nodes { id } } }")).toEqual(["NOT_IMPLEMENTED"]);
  });

  it("shows an app without read_all_orders the last 60 days only, but counts all of a customer's orders", async () => {
    const { data } = await shop.graphql<Page & { order: null; customers: { nodes: { numberOfOrders: string; orders: { nodes: object[] } }[] } }>(`{
      orders(first: 10, sortKey: ID) { nodes { id name } pageInfo { hasNextPage endCursor } }
      order(id: "gid://shopify/Order/101") { id }
      customers(first: 1) { nodes { numberOfOrders orders(first: 10) { nodes { id } } } }
    }`);
    expect(data.orders.nodes.map(({ id }) => id)).toEqual(["gid://shopify/Order/102", "gid://shopify/Order/9007199254740993123"]);
    expect(data.order).toBeNull();
    expect(data.customers.nodes[0]).toMatchObject({ numberOfOrders: "3", orders: { nodes: [{}, {}] } });
  });

  it("turns pages by cursor, in both directions", async () => {
    const query = "query Page($after: String, $reverse: Boolean) { orders(first: 1, after: $after, reverse: $reverse, sortKey: UPDATED_AT) { nodes { id name } pageInfo { hasNextPage endCursor } } }";
    const first = await shop.graphql<Page>(query);
    expect(first.data.orders).toMatchObject({ nodes: [{ name: "#1002" }], pageInfo: { hasNextPage: true } });
    const second = await shop.graphql<Page>(query, { after: first.data.orders.pageInfo.endCursor });
    expect(second.data.orders).toMatchObject({ nodes: [{ name: "#1003" }], pageInfo: { hasNextPage: false } });
    const backwards = await shop.graphql<Page>(query, { reverse: true });
    expect(backwards.data.orders.nodes[0]?.name).toBe("#1003");
  });

  it("searches by when an order was updated", async () => {
    const { data } = await shop.graphql<Page>(`{ orders(first: 9, query: "updated_at:>='${daysAgo(10)}' AND -test:true") { nodes { id name } pageInfo { hasNextPage endCursor } } }`);
    expect(data.orders.nodes.map(({ name }) => name)).toEqual(["#1003"]);
  });

  it("denies what the granted scopes do not cover, with the path of the field", async () => {
    const poor = await openTestShop({ scopes: ["read_orders"] });
    placeOrder(poor.house.shop, {});
    const { data, errors } = await poor.graphql<Page>("{ orders(first: 1) { nodes { id name customer { id } } } }");
    expect(data.orders.nodes).toHaveLength(1);
    expect(errors?.[0]).toMatchObject({ path: ["orders", "nodes", 0, "customer"], extensions: { code: "ACCESS_DENIED", requiredAccess: "`read_customers` access scope." } });
    await poor.stop();
  });

  it("keeps names and addresses from an app that is not approved for them, in answers and in webhooks", async () => {
    const discreet = await openTestShop({ sharesPersonalData: false });
    placeOrder(discreet.house.shop, { customer: { email: "ada@example.com", firstName: "Ada" } });
    const { data, errors } = await discreet.graphql<{ customers: object }>("{ customers(first: 1) { nodes { numberOfOrders firstName } } }");
    expect(data.customers).toEqual({ nodes: [{ numberOfOrders: "1", firstName: null }] });
    expect(errors?.[0]?.message).toContain("This app is not approved to use the firstName field");
    await discreet.house.deliveries.flush();
    expect(discreet.received).toHaveLength(4);
    expect(discreet.received.filter(({ body }) => /ada|Ada/.test(body))).toEqual([]);
    await discreet.stop();
  });

  it("accounts for a refund in the order's sums", async () => {
    const order = shop.house.shop.orders.get("102");
    if (!order) throw new Error("the order is missing");
    refundOrder(shop.house.shop, order, { amountMinor: 500, atMs: Date.now() });
    const { data } = await shop.graphql(`{ order(id: "gid://shopify/Order/102") {
      displayFinancialStatus totalPriceSet { shopMoney { amount } } currentTotalPriceSet { shopMoney { amount } } totalRefundedSet { shopMoney { amount } }
      refunds(first: 5) { orderAdjustments(first: 5) { nodes { amountSet { shopMoney { amount } } } } transactions(first: 5) { nodes { kind } } } } }`);
    expect(data).toEqual({ order: {
      displayFinancialStatus: "PARTIALLY_REFUNDED", totalPriceSet: { shopMoney: { amount: "20.0" } }, currentTotalPriceSet: { shopMoney: { amount: "15.0" } },
      totalRefundedSet: { shopMoney: { amount: "5.0" } },
      refunds: [{ orderAdjustments: { nodes: [{ amountSet: { shopMoney: { amount: "-5.0" } } }] }, transactions: { nodes: [{ kind: "REFUND" }] } }],
    } });
  });

  it("throttles when the bucket is empty, and fills it again", async () => {
    shop.house.faults.admin.throttle = { maximumAvailable: 10, restoreRate: 0 };
    const query = "{ orders(first: 20) { nodes { customer { id } } } }";
    const empty = await shop.graphql(query);
    expect(empty.errors?.[0]?.extensions?.["code"]).toBe("THROTTLED");
    expect(empty.extensions?.["cost"]).toMatchObject({ actualQueryCost: null, throttleStatus: { maximumAvailable: 10 } });
    shop.house.faults.admin.throttle = { maximumAvailable: 2000, restoreRate: 100 };
    expect((await shop.graphql(query)).errors).toBeUndefined();
  });

  it("fails once when asked to, and loses an answer after the work was done", async () => {
    const { access_token: accessToken = "" } = await shop.exchange();
    shop.house.faults.admin.failNext = [{ operation: "shop", kind: "429" }, { kind: "lost-answer" }];
    const answer = await shop.shopify("https://tea.myshopify.com/admin/api/2026-07/graphql.json", {
      method: "POST", headers: { "x-shopify-access-token": accessToken }, body: JSON.stringify({ query: "{ shop { name } }" }),
    });
    expect([answer.status, answer.headers.get("retry-after")]).toEqual([429, "2.0"]);
    await expect(shop.graphql("{ shop { name } }")).rejects.toThrow();
    expect((await shop.graphql("{ shop { name } }")).data).toEqual({ shop: { name: "Tea" } });
  });
});
