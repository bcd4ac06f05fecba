import { beforeAll, describe, expect, it } from "vitest";
import { pool } from "#app/platform/db.server.ts";
import { API_ALLOWANCE, admitCall } from "#app/usecases/admit-call.server.ts";
import { type Api, openApi } from "#tests/factories/api-client.ts";
import { description, faultsOf } from "#tests/factories/api-description.ts";
import { DAY_MS, openPointsShop, type PointsShop } from "#tests/factories/points-shop.ts";

const daysAgo = (days: number) => new Date(Date.now() - days * DAY_MS);

let api: Api;
let gifts: PointsShop;
let teas: PointsShop;

async function openShop(domain: string, pointsName: string): Promise<PointsShop> {
  const shop = await openPointsShop(api, domain, { installedAt: daysAgo(50) });
  const reward = { id: `${pointsName}-off`, name: pointsName, kind: "fixed_amount", costPoints: 10, amountMinor: 100 };
  await shop.send("PUT", "/program/draft", { pendingDays: 0, pointsName: { one: pointsName, other: pointsName }, earnRules: [{ id: pointsName, kind: "order", points: 50 }], rewards: [reward] });
  await shop.send("POST", "/program/publish", { startsAt: daysAgo(20).toISOString() });
  return shop;
}

beforeAll(async () => {
  api = await openApi();
  gifts = await openShop("gifts.myshopify.com", "stars");
  teas = await openShop("teas.myshopify.com", "leaves");
  await gifts.takeIn([{ id: 1, at: daysAgo(10), totalMinor: 1_000 }], daysAgo(9));
  await teas.takeIn([{ id: 1, at: daysAgo(10), totalMinor: 1_000 }, { id: 2, at: daysAgo(9), totalMinor: 1_000 }, { id: 3, customerId: 70, at: daysAgo(9), totalMinor: 1_000 }], daysAgo(8));
});

