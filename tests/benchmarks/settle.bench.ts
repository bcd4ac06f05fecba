import { checkpoint, createDatabase, dropDatabase } from "./databases.ts";
import { IS_QUICK, measurePairs, median, report, rounded } from "./figure.ts";
import { startPart } from "./part.ts";

// What settling one member costs in a large shop, beside the same in a small one; each shop has a database of its own.

const SMALL = 5_000;
const LARGE = IS_QUICK ? 50_000 : 500_000;
const SETTLES = 400;

async function shopOf(customers: number) {
  const database = `bench_settle_${customers}`;
  const part = await startPart("members/settle-one.ts", { DATABASE_URL: await createDatabase(database) });
  await part.ask("seed", customers);
  return { part, database };
}

const [small, large] = [await shopOf(SMALL), await shopOf(LARGE)];
await checkpoint();
const pairs = await measurePairs(
  () => large.part.ask<number>("settle", SETTLES),
  () => small.part.ask<number>("settle", SETTLES),
);
report({
  what: `Settling one member among ${LARGE.toLocaleString("en-GB")} customers, against one among ${SMALL.toLocaleString("en-GB")}`,
  ours: `${rounded(median(pairs.map(({ ours }) => ours)))} µs`,
  floor: `${rounded(median(pairs.map(({ floor }) => floor)))} µs`,
  ratio: median(pairs.map(({ ours, floor }) => ours / floor)),
  target: { atMost: 1.5 },
  note: "three orders each; a transaction for each member, as for a single delivery",
});
for (const { part, database } of [small, large]) {
  await part.stop();
  await dropDatabase(database);
}
