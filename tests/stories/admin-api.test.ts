import { Session } from "@shopify/shopify-api";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { pool } from "#app/platform/db.server.ts";
import { keyedHash } from "#app/platform/keyed-hash.server.ts";
import { customersUpdatedSince } from "#app/shopify/documents/customers-updated-since.ts";
import { ordersUpdatedSince } from "#app/shopify/documents/orders-updated-since.ts";
import { runBulkQuery } from "#app/shopify/documents/run-bulk-query.ts";
import { shopDetails } from "#app/shopify/documents/shop-details.ts";
import { updatedSince } from "#app/shopify/documents/updated-since.ts";
import { ReopenNeededError, RetryableError, ShopGoneError, TerminalError } from "#app/shopify/errors.ts";
import type { Operation } from "#app/shopify/operation.ts";
import { readOrders } from "#app/shopify/read-orders.server.ts";
import { runAdmin } from "#app/shopify/run-admin.server.ts";
import { offlineIdOf } from "#app/shopify/session-storage.server.ts";
import { sessionStorage } from "#app/shopify/sessions.server.ts";
import { standinControl, type StandinControl } from "#scripts/standin-control.ts";
import { type RunningStandin, startStandin } from "#standin/start-standin.ts";
import { readAppScopes } from "#scripts/app-scopes.ts";

const shop = { domain: "tea.myshopify.com" };
const { domain } = shop;
const sinceLongAgo = { query: updatedSince(new Date(0)), after: null };

let standin: RunningStandin;
let control: StandinControl;
const realFetch = globalThis.fetch;

/** Opens the app: Shopify gives a pair of tokens. `accessToken` puts another in place of the one that it gave. */
async function open({ accessToken }: { accessToken?: string } = {}): Promise<void> {
  const house = standin.standin.houses.get(domain);
  if (!house) throw new Error("no such shop");
  standin.standin.installIfNeeded(house);
  const tokens = house.tokens.grant(house.shop.grantedScopes, { expiring: true });
  const inSeconds = (seconds = 0) => new Date(Date.now() + seconds * 1_000);
  await sessionStorage.storeSession(
    new Session({
      id: offlineIdOf(domain), shop: domain, state: "", isOnline: false, scope: tokens.scope,
      accessToken: accessToken ?? tokens.access_token, expires: inSeconds(tokens.expires_in),
      refreshTokenExpires: inSeconds(tokens.refresh_token_expires_in), ...(tokens.refresh_token && { refreshToken: tokens.refresh_token }),
    }),
  );
}

beforeAll(async () => {
  standin = await startStandin({ apiKey: "test-api-key", apiSecret: "test-api-secret", appScopes: readAppScopes().required });
  control = standinControl(standin.adminOrigin);
  process.env["STANDIN_ADMIN"] = standin.adminOrigin;
  // Whoever starts the process decides how Shopify is reached; here it is this file.
  const preload = "#standin/preload.ts";
  await import(preload);
  await control.createShop({ domain, name: "Tea", currency: "GBP", timeZone: "Europe/London", history: "none" });
});

afterAll(async () => {
  globalThis.fetch = realFetch;
  await standin.stop();
});

beforeEach(async () => {
  await pool.query("delete from shops");
  await pool.query(
    `insert into shops (domain, name, currency, time_zone, hash_key_sealed, installed_at) values ($1, 'Tea', 'GBP', 'Europe/London', 'x', now())`,
    [domain],
  );
  await open();
});

afterEach(() => control.clearFaults(domain));

describe("asking Shopify", () => {
  it("tells how the shop is called and where it lives", async () => {
    const { shop: details } = await runAdmin(shop, shopDetails, {});
    expect(details).toEqual({ shopifyId: expect.stringMatching(/^\d+$/) as unknown, name: "Tea", currency: "GBP", timeZone: "Europe/London", customerAccounts: "new" });
  });

  it("finds what changed since an instant, and nothing before it", async () => {
    const placed = await control.order(domain, { customer: { email: "jo@example.com" }, totalMinor: 1_250 });
    const { orders } = await runAdmin(shop, ordersUpdatedSince, { query: updatedSince(new Date(placed.updatedAt)), after: null });
    expect(orders.nodes.map(({ id }) => id)).toContain(`gid://shopify/Order/${placed.id}`);
    const later = await runAdmin(shop, ordersUpdatedSince, { query: updatedSince(new Date(Date.parse(placed.updatedAt) + 5_000)), after: null });
    expect(later.orders.nodes).toEqual([]);
  });
});