it("a program whose rewards need more than the merchant has granted is not published, and says what is missing", async () => {
  const poor = await openPointsShop(api, "no-gift-cards.myshopify.com", { installedAt: daysAgo(50) });
  await poor.send("PUT", "/program/draft", { rewards: [{ id: "card", name: "A card", kind: "gift_card", costPoints: 10, amountMinor: 100 }] });
  const { body } = await poor.send("POST", "/program/publish");
  expect(body).toMatchObject({ status: 409, code: "not_possible", detail: expect.stringMatching(/^“A card” can't be given without write_gift_cards\. Nothing was published\./) });
});

describe("what nobody should send is refused, and says where and why", () => {
  it.each<["GET" | "POST" | "PUT", string, unknown, string]>([
    ["GET", "/customers/ann/balance", undefined, "id"],
    ["GET", "/customers/7/balance?as_of=2026-01-01T00:00:00Z", undefined, "as_of"],
    ["GET", "/customers/7/ledger?cursor=abc", undefined, "cursor"],
    ["GET", "/customers/7/ledger?cursor=WyIxIiwiMSIsIjEiXQ", undefined, "cursor"],
    ["GET", "/customers/7/ledger?limit=0", undefined, "limit"],
    ["GET", "/customers/7/redemptions?cursor=WyInIl0", undefined, "cursor"],
    ["GET", "/liability?from=2026-02-30", undefined, "from"],
    ["GET", "/liability?from=2026-03-02&to=2026-03-01", undefined, "to"],
    ["GET", "/liability?from=2001-01-01&to=2026-01-01", undefined, "from"],
    ["GET", "/liability?to=9999-12-31", undefined, "to"],
    ["GET", "/liability?from=0000-01-01", undefined, "from"],
    ["POST", "/customers/7/adjustments", { points: 1.5, reason: "x" }, "points"],
    ["POST", "/customers/7/adjustments", { points: "10", reason: "x" }, "points"],
    ["POST", "/customers/7/adjustments", { points: 0, reason: "x" }, "points"],
    ["POST", "/customers/7/adjustments", '{"points": 1e999, "reason": "x"}', "points"],
    ["POST", "/customers/7/adjustments", { points: 1_000_000_001, reason: "x" }, "points"],
    ["POST", "/customers/7/adjustments", { points: 1 }, "reason"],
    ["POST", "/customers/7/adjustments", { points: 1, reason: "   " }, "reason"],
    ["POST", "/customers/7/adjustments", { points: 1, reason: "x".repeat(501) }, "reason"],
    ["POST", "/customers/7/adjustments", { points: 1, reason: "x", by: "me" }, "by"],
    ["POST", "/customers/7/adjustments?dry=1", { points: 1, reason: "x" }, "dry"],
    ["POST", "/customers/x7/adjustments", { points: 1, reason: "x" }, "id"],
    ["POST", "/customers/7/redemptions", {}, "rewardId"],
    ["POST", "/customers/7/redemptions", { rewardId: "stars-off", points: -5 }, "points"],
    ["POST", "/program/publish", { startsAt: "2026-01-01" }, "startsAt"],
    ["POST", "/program/pause", { until: "2026-01-01" }, "until"],
  ])("%s %s with %j names %s", async (method, path, body, field) => {
    const answer = method === "GET" ? await gifts.ask(path) : await gifts.send(method, path, body);
    expect(answer.body).toMatchObject({ status: 400, code: "invalid_parameter", field });
    expect(answer.body["detail"]).toMatch(/^[A-Za-z_ ].*\.$/);
  });

  it.each(["", "{", "[]", "null", '"x"', "7"])("a body that is %j is refused", async (body) => {
    const answer = await gifts.send("POST", "/customers/7/adjustments", body);
    expect([answer.status, answer.headers.get("content-type")]).toEqual([400, "application/problem+json"]);
  });

  it.each([null, "", "a b", "é", "x".repeat(256)])("an Idempotency-Key of %j is refused where one is needed", async (key) => {
    for (const [path, body] of [["/customers/7/adjustments", { points: 1, reason: "x" }], ["/customers/7/redemptions", { rewardId: "stars-off" }], ["/events", { customerId: "7", event: "quiz" }]] as const) {
      const answer = await gifts.send("POST", path, body, key);
      expect(answer.body).toMatchObject({ status: 400, code: "invalid_parameter", field: "Idempotency-Key" });
    }
  });

  it("a body of more than 256 KiB is refused before it is read", async () => {
    const answer = await gifts.send("PUT", "/program/draft", { earnRules: ["x".repeat(300_000)] });
    expect([answer.status, faultsOf("/program/draft", answer, "put")]).toEqual([413, []]);
  });

  it("a reason that no database takes is kept without what cannot be kept", async () => {
    const answer = await gifts.send("POST", "/customers/7/adjustments", { points: 1, reason: "a\0b \ud83d" });
    expect([answer.status, answer.body["why"]]).toEqual([201, { kind: "adjusted", reason: "ab \ufffd", by: "API (Till)" }]);
  });

  it("an address answers only the methods that it has", async () => {
    for (const [path, allow] of [["/customers/7/adjustments", "POST"], ["/program/publish", "POST"], ["/program/draft", "GET, HEAD, PUT"], ["/customers/7/redemptions", "GET, HEAD, POST"], ["/liability", "GET, HEAD"], ["/events", "POST"]] as const) {
      for (const method of ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"].filter((one) => !allow.includes(one))) {
        const answer = await api(path, { method });
        expect([path, method, answer.status, answer.headers.get("allow")]).toEqual([path, method, 405, allow]);
      }
    }
  });

  it("nobody without a token changes anything", async () => {
    for (const path of ["/customers/7/adjustments", "/program/publish", "/program/pause", "/events", "/customers/7/redemptions"]) expect((await api(path, { method: "POST", body: {} })).status).toBe(401);
    expect((await api("/program/draft", { method: "PUT", body: {} })).status).toBe(401);
  });
});

describe("two shops that know a customer under the same id", () => {
  it.each(["/customers/7/balance", "/customers/7/ledger", "/customers/7/redemptions", "/program", "/program/draft", "/rewards", "/liability"])("%s tells each of its own alone", async (path) => {
    const [ofGifts, ofTeas] = await Promise.all([gifts.ask(path), teas.ask(path)]);
    expect([ofGifts.status, ofTeas.status]).toEqual([200, 200]);
    expect(JSON.stringify(ofGifts.body)).not.toContain("leaves");
    expect(JSON.stringify(ofTeas.body)).not.toContain("stars");
    if (!path.includes("redemptions")) expect(ofGifts.body).not.toEqual(ofTeas.body);
  });

  it("share no idempotency key, no customer, no reward and no redemption", async () => {
    const give = (shop: PointsShop) => shop.send("POST", "/customers/7/adjustments", { points: 5, reason: "Hello" }, "shared");
    const [one, other] = [await give(gifts), await give(teas)];
    expect([one.status, other.status, one.headers.get("idempotency-replayed"), other.headers.get("idempotency-replayed")]).toEqual([201, 201, null, null]);
    for (const path of ["balance", "ledger", "redemptions"]) expect((await gifts.ask(`/customers/70/${path}`)).status).toBe(404);
    expect((await gifts.send("POST", "/customers/70/adjustments", { points: 5, reason: "Hello" })).status).toBe(404);
    expect((await gifts.send("POST", "/customers/7/redemptions", { rewardId: "leaves-off" })).body).toMatchObject({ status: 400, field: "rewardId" });
    const bought = await teas.send("POST", "/customers/7/redemptions", { rewardId: "leaves-off" });
    const path = `/redemptions/${String(bought.body["id"])}`;
    expect([(await teas.ask(path)).status, (await gifts.ask(path)).status, (await gifts.send("POST", `${path}/cancel`)).status]).toEqual([200, 404, 404]);
  });
});

describe("a token that asks too often", () => {
  it("is slowed first, refused then, with the time to wait, and does not slow another token", async () => {
    const eager = await openPointsShop(api, "eager.myshopify.com", { installedAt: daysAgo(50) });
    const { rows } = await pool.query<{ id: string }>("SELECT id FROM api_tokens WHERE shop_id = $1", [eager.shop.id]);
    const tokenId = rows[0]?.id ?? "";
    const { burst, queue, perSecond } = API_ALLOWANCE;
    const now = new Date(Date.now() + 60_000);
    const admissions = await Promise.all(Array.from({ length: burst + queue + 50 }, () => admitCall(eager.shop.id, { tokenId, now })));
    const waits = admissions.flatMap((one) => (one.outcome === "admitted" ? one.waitMs : []));
    expect([waits.filter((ms) => ms === 0).length, waits.length, Math.max(...waits)]).toEqual([burst, burst + queue, (queue * 1_000) / perSecond]);
    const refused = await eager.send("POST", "/program/publish");
    expect([refused.status, refused.body["code"], refused.headers.get("retry-after"), faultsOf("/program/publish", refused, "post")]).toEqual([429, "rate_limited", "2", []]);
    for (const text of [refused.body["detail"], description.info.description]) expect(text).toMatch(new RegExp(`${burst} times at once .*${perSecond} times a second`));
    expect((await gifts.ask("/program")).status).toBe(200);
    expect(await admitCall(eager.shop.id, { tokenId, now: new Date(now.getTime() + 2_000) })).toEqual({ outcome: "admitted", waitMs: 10 });
    expect(await admitCall(eager.shop.id, { tokenId, now: new Date(now.getTime() + 60_000) })).toEqual({ outcome: "admitted", waitMs: 0 });
  });
});
