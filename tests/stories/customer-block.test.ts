import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CustomerBlock } from "#app/contract/customer-block.ts";
import { loader } from "#app/routes/blocks.customer-points/route.ts";
import { mintSessionToken } from "#standin/oauth/session-token.ts";
import { createCustomer } from "#standin/shop/change-customer.ts";
import { placeOrder } from "#standin/shop/place-order.ts";
import { openRedeemingShop, type RedeemingShop } from "#tests/factories/redeeming-shop.ts";
import { openLab, type Lab } from "#tests/factories/shop-lab.ts";

const CREDENTIALS = { apiKey: "test-api-key", apiSecret: "test-api-secret" };
const BLOCKS_ORIGIN = "https://extensions.shopifycdn.com";

let all: Lab;
let it0: RedeemingShop;

beforeAll(async () => {
  all = await openLab();
  it0 = await openRedeemingShop(all, []);
});
afterAll(() => all.stop());

/** Asks as Shopify's admin lets a block ask. */
async function ask(customer: string, { secret = CREDENTIALS.apiSecret, method = "GET", domain = it0.shop.domain }: { secret?: string; method?: string; domain?: string } = {}): Promise<Response> {
  const headers = { origin: BLOCKS_ORIGIN, authorization: `Bearer ${mintSessionToken({ ...CREDENTIALS, apiSecret: secret }, domain)}` };
  const request = new Request(`http://127.0.0.1:3000/blocks/customer-points?${new URLSearchParams({ customer })}`, { method, headers: method === "OPTIONS" ? { origin: BLOCKS_ORIGIN } : headers });
  return loader({ request, params: {}, context: {} }).catch((error: unknown) => {
    if (error instanceof Response) return error;
    throw error;
  });
}

const gidOf = ({ id }: { id: string }) => `gid://shopify/Customer/${id}`;

describe("the block on Shopify's own customer page", () => {
  it("says what a customer holds, where they stand and why the last points moved", async () => {
    const customer = await it0.customer(0);
    const order = placeOrder(it0.lab.house.shop, { customer: { id: customer.id }, totalMinor: 3_000 });
    await it0.hear();
    const answer = await ask(gidOf(customer));
    expect(answer.headers.get("access-control-allow-origin")).toBe("*");
    expect(answer.headers.get("cache-control")).toBe("no-store");
    const block = (await answer.json()) as Extract<CustomerBlock, { outcome: "known" }>;
    expect(block).toMatchObject({ outcome: "known", points: "30 points available.", link: `app:app/customers/${customer.id}` });
    expect(block.stage).toMatch(new RegExp(`^First since .*, when order #${order.number} became the first counted order\\.$`));
    expect(block.why).toContain("30 points");
  });

  it("says that points wait until the customer has signed in", async () => {
    const customer = createCustomer(it0.lab.house.shop, { email: "guest@example.com" });
    placeOrder(it0.lab.house.shop, { customer: { id: customer.id }, totalMinor: 2_500 });
    await it0.hear();
    expect(await (await ask(gidOf(customer))).json()).toMatchObject({ points: "0 points available, 25 waiting for the first sign-in." });
  });

  it("knows nothing of a customer whom it has not heard of, nor of another shop's", async () => {
    expect(await (await ask("gid://shopify/Customer/999")).json()).toEqual({ outcome: "unknown" });
    const other = await openRedeemingShop(all, []);
    const customer = await it0.customer(10);
    expect(await (await ask(gidOf(customer), { domain: other.shop.domain })).json()).toEqual({ outcome: "unknown" });
    expect((await ask("gid://shopify/Order/1")).status).toBe(400);
  });

  it("answers nobody without Shopify's token, and lets a browser ask whether it may", async () => {
    expect((await ask(gidOf(await it0.customer(1)), { secret: "somebody else's" })).status).toBe(401);
    const asked = await ask("", { method: "OPTIONS" });
    expect([asked.status, asked.headers.get("access-control-allow-headers")]).toEqual([204, "Authorization, Content-Type"]);
  });
});
