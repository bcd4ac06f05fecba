import { createDatabase, dropDatabase } from "./databases.ts";
import { IS_QUICK, measurePairs, rateFigure, report } from "./figure.ts";
import { startPart } from "./part.ts";
import { WORKER_FLAGS } from "./worker-flags.ts";

// From a delivery that waits in the inbox to facts and a scored customer, beside single-row transactions on the same database.

const DELIVERIES = IS_QUICK ? 4_000 : 10_000;
const FLOOR_SECONDS = 2;
const DATABASE = "bench_drain";

const env = { DATABASE_URL: await createDatabase(DATABASE) };
const worker = await startPart("drain/drain.ts", env, WORKER_FLAGS);
const inserts = await startPart("drain/single-inserts.ts", env);
await worker.ask("install");

async function ours(): Promise<number> {
  await worker.ask("fill", DELIVERIES);
  const rate = await worker.ask<number>("drain");
  // As autovacuum does within a minute; here a minute has ten repetitions.
  await worker.ask("analyze");
  return rate;
}

const pairs = await measurePairs(ours, () => inserts.ask<number>("insert", FLOOR_SECONDS));
const state = await worker.ask<{ parked: number; orders: number; scored: number }>("look");
const expected = DELIVERIES * (pairs.length + 1);
if (state.parked > 0 || state.orders !== expected || state.scored !== expected) throw new Error(`not everything was scored: ${JSON.stringify(state)} of ${expected}`);
report(
  rateFigure("Deliveries read into facts and scored customers, 6 kB, one worker process", pairs, {
    unit: "/s",
    atLeast: 0.5,
    note: "floor: single-row INSERT transactions of 300 B through pg, 10 connections",
  }),
);
await Promise.all([worker.stop(), inserts.stop()]);
await dropDatabase(DATABASE);
