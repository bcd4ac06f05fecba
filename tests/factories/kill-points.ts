import path from "node:path";
import fc from "fast-check";
import { expect } from "vitest";
import { DEFAULT_COUNTING_POLICY } from "#app/domain/scoring/counting-policy.ts";
import { performEffects } from "#app/jobs/perform-effects.server.ts";
import { pool } from "#app/platform/db.server.ts";
import { createApiToken } from "#app/usecases/create-api-token.server.ts";
import { publishProgram, saveDraft } from "#app/usecases/publish-program.server.ts";
import { ensureBuilt } from "#scripts/build.ts";
import type { Child } from "#scripts/child.ts";
import { freePort } from "#scripts/free-port.ts";
import { startWeb } from "#scripts/web.ts";
import { discountsOf } from "#standin/shop/discounts.ts";
import { createCustomer, signIn } from "#standin/shop/change-customer.ts";
import { seededRandom } from "#standin/webhooks/seeded-random.ts";
import { waitFor } from "#tests/setup/wait-for.ts";
import { checkLiability } from "./check-liability.ts";
import { checkPoints } from "./check-points.ts";
import { startWorkerProcess } from "./kill-runs.ts";
import { forget, scramble } from "./live-through.ts";
import { naiveScores } from "./naive-scores.ts";
import { anyStep, play } from "./shop-history.ts";
import type { Lab, LabShop, Told } from "./shop-lab.ts";
import { post } from "./signed-delivery.ts";
import { readScores } from "./stored-scores.ts";

const DAY_MS = 86_400_000;
const SENDERS = 6;
const GIFT_POINTS = 100;
const PROGRAM = {
  pendingDays: 7, nthOrderMultipliers: [1, 2, 3],
  earnRules: [{ id: "spend", kind: "amount", points: 1, perMinor: 100 }, { id: "each", kind: "order", points: 5 }],
  rewards: [{ id: "five", kind: "fixed_amount", name: "5 off", costPoints: 30, amountMinor: 500 }],
};

interface KilledShop {
  lab: LabShop;
  id: number;
  token: string;
  /** Somebody who has signed in, and to whom points are given and who spends them while processes die. */
  spenderId: string;
  told: Told[];
}

let names = 0;

async function prepareShop(lab: Lab, random: () => number): Promise<KilledShop> {
  const shop = lab.shop(`killed-${(names += 1)}.myshopify.com`, { scopes: ["read_all_orders", "write_discounts"], sharedIds: 501 });
  const spender = createCustomer(shop.house.shop, { email: `spender${names}@example.com`, createdAt: new Date(Date.now() - 60 * DAY_MS).toISOString() });
  signIn(shop.house.shop, spender);
  await shop.install();
  await shop.readHistory();
  const { id } = await shop.row();
  const refundPolicy = random() < 0.5 ? "clamp_to_zero" : "allow_negative";
  expect((await saveDraft(id, { ...PROGRAM, refundPolicy }, { by: "test", now: new Date() })).outcome).toBe("saved");
  await publishProgram(id, { startsAt: new Date("2020-01-01T00:00:00Z"), by: "test", now: new Date() });
  const made = await createApiToken(pool, id, { name: "Till", now: new Date() });
  if (made.outcome !== "created") throw new Error(made.message);
  shop.takeTold();
  // No erasure here: whoever is erased gets nothing by hand any more, so that what was answered could not be compared.
  const steps = fc.sample(anyStep({ isSameSecond: false }), { seed: Math.floor(random() * 2 ** 31), numRuns: 60 }).filter(({ kind }) => !["redact", "delete-customer", "merge"].includes(kind));
  let clockMs = Math.floor((Date.now() - 55 * DAY_MS) / 1_000) * 1_000;
  for (const step of steps) clockMs = play(shop, step, clockMs);
  const { soon, late } = scramble(shop.takeTold(), random, false);
  shop.house.shop.nowMs = () => Date.now();
  return { lab: shop, id, token: made.token, spenderId: spender.id, told: [...soon, ...late] };
}

interface Progress {
  acked: number;
  /** Idempotency keys with the status of their first answer. */
  answers: Map<string, number>;
}

/** Kills web and worker, in turn and at random moments, while deliveries, gifts and redemptions of several shops come in; then all must be as if nobody had died. */
export async function killThroughPoints(lab: Lab, { shops: count, kills, seed }: { shops: number; kills: number; seed: number }): Promise<void> {
  await ensureBuilt();
  const random = seededRandom(seed);
  const shops = await Promise.all(Array.from({ length: count }, () => prepareShop(lab, random)));
  const processes = await startProcesses(lab, seed);
  try {
    const progress: Progress = { acked: 0, answers: new Map() };
    const work = shops.flatMap((shop) => workOf(shop, processes.origin, progress)).map((one) => ({ one, at: random() })).sort((a, b) => a.at - b.at).map(({ one }) => one);
    const total = work.length;
    const senders = Promise.all(Array.from({ length: SENDERS }, async () => {
      for (let next = work.pop(); next; next = work.pop()) await next();
    }));
    for (let kill = 0; kill < kills; kill += 1) {
      const until = Math.floor(((kill + random()) * total) / kills);
      await waitFor("work to be taken", () => progress.acked >= Math.min(until, total), 60_000);
      await (kill % 2 === 0 ? processes.killWeb() : processes.killWorker());
    }
    await senders;
    for (const shop of shops) await expectNothingLost(shop, progress);
  } finally {
    await processes.stop();
    for (const { lab: shop } of shops) await forget(shop);
  }
}