describe("reading orders by their ids", () => {
  const hash = keyedHash(Buffer.alloc(32, 3));

  it("brings every line of an order that is longer than one page", async () => {
    const lines = Array.from({ length: 61 }, (_, index) => ({ title: `Cup ${index}`, quantity: 1, unitPriceMinor: 100 + index }));
    const long = await control.order(domain, { customer: { email: "jo@example.com" }, lines });
    const { facts } = await readOrders(shop, [long.id], hash);
    expect(facts[0]?.lines.map(({ title }) => title)).toEqual(lines.map(({ title }) => title));
  });

  it("brings every line of its refund", async () => {
    const lines = Array.from({ length: 23 }, (_, index) => ({ title: `Cup ${index}`, quantity: 1, unitPriceMinor: 100 + index }));
    const placed = await control.order(domain, { customer: { email: "jo@example.com" }, lines });
    await control.changeOrder(domain, { id: placed.id, action: "refund", body: { full: true } });
    const { facts } = await readOrders(shop, [placed.id], hash);
    expect(new Set(facts[0]?.refunds[0]?.lines?.map(({ lineId }) => lineId)).size).toBe(23);
  });

  it("names what was deleted, and goes on through more than one call", async () => {
    const ids: string[] = [];
    for (let n = 0; n < 9; n++) ids.push((await control.order(domain, { customer: { email: "jo@example.com" }, totalMinor: 500 + n })).id);
    const [deleted = ""] = ids.splice(5, 1);
    await control.changeOrder(domain, { id: deleted, action: "delete" });
    const { facts, missingIds } = await readOrders(shop, [deleted, ...ids], hash);
    expect(missingIds).toEqual([deleted]);
    expect(facts.map(({ orderId }) => orderId)).toEqual(ids);
  });
});

describe("when Shopify has trouble", () => {
  it("an answer of 500 is to be tried again later", async () => {
    await control.setFaults(domain, { admin: { failNext: [{ kind: "500" }] } });
    await expect(runAdmin(shop, shopDetails, {})).rejects.toThrow(RetryableError);
    await expect(runAdmin(shop, shopDetails, {})).resolves.toBeDefined();
  });

  it("an answer that does not come is given up in time", async () => {
    await control.setFaults(domain, { admin: { failNext: [{ kind: "timeout" }] } });
    await expect(runAdmin(shop, { ...shopDetails, timeoutMs: 200 }, {})).rejects.toThrow("no answer within 200 ms");
  });

  it("an answer that is lost on its way is to be tried again", async () => {
    await control.setFaults(domain, { admin: { failNext: [{ kind: "lost-answer" }] } });
    await expect(runAdmin(shop, shopDetails, {})).rejects.toThrow(RetryableError);
  });
});

describe("when a shop's allowance is used up", () => {
  it("a refused call waits and is made again, unseen by who asked", async () => {
    await control.setFaults(domain, { admin: { failNext: [{ kind: "throttled" }, { kind: "throttled" }] } });
    await expect(runAdmin(shop, customersUpdatedSince, sinceLongAgo)).resolves.toBeDefined();
  });

  it("many reads at once wait for it instead of being refused", async () => {
    await control.setFaults(domain, { admin: { throttle: { maximumAvailable: 400, restoreRate: 400 } } });
    // The first answer tells the price and the size of the bucket.
    await runAdmin(shop, customersUpdatedSince, sinceLongAgo);
    const reads = Array.from({ length: 6 }, () => runAdmin(shop, customersUpdatedSince, sinceLongAgo));
    await expect(Promise.all(reads)).resolves.toHaveLength(6);
  });

  it("429 is waited out", async () => {
    await control.setFaults(domain, { admin: { failNext: [{ kind: "429" }] } });
    await expect(runAdmin(shop, shopDetails, {})).resolves.toBeDefined();
  });
});

describe("when Shopify refuses", () => {
  it("a scope that was not granted is named, and not asked for again and again", async () => {
    await control.setScopes(domain, ["read_customers"]);
    await open();
    await expect(runAdmin(shop, ordersUpdatedSince, sinceLongAgo)).rejects.toMatchObject({ name: "TerminalError", code: "ACCESS_DENIED" });
    await control.setScopes(domain, readAppScopes().required);
  });

  it("an input that it does not take comes back as the merchant's problem, with Shopify's words", async () => {
    const start = { query: "{ orders { edges { node { refunds { refundLineItems { edges { node { quantity } } } } } } } }", isGrouped: false };
    const refused = await runAdmin(shop, runBulkQuery, start).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(TerminalError);
    expect((refused as TerminalError).userErrors).not.toEqual([]);
  });

  it("a question that its schema does not know is terminal", async () => {
    const wrong: Operation<Record<string, never>, unknown> = { name: "Wrong", document: "query Wrong { shop { mood } }", answer: z.unknown(), isBackground: true };
    await expect(runAdmin(shop, wrong, {})).rejects.toThrow(TerminalError);
  });

  it("a token that was revoked is replaced, and the call made once more", async () => {
    await open({ accessToken: "shpat_revoked" });
    await expect(runAdmin(shop, shopDetails, {})).resolves.toBeDefined();
    expect(await sessionStorage.getAccessToken(domain)).not.toBe("shpat_revoked");
  });

  it("a shop whose tokens are all dead needs to be opened again, and works after that", async () => {
    await control.revokeTokens(domain);
    await expect(runAdmin(shop, shopDetails, {})).rejects.toThrow(ReopenNeededError);
    const { rows } = await pool.query("select reopen_needed_at is not null as marked from shops where domain = $1", [domain]);
    expect(rows).toEqual([{ marked: true }]);
    await open();
    await expect(runAdmin(shop, shopDetails, {})).resolves.toBeDefined();
  });

  it("nothing more is asked of a shop that has uninstalled the app", async () => {
    await pool.query("update shops set uninstalled_at = now()");
    await expect(runAdmin(shop, shopDetails, {})).rejects.toThrow(ShopGoneError);
  });
});
