import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { NthOrder, Summary } from "#app/contract/metrics.ts";
import { expectNthOrder, expectSummary } from "#tests/factories/expect-figures.ts";
import { type HistoricOrder, readRealHistory } from "#tests/factories/real-history.ts";
import { waitFor } from "#tests/setup/wait-for.ts";
import { SHOP, startWorld, type World } from "#tests/setup/world.ts";

const DAY_MS = 86_400_000;
const PATIENCE_MS = 120_000;

let world: World;
let token: string;
let history: HistoricOrder[];
/** The last instant of what the backfill can read; the week after it comes as webhooks. */
let readUntil: number;

beforeAll(async () => {
  // First, because it keeps this process busy for seconds, in which the stand-in beside it could not answer.
  const orders = readRealHistory();
  world = await startWorld({ history: "online-retail", scopes: ["read_all_orders"] });
  const { dataShiftDays, now } = await world.control.shop(SHOP);
  history = orders.map((order) => ({ ...order, at: order.at + dataShiftDays * DAY_MS }));
  readUntil = Date.parse(now) - 7 * DAY_MS - 3_600_000;
  await world.openApp(SHOP);
  await world.settled(SHOP, PATIENCE_MS);
  token = await world.apiToken(SHOP);
}, 2 * PATIENCE_MS);

afterAll(() => world.stop());

async function expectFiguresAsOf(asOfMs: number) {
  const at = new Date(asOfMs).toISOString();
  const { body: summary } = await world.api<Summary>(`metrics/summary?as_of=${at}`, token);
  expectSummary(summary, history, asOfMs);
  for (const within of ["", "&within_days=30", "&within_days=90", "&within_days=180"]) {
    const { body: nthOrder } = await world.api<NthOrder>(`metrics/nth-order?as_of=${at}${within}`, token);
    expectNthOrder(nthOrder, history, asOfMs);
  }
}

describe("a shop with the real history", () => {
  it("has the figures of a count by hand as soon as its history is read", async () => {
    await expectFiguresAsOf(readUntil);
    await expectFiguresAsOf(readUntil - 200 * DAY_MS);
  });

  it("has them as well when the last week has come in as webhooks", async () => {
    await world.control.playLive(SHOP);
    await waitFor("the live week to be played", async () => !(await world.control.livePlay(SHOP)).running, PATIENCE_MS);
    await world.settled(SHOP, PATIENCE_MS);
    const end = history.at(-1)?.at ?? 0;
    await expectFiguresAsOf(end);
    const { body: present } = await world.api<Summary>("metrics/summary", token);
    expect(present).toMatchObject({ orders: 18_532, customers: 4_338, customersWithAtLeast: { "2": 2_845, "3": 2_010 }, stages: { prospect: 0, first: 1_493, second: 835, loyal: 1_138, champion: 872 } });
  }, 2 * PATIENCE_MS);
});
