import { beforeAll, describe, expect, it } from "vitest";
import type { BalanceAnswer, LedgerEntry } from "#app/contract/points.ts";
import { type Api, type ApiAnswer, openApi } from "#tests/factories/api-client.ts";
import { faultsOf } from "#tests/factories/api-description.ts";
import { DAY_MS, openPointsShop, type PointsShop } from "#tests/factories/points-shop.ts";

const now = Date.now();
const daysAgo = (days: number) => new Date(now - days * DAY_MS);
const PROGRAM = { pendingDays: 0, earnRules: [{ id: "spend", kind: "amount", points: 1, perMinor: 100 }], nthOrderMultipliers: [1, 2, 3], valuePerPointMinor: 1 };
const REWARD = { id: "five", name: "£5 off", kind: "fixed_amount", costPoints: 50, amountMinor: 500 };

let api: Api;
let gifts: PointsShop;

beforeAll(async () => {
  api = await openApi();
  gifts = await openPointsShop(api, "gifts.myshopify.com", { installedAt: daysAgo(100) });
  await gifts.send("PUT", "/program/draft", { ...PROGRAM, rewards: [REWARD] });
  await gifts.send("POST", "/program/publish", { startsAt: daysAgo(90).toISOString() });
  await gifts.takeIn([{ id: 1, at: daysAgo(40), totalMinor: 4_000 }, { id: 2, at: daysAgo(20), totalMinor: 1_050 }, { id: 3, customerId: 8, at: daysAgo(10), totalMinor: 900, accountState: "disabled" }], daysAgo(9));
});

const balanceOf = async (shop: PointsShop, id: number) => (await shop.ask(`/customers/${id}/balance`)).body as unknown as BalanceAnswer;
const entriesOf = async (shop: PointsShop, id: number) => ((await shop.ask(`/customers/${id}/ledger?limit=250`)).body as unknown as { items: LedgerEntry[] }).items;

function expectAsDescribed(answer: ApiAnswer, status: number, path: string, method: "get" | "put" | "post" = "get") {
  expect([answer.status, faultsOf(path, answer, method)], JSON.stringify(answer.body)).toEqual([status, []]);
}

