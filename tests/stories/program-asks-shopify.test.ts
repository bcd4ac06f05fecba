import { Session } from "@shopify/shopify-api";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { OrderFact } from "#app/domain/orders/order-fact.ts";
import { readRuleFacts } from "#app/jobs/read-rule-facts.server.ts";
import { settleDue } from "#app/jobs/settle-due.server.ts";
import { now } from "#app/platform/clock.server.ts";
import { pool } from "#app/platform/db.server.ts";
import { findUnknownTargets } from "#app/shopify/find-unknown-targets.server.ts";
import { offlineIdOf } from "#app/shopify/session-storage.server.ts";
import { sessionStorage } from "#app/shopify/sessions.server.ts";
import { saveDraft } from "#app/usecases/publish-program.server.ts";
import { takeInReadOrders } from "#app/usecases/take-in-read-orders.server.ts";
import { readAppScopes } from "#scripts/app-scopes.ts";
import { type RunningStandin, startStandin } from "#standin/start-standin.ts";
import { day, placedOrder, programShop, type ProgramShop } from "#tests/factories/program-shop.ts";

const domain = "asks.myshopify.com";
const realFetch = globalThis.fetch;
let standin: RunningStandin;
let house: ProgramShop;

const control = async (path: string, body: unknown) => {
  const answer = await realFetch(`${standin.adminOrigin}/standin/shops${path}`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(await answer.text());
};

beforeAll(async () => {
  standin = await startStandin({ apiKey: "test-api-key", apiSecret: "test-api-secret", appScopes: readAppScopes().required });
  process.env["STANDIN_ADMIN"] = standin.adminOrigin;
  const preload = "#standin/preload.ts";
  await import(preload);
  await control("", { domain, history: "none" });
  await control(`/${domain}/products`, { id: "11", title: "Green tea", tags: ["Organic"] });
  await control(`/${domain}/products`, { id: "12", title: "Mug" });
  await control(`/${domain}/collections`, { id: "77", title: "Teas", productIds: ["11"] });
  await control(`/${domain}/customers`, { id: "7", email: "a@example.com", tags: ["VIP"] });
  house = await programShop(domain);
  const shopify = standin.standin.houses.get(domain)!;
  standin.standin.installIfNeeded(shopify);
  const tokens = shopify.tokens.grant(shopify.shop.grantedScopes, { expiring: true });
  const inSeconds = (seconds = 0) => new Date(Date.now() + seconds * 1_000);
  await sessionStorage.storeSession(new Session({
    id: offlineIdOf(domain), shop: domain, state: "", isOnline: false, scope: tokens.scope, accessToken: tokens.access_token, expires: inSeconds(tokens.expires_in),
    refreshTokenExpires: inSeconds(tokens.refresh_token_expires_in), ...(tokens.refresh_token && { refreshToken: tokens.refresh_token }),
  }));
});

afterAll(async () => {
  globalThis.fetch = realFetch;
  await standin.stop();
});

const rule = (id: string, condition: unknown, points: number) => ({ id, kind: "order", points, conditions: [condition] });

describe("a program that names things in Shopify", () => {
  it("is refused with the place when one of them does not exist", async () => {
    const { shop } = house;
    const input = {
      earnRules: [rule("teas", { kind: "collection", collectionIds: ["77", "78"] }, 1), rule("mug", { kind: "product", productIds: ["12", "13"] }, 1)],
    };
    const words = { by: "test", now: day(0), findUnknown: findUnknownTargets({ domain }) };
    expect(await saveDraft(shop.id, input, words)).toEqual({
      outcome: "invalid",
      fields: [
        { path: "earnRules.0.conditions.0.collectionIds", message: "The shop has no collection 78. Choose another one." },
        { path: "earnRules.1.conditions.0.productIds", message: "The shop has no product 13. Choose another one." },
      ],
    });
    expect((await saveDraft(shop.id, { earnRules: [rule("teas", { kind: "collection", collectionIds: ["77"] }, 1)] }, words)).outcome).toBe("saved");
  });

  it("earns for collections, product tags and customer tags as soon as Shopify has told them, and asks once", async () => {
    const { shop, publish, take, earned } = house;
    await publish({
      earnRules: [
        rule("teas", { kind: "collection", collectionIds: ["77"] }, 1),
        rule("organic", { kind: "product_tag", tags: ["organic"] }, 10),
        rule("vip", { kind: "customer_tag", tags: ["vip"] }, 100),
      ],
    }, -10);
    await take(1, placedOrder(1, 1, 500, { productId: "11" }), placedOrder(2, 1, 500, { productId: "12" }), placedOrder(3, 1, 500, { productId: "99" }));
    expect(await earned()).toEqual([]);
    expect(await readRuleFacts(shop)).toBe(4);
    await settleDue(shop.id, now());
    expect(await earned()).toEqual([["1", 111], ["2", 100], ["3", 100]]);
    await take(2, placedOrder(4, 0, 500, { productId: "11" }));
    expect(await readRuleFacts(shop)).toBe(0);
  });

  it("asks again for the products of orders that are placed later; what has changed counts from the first of them", async () => {
    const { shop, earned } = house;
    const takeNow = async (...orders: OrderFact[]) => {
      const at = now().toISOString();
      await takeInReadOrders(shop, { facts: orders.map((order) => ({ ...order, createdAt: at, processedAt: at, updatedAt: at })), missingIds: [], now: now() });
    };
    const since = async (id: number) => (await earned()).filter(([orderId]) => Number(orderId) >= id);
    await control(`/${domain}/collections`, { id: "77", title: "Teas", productIds: ["12"] });
    await takeNow(placedOrder(5, 0, 500, { productId: "11" }), placedOrder(6, 0, 500, { productId: "12" }));
    expect(await since(5)).toEqual([["5", 111], ["6", 100]]);
    expect(await readRuleFacts(shop)).toBe(3);
    await settleDue(shop.id, now());
    expect(await earned()).toEqual([["1", 111], ["2", 100], ["3", 100], ["4", 111], ["5", 110], ["6", 101]]);
    await takeNow(placedOrder(7, 0, 500, { productId: "12" }));
    expect(await readRuleFacts(shop)).toBe(2);
    expect((await pool.query("SELECT FROM product_questions WHERE shop_id = $1", [shop.id])).rowCount).toBe(0);
    await settleDue(shop.id, now());
    expect(await since(7)).toEqual([["7", 101]]);
    expect(await readRuleFacts(shop)).toBe(0);
  });
});
