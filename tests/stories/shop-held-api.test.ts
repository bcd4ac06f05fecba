import pg from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { drainInbox } from "#app/jobs/drain-inbox.server.ts";
import { settleDue } from "#app/jobs/settle-due.server.ts";
import { pool, type Connection } from "#app/platform/db.server.ts";
import { env } from "#app/platform/env.server.ts";
import { CLICK_PATIENCE_MS, FORM_PATIENCE_MS, holdShopFacts, lockShopFacts } from "#app/store/lock-shop-facts.server.ts";
import { type Api, type ApiAnswer, openApi } from "#tests/factories/api-client.ts";
import { faultsOf } from "#tests/factories/api-description.ts";
import { DAY_MS, openPointsShop, type PointsShop } from "#tests/factories/points-shop.ts";
import { waitFor } from "#tests/setup/wait-for.ts";

const now = Date.now();
const daysAgo = (days: number) => new Date(now - days * DAY_MS);
const PROGRAM = {
  pendingDays: 0, earnRules: [{ id: "survey", kind: "event", event: "survey", points: 3, conditions: [] }],
  rewards: [{ id: "five", name: "£5 off", kind: "fixed_amount", costPoints: 5, amountMinor: 500 }],
};
const AT_ONCE = 30;
/** So many connections wait for held shops at most. */
const PLACES = Math.floor(env.databasePoolMax / 4);

let api: Api;
let held: PointsShop;
let free: PointsShop;
/** Whoever holds the shop's facts for minutes, in a process of their own: an import, or a piece of history. */
let holder: pg.Client;

async function openShop(domain: string): Promise<PointsShop> {
  const shop = await openPointsShop(api, domain, { installedAt: daysAgo(40) });
  await shop.send("PUT", "/program/draft", PROGRAM);
  await shop.send("POST", "/program/publish", { startsAt: daysAgo(30).toISOString() });
  await shop.takeIn([{ id: 1, at: daysAgo(20), totalMinor: 4_000 }], daysAgo(19));
  await shop.send("POST", "/customers/7/adjustments", { points: 100, reason: "A gift" });
  await settleDue(shop.shop.id, new Date());
  return shop;
}

beforeAll(async () => {
  api = await openApi();
  [held, free] = [await openShop("held.myshopify.com"), await openShop("free.myshopify.com")];
});

beforeEach(async () => {
  holder = new pg.Client({ connectionString: env.databaseUrl });
  await holder.connect();
  await holder.query("BEGIN");
  await lockShopFacts(holder, held.shop.id);
});
afterEach(() => holder.end());

const survey = (shop: PointsShop, key?: string) => shop.send("POST", "/events", { customerId: "7", event: "survey" }, key);

async function took<T>(asked: Promise<T>): Promise<{ answer: T; tookMs: number }> {
  const startedMs = performance.now();
  const answer = await asked;
  return { answer, tookMs: performance.now() - startedMs };
}

const waitingForLocks = async () => Number((await holder.query("SELECT count(*) AS n FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())")).rows[0].n);

function expectNotNow({ answer, tookMs }: { answer: ApiAnswer; tookMs: number }, path: string): void {
  expect([answer.status, answer.body["code"], answer.headers.get("retry-after"), faultsOf(path, answer, "post")], JSON.stringify(answer.body)).toEqual([503, "not_now", "5", []]);
  expect(answer.body["detail"]).toMatch(/Nothing was booked or changed\. .*Idempotency-Key/);
  expect(tookMs).toBeLessThan(CLICK_PATIENCE_MS + 4_500);
}