describe("a merchant's program reads and asks for points", () => {
  it("tells what a customer has, and that the parts make the whole", async () => {
    const answer = await gifts.ask("/customers/7/balance");
    expectAsDescribed(answer, 200, "/customers/{id}/balance");
    expect(answer.body).toMatchObject({ available: 61, pending: 0, unclaimed: 0, reserved: 0, earned: 61 });
    expect(await balanceOf(gifts, 8)).toMatchObject({ available: 0, unclaimed: 9 });
    const customer = await gifts.ask("/customers/7");
    expectAsDescribed(customer, 200, "/customers/{id}");
    expect(customer.body["points"]).toEqual({ available: 61, pending: 0, unclaimed: 0 });
    // Before the account was seen in use, what was there waited.
    expect((await gifts.ask(`/customers/7?as_of=${daysAgo(30).toISOString()}`)).body["points"]).toEqual({ available: 0, pending: 0, unclaimed: 40 });
  });

  it("shows every movement, newest first, with its reason as data and in a sentence, page by page", async () => {
    const first = await gifts.ask("/customers/7/ledger?limit=1");
    expectAsDescribed(first, 200, "/customers/{id}/ledger");
    const next = await gifts.ask(`/customers/7/ledger?limit=250&cursor=${String(first.body["nextCursor"])}`);
    const items = [first, next].flatMap(({ body }) => body["items"] as unknown as LedgerEntry[]);
    expect(items.map(({ kind, points, orderName }) => [kind, points, orderName])).toEqual((await entriesOf(gifts, 7)).map(({ kind, points, orderName }) => [kind, points, orderName]));
    expect(next.body["nextCursor"]).toBeNull();
    expect(items.find(({ orderId }) => orderId === "2")).toMatchObject({ programVersion: 1, why: { kind: expect.any(String) as string } });
    expect(items.map(({ whySentence }) => whySentence)).toContain("Order #2 earns 21 points: 1 point per £1.00 on £10.50, times 2 as the second order (rule “spend”, version 1).");
  });

  it("adjusts points with a reason, once for each key, and gives the first answer again", async () => {
    const given = await gifts.send("POST", "/customers/7/adjustments", { points: 100, reason: "A late parcel" }, "parcel-1");
    expectAsDescribed(given, 201, "/customers/{id}/adjustments", "post");
    expect(given.body).toMatchObject({ kind: "adjust", points: 100, why: { reason: "A late parcel", by: "API (Till)" }, whySentence: "API (Till) added 100 points: A late parcel" });
    const again = await gifts.send("POST", "/customers/7/adjustments", { points: 100, reason: "A late parcel" }, "parcel-1");
    expect([again.status, again.body, again.headers.get("idempotency-replayed")]).toEqual([201, given.body, "true"]);
    for (const [id, body] of [[7, { points: 99, reason: "A late parcel" }], [7, { points: 100, reason: "Another" }], [8, { points: 100, reason: "A late parcel" }]] as const) {
      const other = await gifts.send("POST", `/customers/${id}/adjustments`, body, "parcel-1");
      expectAsDescribed(other, 422, "/customers/{id}/adjustments", "post");
      expect(other.body["code"]).toBe("idempotency_key_reused");
    }
    expect(await balanceOf(gifts, 7)).toMatchObject({ available: 161, adjusted: 100 });
  });

  it("refuses to take more than is there", async () => {
    const answer = await gifts.send("POST", "/customers/8/adjustments", { points: -10, reason: "Too many" });
    expectAsDescribed(answer, 409, "/customers/{id}/adjustments", "post");
    expect([answer.body["code"], answer.body["detail"]]).toEqual(["insufficient_points", "Only 9 points can be taken. Nothing was changed."]);
  });

  it("books fifty requests with one key once, and fifty with their own once each", async () => {
    const shop = await openPointsShop(api, "many.myshopify.com", { installedAt: daysAgo(100) });
    await shop.send("PUT", "/program/draft", {});
    await shop.send("POST", "/program/publish");
    await shop.takeIn([{ id: 1, at: daysAgo(1), totalMinor: 100 }], new Date());
    const send = (key: string) => shop.send("POST", "/customers/7/adjustments", { points: 3, reason: "Race" }, key);
    const same = await Promise.all(Array.from({ length: 50 }, () => send("one")));
    expect(new Set(same.map(({ status, body }) => `${status} ${JSON.stringify(body)}`)).size).toBe(1);
    expect(await balanceOf(shop, 7)).toMatchObject({ available: 3 });
    const own = await Promise.all(Array.from({ length: 50 }, (_, at) => send(`own-${at}`)));
    expect(own.map(({ status }) => status)).toEqual(own.map(() => 201));
    expect(await balanceOf(shop, 7)).toMatchObject({ available: 153, adjusted: 153 });
    expect(await entriesOf(shop, 7)).toHaveLength(51);
  });

  it("buys a reward once for each key, holds its points, and refuses what cannot be paid", async () => {
    expectAsDescribed(await gifts.ask("/rewards"), 200, "/rewards");
    const bought = await gifts.send("POST", "/customers/7/redemptions", { rewardId: "five" }, "buy-1");
    expectAsDescribed(bought, 201, "/customers/{id}/redemptions", "post");
    expect(bought.body).toMatchObject({ points: 50, state: "issuing", code: null });
    expect((await gifts.send("POST", "/customers/7/redemptions", { rewardId: "five" }, "buy-1")).body).toEqual(bought.body);
    expect(await balanceOf(gifts, 7)).toMatchObject({ available: 111, redeemed: 50, reserved: 50 });
    const list = await gifts.ask("/customers/7/redemptions");
    expectAsDescribed(list, 200, "/customers/{id}/redemptions");
    expect(list.body["items"]).toEqual([bought.body]);
    const path = `/redemptions/${String(bought.body["id"])}`;
    expectAsDescribed(await gifts.ask(path), 200, "/redemptions/{redemptionId}");
    const many = await Promise.all(Array.from({ length: 10 }, () => gifts.send("POST", "/customers/7/redemptions", { rewardId: "five" })));
    expect(many.map(({ status }) => status).toSorted()).toEqual([201, 201, ...Array.from({ length: 8 }, () => 409)]);
    const refused = many.find(({ status }) => status === 409)!;
    expectAsDescribed(refused, 409, "/customers/{id}/redemptions", "post");
    expect(refused.body["detail"]).toBe("Only 11 points are available; this reward costs 50. Nothing was spent.");
    const back = await gifts.send("POST", `${path}/cancel`);
    expectAsDescribed(back, 200, "/redemptions/{redemptionId}/cancel", "post");
    expect([back.body["state"], (await balanceOf(gifts, 7)).available]).toEqual(["returned", 61]);
    const late = await gifts.send("POST", `${path}/cancel`);
    expectAsDescribed(late, 409, "/redemptions/{redemptionId}/cancel", "post");
    expect(late.body["detail"]).toBe("It was taken back already, and the points are back. Nothing was changed.");
    const waiting = await gifts.send("POST", "/customers/8/redemptions", { rewardId: "five" });
    expect([waiting.status, await balanceOf(gifts, 8)]).toMatchObject([409, { available: 0, unclaimed: 9 }]);
    const unknown = await gifts.send("POST", "/customers/7/redemptions", { rewardId: "six" });
    expect([unknown.status, unknown.body["field"]]).toEqual([400, "rewardId"]);
  });
});

