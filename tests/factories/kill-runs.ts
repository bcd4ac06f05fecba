import path from "node:path";
import { expect } from "vitest";
import { startChild, type Child } from "#scripts/child.ts";
import { seededRandom } from "#standin/webhooks/seeded-random.ts";
import { readRealHistory } from "#tests/factories/real-history.ts";
import { waitFor } from "#tests/setup/wait-for.ts";
import { startWorld, type World } from "#tests/setup/world.ts";
import { countsOf, lostOf, sendOrders } from "./delivery-load.ts";

// The moment of a crash is the point: any may be the bad one. It is told by how far the work has come, from a seed.
const sorted = (counts: Map<string, number>) => [...counts].sort(([a], [b]) => (a < b ? -1 : 1));

/** Kills the app, its worker in it, `kills` times while deliveries come in. Nothing acknowledged may be lost or counted twice. */
export async function killWebUnderLoad(world: World, { shop, kills, orders, seed }: { shop: string; kills: number; orders: number; seed: number }): Promise<void> {
  const random = seededRandom(seed);
  const load = sendOrders(world, shop, orders);
  for (let kill = 0; kill < kills; kill += 1) {
    const until = load.acked.size + 1 + Math.floor((random() * orders) / (kills + 1));
    await waitFor("deliveries to be acknowledged", () => load.acked.size >= Math.min(until, orders));
    await world.killWeb();
    expect(await lostOf(world, load.acked)).toEqual([]);
    await world.startWeb();
  }
  await load.done;
  await world.settled(shop, 60_000);
  expect(await lostOf(world, load.acked)).toEqual([]);
  expect(sorted(await countsOf(world, load.expected.keys()))).toEqual(sorted(load.expected));
}

const countDone = async (world: World) => (await world.sql<{ n: number }>("select count(*)::int as n from inbox_events where state = 'done'"))[0]?.n ?? 0;

/** A worker in a process of its own, as in production. */
export function startWorkerProcess(world: Pick<World, "databaseUrl" | "doorOrigin" | "adminOrigin">, name: string): Child {
  return startChild({
    name: "The worker",
    args: ["--import", new URL("../../standin/preload.ts", import.meta.url).href, "build/server/worker.js"],
    logFile: path.join(".data", "test-logs", `${name}.log`),
    env: { NODE_ENV: "production", DATABASE_URL: world.databaseUrl, SHOPIFY_APP_URL: world.doorOrigin, LOG_LEVEL: "info", STANDIN_ADMIN: world.adminOrigin },
  });
}

/** Kills workers in the middle of drains; the next one takes their jobs over within seconds, not after the queue's four hours. */
export async function killWorkers(world: World, { shop, kills, orders, seed }: { shop: string; kills: number; orders: number; seed: number }): Promise<void> {
  const random = seededRandom(seed);
  let worker = startWorkerProcess(world, `worker-${seed}-0`);
  const load = sendOrders(world, shop, orders);
  try {
    for (let kill = 1; kill <= kills; kill += 1) {
      await waitFor("the worker to be at work", async () => (await world.sql("select 1 from pg_stat_activity where datname = current_database() and application_name = 'thrice worker life'")).length > 0);
      const until = (await countDone(world)) + 1 + Math.floor((random() * orders) / (kills + 1));
      await waitFor("deliveries to be read", async () => (await countDone(world)) >= Math.min(until, orders), 30_000);
      await worker.kill();
      worker = startWorkerProcess(world, `worker-${seed}-${kill}`);
    }
    await load.done;
    await waitFor("the last worker to finish all", async () => (await world.sql("select 1 from inbox_events where shop_domain = $1 and state = 'pending' limit 1", [shop])).length === 0, 25_000);
    await world.settled(shop);
    expect(sorted(await countsOf(world, load.expected.keys()))).toEqual(sorted(load.expected));
    expect(await world.sql("select 1 from inbox_events where shop_domain = $1 and state = 'parked'", [shop])).toEqual([]);
  } finally {
    await worker.stop();
  }
}

/** Kills the app while it reads a real history and while the rest of it is delivered, then compares the figures with a count by hand. */
export async function killWhileReading({ kills, seed }: { kills: number; seed: number }): Promise<void> {
  const random = seededRandom(seed);
  const shop = `history-${seed}.myshopify.com`;
  const world = await startWorld({ shops: [{ domain: shop, history: "online-retail" }], scopes: ["read_all_orders"] });
  try {
    await world.openApp(shop);
    for (let kill = 0; kill < kills; kill += 1) {
      const until = random() * 25_000;
      await waitFor("the read to be under way", async () => {
        const [row] = await world.sql<{ read: number; state: string }>("select sum(objects_done)::float8 as read, max(state) as state from backfills where shop_id = (select id from shops where domain = $1)", [shop]);
        return (row?.read ?? 0) >= until || row?.state === "settling";
      }, 60_000);
      await world.killWeb();
      await world.startWeb();
    }
    await waitFor("the history to be read", async () => (await world.sql("select 1 from backfills where state <> 'done'")).length === 0, 60_000);
    await world.settled(shop);
    const [{ id: shopId } = { id: 0 }] = await world.sql<{ id: number }>("select id from shops where domain = $1", [shop]);
    // That scores grow while old orders come in is no news; a crash makes none of it.
    expect(await world.sql("select from_stage, to_stage, count(*)::int as n, min(observed_at) as first, max(observed_at) as last from stage_transitions where shop_id = $1 group by 1, 2", [shopId])).toEqual([]);
    // Compared by id, not one order may be missing or different.
    await world.sql("select graphile_worker.add_job('reconcile-ids', json_build_object('shopId', $1::int))", [shopId]);
    const compared = await waitFor("the comparison with Shopify", async () =>
      (await world.sql("select orders_checked > 17000 as is_whole, orders_differing from reconciliations where shop_id = $1 and finished_at is not null", [shopId]))[0], 60_000);
    expect(compared).toEqual({ is_whole: true, orders_differing: 0 });
    // The last week of the history comes as deliveries, into a process that is killed once more.
    await world.control.playLive(shop);
    await waitFor("the week to be under way", async () => (await world.control.livePlay(shop)).played > 50);
    await world.killWeb();
    await world.startWeb();
    await waitFor("the week to be over", async () => !(await world.control.livePlay(shop)).running, 60_000);
    await world.settled(shop, 60_000);
    const { body } = await world.api<{ orders: number; stages: object; customers: number }>("metrics/summary", await world.apiToken(shop));
    expect(body).toMatchObject(byHand());
  } finally {
    await world.stop();
  }
}

function byHand() {
  const history = readRealHistory();
  const counts = new Map<string, number>();
  for (const { customerId } of history) counts.set(customerId, (counts.get(customerId) ?? 0) + 1);
  const having = (from: number, below = Infinity) => [...counts.values()].filter((n) => n >= from && n < below).length;
  return { orders: history.length, customers: counts.size, stages: { prospect: 0, first: having(1, 2), second: having(2, 3), loyal: having(3, 6), champion: having(6) } };
}