it("thirty who wait for one shop slow nobody of another shop down, and are told that nothing was booked and to send it again", async () => {
  const keys = Array.from({ length: AT_ONCE }, (_, at) => `survey-${at}`);
  const waiting = Promise.all(keys.map((key) => took(survey(held, key))));
  await waitFor("the first to wait", async () => (await waitingForLocks()) > 0);
  // What is read of the shop itself is not in anybody's way either.
  for (const ask of [() => free.ask("/customers/7/balance"), () => survey(free), () => free.send("POST", "/customers/7/adjustments", { points: 1, reason: "x" }), () => held.ask("/customers/7/balance")]) {
    const { answer, tookMs } = await took(ask());
    expect([answer.status < 300, tookMs < 3_000], `${answer.status} after ${tookMs} ms: ${JSON.stringify(answer.body)}`).toEqual([true, true]);
    expect(await waitingForLocks()).toBeLessThanOrEqual(1);
  }
  expect(await took(drainInbox("free.myshopify.com"))).toMatchObject({ answer: 0 });
  for (const one of await waiting) expectNotNow(one, "/events");
  await holder.query("ROLLBACK");
  expect((await held.ask("/customers/7/balance")).body).toMatchObject({ available: 100 });
  const again = await Promise.all(keys.map((key) => survey(held, key)));
  expect(again.map(({ status, headers }) => [status, headers.get("idempotency-replayed")])).toEqual(keys.map(() => [201, null]));
  expect((await held.ask("/customers/7/balance")).body).toMatchObject({ available: 100 + 3 * AT_ONCE });
});

it("whatever an API call changes is answered with not now while others hold the shop", async () => {
  const redeemed = await free.send("POST", "/customers/7/redemptions", { rewardId: "five" });
  expect(redeemed.status).toBe(201);
  const [adjusted, bought, cancelled, paused] = await Promise.all([
    took(held.send("POST", "/customers/7/adjustments", { points: 5, reason: "x" })),
    took(held.send("POST", "/customers/7/redemptions", { rewardId: "five" })),
    took(held.send("POST", "/redemptions/unknown/cancel", {}, null)),
    took(held.send("POST", "/program/pause", {}, null)),
  ]);
  expectNotNow(adjusted, "/customers/{id}/adjustments");
  expectNotNow(bought, "/customers/{id}/redemptions");
  expectNotNow(cancelled, "/redemptions/{redemptionId}/cancel");
  expect(paused.answer).toMatchObject({ status: 503, body: { code: "not_now" } });
});

it("who waits is served as soon as the shop is free, and a job that waits for it does not wait for the whole line", async () => {
  let served = 0;
  const waiting = Promise.all(Array.from({ length: 12 }, () => survey(held).finally(() => (served += 1))));
  await waitFor("the first to wait", async () => (await waitingForLocks()) === 1);
  const settled = settleDue(held.shop.id, new Date()).then(() => served);
  await waitFor("the job to wait", async () => (await waitingForLocks()) === 2);
  await holder.query("ROLLBACK");
  // One stood before it in the database; its two looks at who is due let one more in between.
  expect(await settled).toBeLessThan(6);
  expect(new Set((await waiting).map(({ status }) => status))).toEqual(new Set([201]));
});

const waitsLongerThan = async (seconds: number) =>
  (await holder.query("SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND waitstart < clock_timestamp() - make_interval(secs => $1)", [seconds])).rowCount === 1;

it("a click keeps its place before the jobs that come later for as long as it waits, so that jobs that take turns do not keep it out", async () => {
  const click = survey(held);
  const job = new pg.Client({ connectionString: env.databaseUrl });
  await job.connect();
  try {
    await waitFor("the click to wait for long", () => waitsLongerThan(2.5), CLICK_PATIENCE_MS);
    await job.query("BEGIN");
    const isServed = lockShopFacts(job, held.shop.id);
    await waitFor("the job to stand in line", async () => (await waitingForLocks()) === 2);
    await holder.query("ROLLBACK");
    expect((await click).status).toBe(201);
    await isServed;
  } finally {
    await job.end();
  }
});