it("the liability is told of the days that have begun, and of none to come", async () => {
  const daysOf = async (query: string) => {
    const answer = await gifts.ask(`/liability${query}`);
    expectAsDescribed(answer, 200, "/liability");
    return (answer.body["items"] as unknown as { day: string }[]).map(({ day }) => day);
  };
  const days = await daysOf("");
  const today = days.at(-1)!;
  expect([days.length, await daysOf(`?from=${days[0]}&to=2999-12-31`), await daysOf("?to=2999-12-31")]).toEqual([30, days, days]);
  expect([await daysOf(`?from=${today}`), await daysOf("?from=2999-01-01"), await daysOf("?from=2999-01-01&to=2999-02-01")]).toEqual([[today], [], []]);
});

describe("a merchant's program through the API", () => {
  it("is drafted, published, paused, resumed and undone, and every version stays visible", async () => {
    const teas = await openPointsShop(api, "teas.myshopify.com", { installedAt: daysAgo(100) });
    expectAsDescribed(await teas.ask("/program"), 200, "/program");
    expectAsDescribed(await teas.ask("/program/draft"), 404, "/program/draft");
    const early = await teas.send("POST", "/program/publish");
    expectAsDescribed(early, 409, "/program/publish", "post");
    for (const path of ["undo", "pause", "resume"]) expectAsDescribed(await teas.send("POST", `/program/${path}`), 409, `/program/${path}`, "post");
    const saved = await teas.send("PUT", "/program/draft", PROGRAM);
    expectAsDescribed(saved, 200, "/program/draft", "put");
    expect((await teas.ask("/program/draft")).body).toEqual(saved.body);
    const published = await teas.send("POST", "/program/publish");
    expectAsDescribed(published, 201, "/program/publish", "post");
    expect(published.body).toMatchObject({ version: 1, isPaused: false, publishedBy: "API (Till)", program: saved.body });
    await teas.send("PUT", "/program/draft", { ...PROGRAM, pendingDays: 30 });
    expect((await teas.send("POST", "/program/publish", {})).body).toMatchObject({ version: 2, program: { pendingDays: 30 } });
    const undone = await teas.send("POST", "/program/undo");
    expectAsDescribed(undone, 201, "/program/undo", "post");
    expect(undone.body).toMatchObject({ version: 3, program: { pendingDays: 0 } });
    for (const [path, isPaused, version] of [["pause", true, 4], ["pause", true, 4], ["resume", false, 5]] as const) {
      const answer = await teas.send("POST", `/program/${path}`);
      expectAsDescribed(answer, 200, `/program/${path}`, "post");
      expect(answer.body).toMatchObject({ isPaused, version });
    }
    const overview = await teas.ask("/program");
    expectAsDescribed(overview, 200, "/program");
    expect([(overview.body["inForce"] as unknown as { version: number }).version, (overview.body["versions"] as unknown as { version: number }[]).map(({ version }) => version)]).toEqual([5, [5, 4, 3, 2, 1]]);
  });

  it("is refused with every place that cannot work, and then not saved", async () => {
    const before = (await gifts.ask("/program/draft")).body;
    const answer = await gifts.send("PUT", "/program/draft", { ...PROGRAM, pendingDays: -1, earnRules: [{ id: "spend", kind: "amount", points: 1, perMinor: 0 }] });
    expectAsDescribed(answer, 422, "/program/draft", "put");
    expect((answer.body["fields"] as unknown as { path: string }[]).map(({ path }) => path)).toEqual(["pendingDays", "earnRules.0.perMinor"]);
    const misspelt = await gifts.send("PUT", "/program/draft", { ...PROGRAM, pendingDay: 7 });
    expectAsDescribed(misspelt, 422, "/program/draft", "put");
    expect(misspelt.body).toMatchObject({ field: "pendingDay", detail: "There is no field pendingDay here. Correct its name or leave it out. Nothing was saved." });
    expect((await gifts.ask("/program/draft")).body).toEqual(before);
  });

  it("is refused to start where other rules decided already", async () => {
    const answer = await gifts.send("POST", "/program/publish", { startsAt: daysAgo(30).toISOString() });
    expectAsDescribed(answer, 409, "/program/publish", "post");
  });

  it("rewards an event once for each key", async () => {
    const shop = await openPointsShop(api, "events.myshopify.com", { installedAt: daysAgo(100) });
    await shop.takeIn([{ id: 1, at: daysAgo(2), totalMinor: 100 }, { id: 2, customerId: 9, at: daysAgo(2), totalMinor: 100, accountState: "disabled" }], daysAgo(1));
    await shop.send("PUT", "/program/draft", { earnRules: [{ id: "quiz", kind: "event", points: 25, event: "quiz_done" }, { id: "account", kind: "account_created", points: 50 }] });
    await shop.send("POST", "/program/publish", { startsAt: daysAgo(3).toISOString() });
    const done = () => shop.send("POST", "/events", { customerId: "7", event: "quiz_done" }, "quiz-7");
    const [first, again] = [await done(), await done()];
    expectAsDescribed(first, 201, "/events", "post");
    expect([first.body, again.body, again.headers.get("idempotency-replayed")]).toEqual([{ customerId: "7", event: "quiz_done", points: 25, ruleIds: ["quiz"], alreadyGiven: false }, first.body, "true"]);
    expect(await balanceOf(shop, 7)).toMatchObject({ available: 25 });
    expect((await shop.send("POST", "/events", { customerId: "7", event: "other" }, "quiz-7")).status).toBe(422);
    const longAgo = { customerId: "7", event: "quiz_done", occurredAt: daysAgo(2).toISOString() };
    expect((await shop.send("POST", "/events", longAgo, "quiz-7")).status).toBe(422);
    expect((await shop.send("POST", "/events", longAgo, "quiz-7-first")).body).toMatchObject({ points: 25 });
    // The same instant in another zone says the same; another instant, or none, does not.
    const inTokyo = `${new Date(Date.parse(longAgo.occurredAt) + 9 * 3_600_000).toISOString().slice(0, -1)}+09:00`;
    expect((await shop.send("POST", "/events", { ...longAgo, occurredAt: inTokyo }, "quiz-7-first")).headers.get("idempotency-replayed")).toBe("true");
    for (const other of [{ occurredAt: daysAgo(1).toISOString() }, {}]) {
      const refused = await shop.send("POST", "/events", { customerId: "7", event: "quiz_done", ...other }, "quiz-7-first");
      expectAsDescribed(refused, 422, "/events", "post");
    }
    expect(await balanceOf(shop, 7)).toMatchObject({ available: 50 });
    const account = async (key: string) => (await shop.send("POST", "/events", { customerId: "9", event: "account_created" }, key)).body;
    expect([await account("account-a"), await account("account-b")]).toMatchObject([{ points: 50, alreadyGiven: false }, { points: 50, alreadyGiven: true }]);
    expect(await balanceOf(shop, 9)).toMatchObject({ unclaimed: 50 });
    for (const [body, field] of [[{ customerId: "99", event: "quiz_done" }, "customerId"], [{ customerId: "7", event: "Quiz" }, "event"], [{ customerId: "7", event: "quiz_done", occurredAt: "2999-01-01T00:00:00Z" }, "occurredAt"]] as const) {
      const answer = await shop.send("POST", "/events", body);
      expectAsDescribed(answer, 400, "/events", "post");
      expect(answer.body["field"]).toBe(field);
    }
  });
});
