import type { Loaded, Stored } from "./backfill/load-file.ts";
import { ordersFile, type OrdersFile } from "./backfill/orders-file.ts";
import { checkpoint, createDatabase, dropDatabase } from "./databases.ts";
import { IS_QUICK, measurePairs, median, rateFigure, report, rounded, say, type Pair } from "./figure.ts";
import { startPart } from "./part.ts";
import { WORKER_FLAGS } from "./worker-flags.ts";

// A bulk operation's file of orders, each with two lines, to scored customers, beside splitting and parsing that file only.

const SMALL = IS_QUICK ? 20_000 : 100_000;
const LARGE = IS_QUICK ? 100_000 : 1_000_000;
const DATABASE = "bench_backfill";

const server = await startPart("backfill/serve-file.ts");
const origin = `http://127.0.0.1:${await server.ask<number>("port")}`;
const parser = await startPart("backfill/parse-file.ts");

const parseRate = async ({ file }: OrdersFile, orders: number) => orders / (await parser.ask<number>("parse", file));

interface Run extends Loaded {
  peakMb: number;
  rereadSeconds: number;
  changedRows: number;
}

/** One load into an empty database, in a process of its own, so that its peak memory is this load's. */
async function load({ file, bytes }: OrdersFile, orders: number, { withReread = false } = {}): Promise<Run> {
  const env = { DATABASE_URL: await createDatabase(DATABASE), BENCH_FILE_ORIGIN: origin };
  await server.ask("serve", file);
  await checkpoint();
  const loader = await startPart("backfill/load-file.ts", env, WORKER_FLAGS);
  const loaded = await loader.ask<Loaded>("load", bytes);
  const peakMb = await loader.ask<number>("peakMb");
  const stored = await loader.ask<Stored>("look");
  if (stored.orders !== orders || stored.scored !== orders || stored.dirty > 0) throw new Error(`not everything was scored: ${JSON.stringify(stored)} of ${orders}`);
  const again = withReread ? await loader.ask<Loaded>("load", bytes) : undefined;
  const changedRows = (await loader.ask<Stored>("look")).written - stored.written;
  await loader.stop();
  say(`  ${rounded(orders)} orders: loaded in ${rounded(loaded.loadSeconds)} s, settled in ${rounded(loaded.settleSeconds)} s, peak ${rounded(peakMb)} MB`);
  return { ...loaded, peakMb, changedRows, rereadSeconds: again ? again.loadSeconds + again.settleSeconds : 0 };
}

const total = ({ loadSeconds, settleSeconds }: Loaded) => loadSeconds + settleSeconds;

const small = await ordersFile(SMALL);
const runs: Run[] = [];
const pairs = await measurePairs(
  async () => {
    const run = await load(small, SMALL);
    runs.push(run);
    return SMALL / total(run);
  },
  () => parseRate(small, SMALL),
);
const note = `${Math.round(small.bytes / SMALL)} bytes an order with its payment and two lines; settling took ${Math.round((100 * median(runs.map(({ settleSeconds }) => settleSeconds))) / median(runs.map(total)))} % of the time`;
report(rateFigure(`Backfill of ${SMALL.toLocaleString("en-GB")} orders, loaded and settled`, pairs, { unit: "orders/s", atLeast: 0.15, note }));

const times = runs.flatMap(({ cpuMs }) => cpuMs ?? []);
if (times.length > 0) {
  const [node, database] = [median(times.map((time) => time.node)), median(times.map((time) => time.database))].map((ms) => ((ms * 1_000) / SMALL).toFixed(1));
  report({ what: "The same as CPU time of Node and its database sessions, an order", ours: `${node} + ${database} µs`, note: "says more than the clock on a machine that is busy otherwise" });
}

const large = await ordersFile(LARGE);
const floorBefore = await parseRate(large, LARGE);
const run = await load(large, LARGE);
const pair: Pair = { ours: LARGE / total(run), floor: (floorBefore + (await parseRate(large, LARGE))) / 2 };
report(rateFigure(`Backfill of ${LARGE.toLocaleString("en-GB")} orders (one repetition)`, [pair], { unit: "orders/s", atLeast: 0.15 }));
report({ what: `Peak memory of the process, ${LARGE.toLocaleString("en-GB")} orders`, ours: `${Math.round(run.peakMb)} MB`, target: { atMost: 400 }, held: run.peakMb });
const smallPeakMb = median(runs.map(({ peakMb }) => peakMb));
report({ what: `… against ${SMALL.toLocaleString("en-GB")} orders`, ours: `${Math.round(run.peakMb)} MB`, floor: `${Math.round(smallPeakMb)} MB`, ratio: run.peakMb / smallPeakMb, target: { atMost: 1.25 } });
const reread = await load(small, SMALL, { withReread: true });
report({
  what: `The file of ${SMALL.toLocaleString("en-GB")} orders read once more`,
  ours: `${rounded(reread.rereadSeconds)} s`,
  floor: `${rounded(total(reread))} s`,
  ratio: reread.rereadSeconds / total(reread),
  note: `floor: the first time; ${reread.changedRows.toLocaleString("en-GB")} rows are written, since the later of two reads is the one that is kept`,
});
await Promise.all([server.stop(), parser.stop()]);
await dropDatabase(DATABASE);
