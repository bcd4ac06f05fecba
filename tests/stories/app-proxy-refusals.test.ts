import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { storefrontProblem } from "#app/contract/storefront.ts";
import { pool } from "#app/platform/db.server.ts";
import { forwardedPairs, forwardedQuery, signPairs, type Pairs } from "#tests/factories/forwarded.ts";
import { openRedeemingShop, type RedeemingShop } from "#tests/factories/redeeming-shop.ts";
import { openShopperDoors, type ShopperDoors } from "#tests/factories/shopper-doors.ts";
import { openLab, type Lab } from "#tests/factories/shop-lab.ts";

const FIVE_OFF = { id: "five", kind: "fixed_amount", name: "5 off", costPoints: 100, amountMinor: 500 };
const JSON_TYPE = { "content-type": "application/json" };

let all: Lab;
let it0: RedeemingShop;
let doors: ShopperDoors;
let member: string;
let victim: string;

beforeAll(async () => {
  all = await openLab();
  it0 = await openRedeemingShop(all, [FIVE_OFF]);
  doors = await openShopperDoors();
  [member, victim] = [(await it0.customer(1_000)).id, (await it0.customer(1_000)).id];
});
afterAll(async () => {
  await doors.close();
  await all.stop();
});

const goodBody = () => JSON.stringify({ rewardId: "five", requestId: randomUUID() });
const signedFor = (customerId: string | null, given: Pairs = []) => forwardedQuery(given, { shop: it0.lab.domain, customerId });
const send = (door: string, query: string, init: RequestInit = {}) => fetch(`${doors.origin}/proxy/${door}${query && `?${query}`}`, init);
const post = (query: string, init: RequestInit = {}) => send("redeem", query, { method: "POST", headers: JSON_TYPE, body: goodBody(), ...init });
const given = async (): Promise<number> => (await pool.query("SELECT FROM redemptions WHERE shop_id = $1", [it0.shop.id])).rowCount ?? 0;

/** A query with other pairs than those that were signed. */
function altered(change: (pairs: Pairs) => Pairs): string {
  const pairs = forwardedPairs([["locale", "en"]], { shop: it0.lab.domain, customerId: member });
  return new URLSearchParams([...change(pairs), ["signature", signPairs(pairs)]]).toString();
}

const set = (name: string, value: string) => (pairs: Pairs): Pairs => pairs.map((pair) => (pair[0] === name ? [name, value] : pair));

describe("what Shopify did not forward just now is refused without a word, read or write", () => {
  const forwarding = { customerId: "1", nowMs: 0 };
  it.each<[string, () => string]>([
    ["without a query", () => ""],
    ["without a signature", () => new URLSearchParams(forwardedPairs([], { ...forwarding, shop: it0.lab.domain, customerId: member, nowMs: Date.now() })).toString()],
    ["with a signature that is no hex", () => `${altered((pairs) => pairs)}`.replace(/signature=.*/, "signature=zz")],
    ["signed by another secret", () => forwardedQuery([], { shop: it0.lab.domain, customerId: member, secret: "another" })],
    ["with another customer than was signed", () => altered(set("logged_in_customer_id", victim))],
    ["with another shop than was signed", () => altered(set("shop", "another.myshopify.com"))],
    ["with a pair more", () => altered((pairs) => [...pairs, ["cursor", "x"]])],
    ["with a pair fewer", () => altered((pairs) => pairs.slice(1))],
    ["two minutes old", () => forwardedQuery([], { shop: it0.lab.domain, customerId: member, nowMs: Date.now() - 120_000 })],
    ["of a time to come", () => forwardedQuery([], { shop: it0.lab.domain, customerId: member, nowMs: Date.now() + 120_000 })],
    ["with a time that is no number", () => signedAs(set("timestamp", "soon"))],
    // A visitor adds a pair of their own, and Shopify's stands beside it: both are signed, joined.
    ["with a customer of the visitor's beside Shopify's", () => signedAs((pairs) => [["logged_in_customer_id", victim], ...pairs])],
    ["with a shop of the visitor's beside Shopify's", () => signedAs((pairs) => [...pairs, ["shop", "another.myshopify.com"]])],
    ["with two signatures, one of them right", () => `${signedFor(member)}&signature=${"0".repeat(64)}`],
    ["with pairs that run into one another", () => signedAs(set("logged_in_customer_id", `${victim}path_prefix=`))],
    ["of a shop with another address", () => forwardedQuery([], { shop: "shop.example.com", customerId: member })],
  ])("%s", async (_name, query) => {
    const before = await given();
    for (const answer of [await send("history", query()), await send("redemption", query()), await post(query()), await send("c/1", query()), await send("x", query())]) {
      expect([answer.status, await answer.text(), answer.headers.get("content-type"), answer.headers.get("cache-control")]).toEqual([401, "", null, "no-store"]);
    }
    expect(await given()).toBe(before);
  });

  function signedAs(change: (pairs: Pairs) => Pairs): string {
    const pairs = change(forwardedPairs([], { shop: it0.lab.domain, customerId: member }));
    return new URLSearchParams([...pairs, ["signature", signPairs(pairs)]]).toString();
  }
});

