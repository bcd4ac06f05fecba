import { createDatabase, dropDatabase } from "./databases.ts";
import { IS_QUICK, measurePairs, rateFigure, report } from "./figure.ts";
import { startPart } from "./part.ts";

// From the text of a file with balances to ledger entries, lots and balances, beside COPY of as many rows into one table.

const BALANCES = IS_QUICK ? 20_000 : 100_000;
const DATABASE = "bench_import";

const env = { DATABASE_URL: await createDatabase(DATABASE) };
const worker = await startPart("import/import.ts", env);
const copier = await startPart("import/copy.ts", env);
await worker.ask("install");

async function ours(): Promise<number> {
  const text = await worker.ask<string>("fill", BALANCES);
  return worker.ask<number>("import", text);
}

const pairs = await measurePairs(ours, () => copier.ask<number>("copy", BALANCES));
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
await Promise.all([worker.stop(), copier.stop()]);
await dropDatabase(DATABASE);