it("however many shops are held, each of them has its turn to wait in the database, and those who gave way are served when theirs come free", async () => {
  const others = Array.from({ length: PLACES + 1 }, (_, at) => 3_000_000 + at);
  for (const shopId of others) await lockShopFacts(holder, shopId);
  const forms = others.map((shopId) => holdShopFacts(shopId, FORM_PATIENCE_MS, async (tx) => (await tx.query("SELECT 'held' AS answer")).rows));
  const waitsInDatabase = async () => (await holder.query<{ objid: number }>("SELECT objid::int FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND classid = 7483")).rows.map(({ objid }) => objid);
  const seen = new Set<number>();
  await waitFor("each to have waited in the database", async () => {
    for (const shopId of await waitsInDatabase()) seen.add(shopId);
    return others.every((shopId) => seen.has(shopId));
  }, CLICK_PATIENCE_MS);
  await holder.query("ROLLBACK");
  expect(await Promise.all(forms)).toEqual(others.map(() => [{ answer: "held" }]));
}, 30_000);

it("however many shops are held, only a few connections wait for them", async () => {
  const others = Array.from({ length: env.databasePoolMax }, (_, at) => 1_000_000 + at);
  for (const shopId of others) await lockShopFacts(holder, shopId);
  const refused = Promise.all(others.map((shopId) => holdShopFacts(shopId, CLICK_PATIENCE_MS, async () => "held").catch((error: unknown) => error)));
  await waitFor("some to wait", async () => (await waitingForLocks()) > 1);
  for (let looks = 0; looks < 5; looks += 1) {
    const { answer, tookMs } = await took(survey(free));
    expect([answer.status, tookMs < 3_000]).toEqual([201, true]);
    expect(await waitingForLocks()).toBeLessThanOrEqual(PLACES);
  }
  expect(new Set((await refused).map((error) => (error as Error).name))).toEqual(new Set(["NotNow"]));
});

it("shops that are held for minutes keep nobody waiting whose own shop is free in between", async () => {
  const others = Array.from({ length: PLACES + 1 }, (_, at) => 2_000_000 + at);
  for (const shopId of others) await lockShopFacts(holder, shopId);
  const forms = Promise.all(others.map((shopId) => holdShopFacts(shopId, FORM_PATIENCE_MS, async () => "held")));
  await waitFor("every place to be taken", async () => (await waitingForLocks()) === PLACES);
  const drain = new pg.Client({ connectionString: env.databaseUrl });
  await drain.connect();
  try {
    await drain.query("BEGIN");
    await lockShopFacts(drain, free.shop.id);
    const click = survey(free);
    for (let looks = 0; looks < 5; looks += 1) expect((await free.ask("/customers/7/balance")).status).toBe(200);
    await drain.query("ROLLBACK");
    const { answer, tookMs } = await took(click);
    expect([answer.status, tookMs < 2_500], `${answer.status} after ${tookMs} ms`).toEqual([201, true]);
    expect(await waitingForLocks()).toBeGreaterThan(0);
  } finally {
    await drain.end();
    await holder.query("ROLLBACK");
  }
  expect(await forms).toEqual(others.map(() => "held"));
}, 30_000);

it("what a program tells of one member makes no figures of the shop old", async () => {
  const changes = async () => (await pool.query<{ change_count: string }>("SELECT change_count FROM shop_figures WHERE shop_id = $1", [free.shop.id])).rows;
  await free.ask("/customers/7/balance");
  const before = await changes();
  expect(before).toHaveLength(1);
  expect((await survey(free)).status).toBe(201);
  expect((await free.send("POST", "/customers/7/adjustments", { points: -1, reason: "x" })).status).toBe(201);
  expect(await changes()).toEqual(before);
});

it("a process whose connections are all in use answers not now", async () => {
  const taken: Connection[] = [];
  try {
    while (taken.length < env.databasePoolMax) taken.push(await pool.connect());
    const [read, written] = await Promise.all([took(free.ask("/customers/7/balance")), took(survey(free))]);
    expect([read.answer.status, read.answer.body["code"], read.answer.headers.get("retry-after"), faultsOf("/customers/{id}/balance", read.answer)]).toEqual([503, "not_now", "5", []]);
    expectNotNow(written, "/events");
  } finally {
    for (const one of taken) one.release();
  }
});

afterAll(async () => {
  for (const { shop } of [held, free]) await settleDue(shop.id, new Date());
});
