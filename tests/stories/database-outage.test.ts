import fs from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { migrate } from "#scripts/migrate.ts";
import { findPostgresHome } from "#scripts/postgres-home.ts";
import { type Postgres, startPostgres } from "#scripts/postgres.ts";
import { forwardedQuery } from "#tests/factories/forwarded.ts";
import { countsOf, lostOf, sendOrders } from "#tests/factories/delivery-load.ts";
import { orderBody, post } from "#tests/factories/signed-delivery.ts";
import { SHOP, startWorld, type World } from "#tests/setup/world.ts";
import { waitFor } from "#tests/setup/wait-for.ts";

const OUTAGES = 2;
const ANSWER_WITHIN_MS = 3_000;
const RECOVER_WITHIN_MS = 10_000;

let postgres: Postgres;
let world: World;
const dataDir = path.join(".data", "test-postgres", `${process.pid}-outage`);

beforeAll(async () => {
  // A server of its own, which keeps what it acknowledged: it will be ended without a moment to tidy up.
  postgres = await startPostgres({ dataDir, empty: true });
  const databaseUrl = await postgres.ensureDatabase(`outage_${process.pid}`);
  await migrate(databaseUrl);
  const usual = process.env["DATABASE_URL"];
  process.env["DATABASE_URL"] = databaseUrl;
  try {
    world = await startWorld();
  } finally {
    process.env["DATABASE_URL"] = usual;
  }
  await world.openApp(SHOP);
  await world.settled(SHOP);
});

afterAll(async () => {
  await world.stop();
  await postgres.remove();
});

/** As `pg_ctl stop -m immediate`: what was not written is gone, and the next start recovers. */
async function crash(): Promise<void> {
  const home = await findPostgresHome(dataDir);
  const pid = Number.parseInt(fs.readFileSync(path.join(home.dataDir, "postmaster.pid"), "utf8"), 10);
  process.kill(pid, "SIGQUIT");
  await postgres.died;
}

/** The answers to what Shopify forwards meanwhile: a history, a code that is waited for, and the link of a confirmation. */
async function proxied(): Promise<number[]> {
  const query = (given: [string, string][]) => forwardedQuery(given, { shop: SHOP, customerId: "7001" });
  const paths = [`history?${query([["locale", "en"]])}`, `redemption?${query([["id", "1"]])}`, `c/1?${query([["s", "0".repeat(24)]])}`];
  return Promise.all(paths.map(async (path) => (await fetch(`${world.appOrigin}/proxy/${path}`)).status));
}

it("a database that crashes under load costs no acknowledged delivery, and the app comes back by itself", async () => {
  const load = sendOrders(world, SHOP, 1_500);
  for (let outage = 0; outage < OUTAGES; outage += 1) {
    const before = load.acked.size;
    await waitFor("some deliveries", () => load.acked.size > before + 100);
    await crash();
    const startedMs = performance.now();
    expect(await post(world.appOrigin, { shop: SHOP, topic: "orders/paid", body: orderBody() })).toBe(503);
    expect(performance.now() - startedMs).toBeLessThan(ANSWER_WITHIN_MS);
    expect(await proxied()).toEqual([503, 503, 503]);
    expect((await fetch(`${world.appOrigin}/healthz`)).status).toBe(200);
    expect((await fetch(`${world.appOrigin}/readyz`)).status).toBe(503);
    const acked = load.acked.size;
    postgres = await startPostgres({ dataDir, port: postgres.port });
    const upMs = performance.now();
    await waitFor("deliveries to be taken again", () => load.acked.size > acked, RECOVER_WITHIN_MS);
    expect(performance.now() - upMs).toBeLessThan(RECOVER_WITHIN_MS);
    expect(await waitFor("the test to reach the database", () => lostOf(world, new Set(load.acked)))).toEqual([]);
  }
  await load.done;
  expect(load.slowestRefusalMs()).toBeLessThan(ANSWER_WITHIN_MS);
  // A drain that failed several times waits before its next attempt; the sweep of the next minute asks for it at the latest.
  await waitFor("the worker to read all of it", async () => (await world.sql("select 1 from inbox_events where state = 'pending' limit 1")).length === 0, 90_000);
  await world.settled(SHOP);
  expect([...(await countsOf(world, load.expected.keys()))].sort()).toEqual([...load.expected].sort());
}, 180_000);
