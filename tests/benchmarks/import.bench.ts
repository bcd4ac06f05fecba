import { createDatabase, dropDatabase } from "./databases.ts";
import { IS_QUICK, measurePairs, median, rateFigure, report } from "./figure.ts";
import { startPart } from "./part.ts";
import { WORKER_FLAGS } from "./worker-flags.ts";

// From the text of a file with balances to ledger entries, lots and balances, beside COPY of as many rows into one table.

const BALANCES = IS_QUICK ? 20_000 : 100_000;
const DATABASE = "bench_import";

const env = { DATABASE_URL: await createDatabase(DATABASE) };
const worker = await startPart("import/import.ts", env, WORKER_FLAGS);
const copier = await startPart("import/copy.ts", env);
await worker.ask("install");

interface Measured {
  rate: number;
  cpuUs: number | null;
}

const cpu = { ours: [] as number[], floor: [] as number[] };

async function ours(): Promise<number> {
  const text = await worker.ask<string>("fill", BALANCES);
  return kept(await worker.ask<Measured>("import", text), cpu.ours);
}

const floor = async (): Promise<number> => kept(await copier.ask<Measured>("copy", BALANCES), cpu.floor);

function kept({ rate, cpuUs }: Measured, times: number[]): number {
  if (cpuUs !== null) times.push(cpuUs);
  return rate;
}

const pairs = await measurePairs(ours, floor);
const state = await worker.ask<{ entries: number; points: number; expected: number }>("look");
const expected = BALANCES * (pairs.length + 1);
if (state.entries !== expected || state.points !== state.expected) throw new Error(`not every balance came in: ${JSON.stringify(state)} of ${expected}`);
report(
  rateFigure(`Balances imported, ${BALANCES.toLocaleString("en-GB")} in a file: checked, then booked with entries, lots and balances`, pairs, {
    unit: "/s",
    atLeast: 0.1,
    note: "floor: COPY of as many rows into one table with a primary key",
  }),
);
if (cpu.ours.length > 0 && cpu.floor.length > 0) {
  report({
    what: "The same as CPU time of Node and its database sessions",
    ours: `${median(cpu.ours).toFixed(1)} µs`,
    floor: `${median(cpu.floor).toFixed(1)} µs`,
    ratio: median(cpu.floor) / median(cpu.ours),
    note: "a balance beside a copied row; says more than the clock on a machine that is busy otherwise",
  });
}
await Promise.all([worker.stop(), copier.stop()]);
await dropDatabase(DATABASE);
