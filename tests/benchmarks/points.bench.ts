import { createDatabase, dropDatabase } from "./databases.ts";
import { IS_QUICK, measurePairs, median, rateFigure, report, rounded, type Pair } from "./figure.ts";
import { startPart, type Part } from "./part.ts";
import { WORKER_FLAGS } from "./worker-flags.ts";

// What points cost: deliveries with a program in force, a statement of somebody with a long history, and a redemption.

const DELIVERIES = IS_QUICK ? 4_000 : 10_000;
const FLOOR_SECONDS = 2;
const READS = IS_QUICK ? 100 : 400;
const MANY_ENTRIES = 10_000;
const FEW_ENTRIES = 10;
const AT_ONCE = 50;
const AFFORDABLE = 7;

const DATABASES = { plain: "bench_points_plain", program: "bench_points_program", statement: "bench_points_statement", redeem: "bench_points_redeem" };

async function drainer(database: string, hasProgram: boolean): Promise<Part> {
  const worker = await startPart("drain/drain.ts", { DATABASE_URL: await createDatabase(database) }, WORKER_FLAGS);
  await worker.ask("install");
  if (hasProgram) await worker.ask("publish");
  return worker;
}

async function drain(worker: Part): Promise<number> {
  await worker.ask("fill", DELIVERIES);
  const rate = await worker.ask<number>("drain");
  // As autovacuum does within a minute; here a minute has ten repetitions.
  await worker.ask("analyze");
  return rate;
}

function costFigure(what: string, pairs: Pair[], { unit, atMost, note }: { unit: string; atMost: number; note?: string }): void {
  report({
    what,
    ours: `${rounded(median(pairs.map(({ ours }) => ours)))} ${unit}`,
    floor: `${rounded(median(pairs.map(({ floor }) => floor)))} ${unit}`,
    ratio: median(pairs.map(({ ours, floor }) => ours / floor)),
    target: { atMost },
    ...(note && { note }),
  });
}

const program = await drainer(DATABASES.program, true);
const inserts = await startPart("drain/single-inserts.ts", { DATABASE_URL: await createDatabase("bench_points_inserts") });
const rates = await measurePairs(() => drain(program), () => inserts.ask<number>("insert", FLOOR_SECONDS));
await inserts.stop();
report(
  rateFigure("Deliveries read into facts, scored customers, ledger entries, lots, tiers and balances, one worker process", rates, {
    unit: "/s",
    atLeast: 0.35,
    note: "floor: single-row INSERT transactions of 300 B through pg, 10 connections",
  }),
);

const plain = await drainer(DATABASES.plain, false);
const costs = await measurePairs(
  async () => 1_000_000 / (await drain(program)),
  async () => 1_000_000 / (await drain(plain)),
);
const state = await program.ask<{ parked: number; orders: number; credited: number }>("look");
const expected = DELIVERIES * (rates.length + costs.length + 2);
if (state.parked > 0 || state.orders !== expected || state.credited !== expected) throw new Error(`not every order earned: ${JSON.stringify(state)} of ${expected}`);
costFigure("A delivery with a program, against one without", costs, { unit: "µs", atMost: 1.5, note: "the demo's program: points by amount, three multipliers, two tiers by spend, three rewards" });
await Promise.all([program.stop(), plain.stop()]);

const statement = await startPart("points/statement.ts", { DATABASE_URL: await createDatabase(DATABASES.statement) });
const many = await statement.ask<string>("seed", MANY_ENTRIES);
const few = await statement.ask<string>("seed", FEW_ENTRIES);
const pages = await measurePairs(
  () => statement.ask<number>("read", { customerId: many, reads: READS }),
  () => statement.ask<number>("read", { customerId: few, reads: READS }),
);
costFigure(`First page of a statement with ${MANY_ENTRIES.toLocaleString("en-GB")} entries, against one with ${FEW_ENTRIES}`, pages, { unit: "µs", atMost: 3, note: "fifty lines with their sentences against ten" });
await statement.stop();

const redeemer = await startPart("points/redeem.ts", { DATABASE_URL: await createDatabase(DATABASES.redeem), SHOPIFY_API_KEY: "test-api-key", SHOPIFY_API_SECRET: "test-api-secret" });
const transactions = await redeemer.ask<number>("transactions");
report({ what: "Transactions of ours that write for a redemption with its code in Shopify", ours: String(transactions), target: { atMost: 3 }, held: transactions });
const { succeeded, left } = await redeemer.ask<{ succeeded: number; left: number }>("atOnce", { redemptions: AT_ONCE, affordable: AFFORDABLE });
if (succeeded !== AFFORDABLE || left !== 0) throw new Error(`${succeeded} of ${AT_ONCE} redemptions were given, ${AFFORDABLE} are affordable; ${left} points are left`);
report({ what: `Redemptions given of ${AT_ONCE} at once with points for ${AFFORDABLE}`, ours: String(succeeded), target: { atMost: AFFORDABLE }, held: succeeded });
await redeemer.stop();
for (const database of [...Object.values(DATABASES), "bench_points_inserts"]) await dropDatabase(database);
