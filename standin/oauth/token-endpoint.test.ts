import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestShop, type TestShop } from "#standin/testing/open-test-shop.ts";
import { mintSessionToken } from "./session-token.ts";

describe("access tokens", () => {
  let shop: TestShop;
  beforeAll(async () => {
    shop = await openTestShop();
  });
  afterAll(() => shop.stop());

  const refresh = (refreshToken = "") => shop.tokenRequest({ grant_type: "refresh_token", refresh_token: refreshToken });
  const TOKEN_EXCHANGE = { grant_type: "urn:ietf:params:oauth:grant-type:token-exchange" };
  const readShop = (accessToken: string) => shop.shopify("https://tea.myshopify.com/admin/api/2026-07/graphql.json", {
    method: "POST", headers: { "x-shopify-access-token": accessToken }, body: JSON.stringify({ query: "{ shop { name } }" }),
  });

  it("are given for a session token, with the scopes that were granted", async () => {
    const tokens = await shop.exchange();
    expect(tokens).toMatchObject({ scope: "read_orders,read_customers,read_products", expires_in: 3600 });
    expect((await readShop(tokens["access_token"] ?? "")).status).toBe(200);
  });

  it("are renewed by a refresh token, which works once", async () => {
    const { refresh_token: refreshToken } = await shop.exchange();
    const first = await refresh(refreshToken);
    expect(first.status).toBe(200);
    const second = await refresh(refreshToken);
    expect(second.status).toBe(400);
    expect(await second.json()).toMatchObject({ error: "invalid_grant" });
  });

  it("end after their time", async () => {
    shop.house.faults.admin.tokenTtlSeconds = -1;
    const { access_token: accessToken = "" } = await shop.exchange();
    shop.house.faults.admin.tokenTtlSeconds = 3600;
    expect((await readShop(accessToken)).status).toBe(401);
  });

  it.each([
    ["signed by somebody else", { apiKey: "key", apiSecret: "wrong" }, "tea.myshopify.com", 60],
    ["for another app", { apiKey: "other", apiSecret: "a secret of the tests" }, "tea.myshopify.com", 60],
    ["for another shop", { apiKey: "key", apiSecret: "a secret of the tests" }, "coffee.myshopify.com", 60],
    ["that has expired", { apiKey: "key", apiSecret: "a secret of the tests" }, "tea.myshopify.com", -1],
  ])("are refused for a session token %s", async (_case, credentials, domain, seconds) => {
    const answer = await shop.tokenRequest({ ...TOKEN_EXCHANGE, subject_token: mintSessionToken(credentials, domain, seconds) });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ error: "invalid_subject_token" });
  });

  it("are refused to an app with the wrong secret", async () => {
    const answer = await shop.tokenRequest({ ...TOKEN_EXCHANGE, client_secret: "wrong" });
    expect(answer.status).toBe(401);
    expect(await answer.json()).toMatchObject({ error: "invalid_client" });
  });
});