async function startProcesses({ adminOrigin, doorOrigin }: Lab, seed: number) {
  const databaseUrl = process.env["DATABASE_URL"] ?? "";
  const port = await freePort();
  const named = (name: string) => path.join(".data", "test-logs", `points-${name}-${seed}.log`);
  const launchWeb = () => startWeb({
    port, databaseUrl, appUrl: doorOrigin, apiKey: "test-api-key", apiSecret: "test-api-secret", tokenKeys: process.env["TOKEN_KEYS"] ?? "", standinOrigin: adminOrigin, logFile: named("web"), env: { WORKER: "off" },
  });
  let workers = 0;
  const launchWorker = () => startWorkerProcess({ databaseUrl, doorOrigin, adminOrigin }, `points-worker-${seed}-${(workers += 1)}`);
  let [web, worker]: [Child, Child] = [await launchWeb(), launchWorker()];
  return {
    origin: `http://127.0.0.1:${port}`,
    async killWeb() {
      await web.kill();
      web = await launchWeb();
    },
    async killWorker() {
      await worker.kill();
      worker = launchWorker();
    },
    stop: async () => void (await Promise.all([web.stop(), worker.stop()])),
  };
}

/** Everything that is sent for a shop, each as often as it takes to get an answer. */
function workOf({ lab, token, spenderId, told }: KilledShop, origin: string, progress: Progress): (() => Promise<void>)[] {
  const deliveries = told.map(({ webhookId, topic, body, triggeredAt }) => async () => {
    await waitFor(`${topic} to be acknowledged`, async () => (await post(origin, { shop: lab.domain, topic, body, webhookId, triggeredAt })) === 200, 60_000);
    progress.acked += 1;
  });
  const ask = (kind: "adjustments" | "redemptions", body: object, n: number) => async () => {
    const key = `${lab.domain}:${kind}:${n}`;
    const status = await waitFor(`${kind} to be answered`, async () => {
      const answer = await fetch(`${origin}/api/v1/customers/${spenderId}/${kind}`, {
        method: "POST", body: JSON.stringify(body), headers: { authorization: `Bearer ${token}`, "content-type": "application/json", "idempotency-key": key }, signal: AbortSignal.timeout(5_000),
      });
      await answer.arrayBuffer();
      return answer.status < 500 && answer.status !== 429 ? answer.status : undefined;
    }, 60_000);
    progress.answers.set(key, status);
    progress.acked += 1;
  };
  const gifts = Array.from({ length: 10 }, (_, n) => ask("adjustments", { points: GIFT_POINTS, reason: "a gift" }, n));
  const redemptions = Array.from({ length: 15 }, (_, n) => ask("redemptions", { rewardId: "five" }, n));
  return [...deliveries, ...gifts, ...redemptions];
}

const OPEN = `SELECT (SELECT count(*)::int FROM inbox_events WHERE shop_domain = $2 AND state = 'pending') AS deliveries,
    (SELECT count(*)::int FROM customers c JOIN shops s ON s.id = c.shop_id WHERE s.id = $1 AND (c.dirty_since IS NOT NULL OR s.marked_through_id IS NOT NULL)) AS customers,
    (SELECT count(*)::int FROM effects WHERE shop_id = $1 AND state = 'open' AND attempts = 0) AS effects,
    (SELECT count(*)::int FROM graphile_worker._private_jobs WHERE key IS NULL) AS "leftOverJobs"`;

/** Throws with what is open, so that a wait that is over says it. */
async function expectAtRest(shopId: number, domain: string): Promise<true> {
  const { rows } = await pool.query(OPEN, [shopId, domain]);
  expect(rows[0]).toEqual({ deliveries: 0, customers: 0, effects: 0, leftOverJobs: 0 });
  return true;
}

async function expectNothingLost({ lab, id, spenderId }: KilledShop, { answers }: Progress): Promise<void> {
  await waitFor(`${lab.domain} to come to rest`, () => expectAtRest(id, lab.domain), 75_000);
  // What a dead worker had begun in Shopify is left to others after two minutes.
  await performEffects(await lab.row(), () => new Date(Date.now() + 3 * 60_000));
  await lab.quiesce();
  await checkPoints(id);
  await checkLiability(await lab.row());
  expect(await readScores(lab.domain), "scores, against a count by hand").toEqual(naiveScores(lab.house.shop, DEFAULT_COUNTING_POLICY));
  const answered = (kind: string) => [...answers].filter(([key, status]) => key.startsWith(`${lab.domain}:${kind}:`) && status === 201).length;
  const { rows: [ledger] } = await pool.query<{ gifts: number; given: number; debits: number }>(
    `SELECT count(*) FILTER (WHERE kind = 'adjust')::int AS gifts, coalesce(sum(settled_points) FILTER (WHERE kind = 'adjust'), 0)::int AS given, count(*) FILTER (WHERE kind = 'redeem')::int AS debits
     FROM ledger_entries WHERE shop_id = $1 AND customer_id = $2`, [id, spenderId]);
  expect({ ...ledger }, "gifts and debits, against what was answered").toEqual({ gifts: answered("adjustments"), given: answered("adjustments") * GIFT_POINTS, debits: answered("redemptions") });
  const { rows: redemptions } = await pool.query<{ code: string; state: string }>("SELECT code, state FROM redemptions WHERE shop_id = $1", [id]);
  expect([...discountsOf(lab.house.shop).keys()].toSorted(), "codes in Shopify, against redemptions").toEqual(redemptions.filter(({ state }) => state !== "returned").map(({ code }) => code).toSorted());
  expect(redemptions.length).toBeGreaterThan(0);
}