describe("a question that is not well made changes nothing and names no reason that it does not have", () => {
  const JSON_POST = (body: string, headers: Record<string, string> = JSON_TYPE): RequestInit => ({ method: "POST", headers, body });
  it.each<[string, number, () => Promise<Response>]>([
    ["a link that redeems", 405, () => send("redeem", signedFor(member, [["rewardId", "five"], ["requestId", randomUUID()]]))],
    ["a redemption by PUT", 405, () => post(signedFor(member), { method: "PUT" })],
    ["a history by POST", 405, () => send("history", signedFor(member), JSON_POST("{}"))],
    ["a form of another site", 415, () => send("redeem", signedFor(member), JSON_POST(`rewardId=five&requestId=${randomUUID()}`, { "content-type": "application/x-www-form-urlencoded" }))],
    ["JSON that calls itself text, as a form can send it", 415, () => send("redeem", signedFor(member), JSON_POST(goodBody(), { "content-type": "text/plain" }))],
    ["JSON of a type that only begins like it", 415, () => send("redeem", signedFor(member), JSON_POST(goodBody(), { "content-type": "application/jsonp" }))],
    ["nothing", 400, () => send("redeem", signedFor(member), JSON_POST(""))],
    ["half a JSON", 400, () => send("redeem", signedFor(member), JSON_POST("{"))],
    ["a list", 400, () => send("redeem", signedFor(member), JSON_POST("[]"))],
    ["no request id", 400, () => send("redeem", signedFor(member), JSON_POST('{"rewardId":"five"}'))],
    ["a request id that is no UUID", 400, () => send("redeem", signedFor(member), JSON_POST('{"rewardId":"five","requestId":"1"}'))],
    ["half a point", 400, () => send("redeem", signedFor(member), JSON_POST(JSON.stringify({ rewardId: "five", requestId: randomUUID(), points: 0.5 })))],
    ["points below zero", 400, () => send("redeem", signedFor(member), JSON_POST(JSON.stringify({ rewardId: "five", requestId: randomUUID(), points: -100 })))],
    ["a body that is too long", 413, () => send("redeem", signedFor(member), JSON_POST(JSON.stringify({ rewardId: "five", requestId: randomUUID(), note: "x".repeat(5_000) })))],
    ["a cursor that nobody gave out", 400, () => send("history", signedFor(member, [["cursor", "W10"]]))],
    ["a redemption without an id", 404, () => send("redemption", signedFor(member))],
    ["somebody who is not signed in", 403, () => send("history", signedFor(null))],
  ])("%s", async (_name, status, sent) => {
    const before = await given();
    const answer = await sent();
    const problem = storefrontProblem.parse(await answer.json());
    expect([answer.status, problem.status, problem.reason]).toEqual([status, status, status === 403 ? "not_signed_in" : "not_available"]);
    expect([answer.headers.get("content-type"), answer.headers.get("cache-control")]).toEqual(["application/problem+json; charset=utf-8", "private, no-store"]);
    expect(await given()).toBe(before);
  });

  it("a customer named in the body or by a header is nobody: only the signed query says who asks", async () => {
    const answer = await post(signedFor(member), { headers: { ...JSON_TYPE, "x-shopify-customer-id": victim }, body: JSON.stringify({ rewardId: "five", requestId: randomUUID(), logged_in_customer_id: victim, customerId: victim }) });
    expect(answer.status).toBe(202);
    expect([await it0.balance({ id: member }), await it0.balance({ id: victim })]).toEqual([900, 1_000]);
  });

  it("what there is not, and may not be asked that way, is not kept on its way to the shopper", async () => {
    const answers = [await send("nowhere", signedFor(member)), await send("c/1", signedFor(member), { method: "DELETE" })];
    expect(answers.map(({ status, headers }) => [status, headers.get("cache-control")])).toEqual([[404, "no-store"], [405, "no-store"]]);
  });

  it("HEAD tells no more than the headers", async () => {
    const answer = await send("history", signedFor(member), { method: "HEAD" });
    expect([answer.status, await answer.text()]).toEqual([200, ""]);
  });
});

it("whoever asks too often waits, in a sentence of their language, and nobody else does", async () => {
  const [busy, calm] = [(await it0.customer(0)).id, (await it0.customer(0)).id];
  const answers = await Promise.all(Array.from({ length: 70 }, () => post(signedFor(busy, [["locale", "de"]]))));
  const refused = answers.filter(({ status }) => status === 429);
  expect(refused.length).toBeGreaterThanOrEqual(9);
  expect(Number(refused[0]?.headers.get("retry-after"))).toBeGreaterThan(0);
  expect(storefrontProblem.parse(await refused[0]?.json())).toMatchObject({ reason: "busy", detail: "Das war zu oft. Versuchen Sie es in einer Minute noch einmal." });
  expect((await send("history", signedFor(busy))).status).toBe(200);
  expect((await post(signedFor(calm))).status).toBe(409);
});
