import { createDatabase, dropDatabase } from "./databases.ts";
import { IS_QUICK, median, quantile, REPETITIONS, report, rounded } from "./figure.ts";
import { startPart } from "./part.ts";

// What is read from a large shop: the figures of Home, and pages of the list of customers.

const SMALL = { customers: 4_339, orders: 18_532 };
const LARGE = IS_QUICK ? { customers: 30_000, orders: 100_000 } : { customers: 300_000, orders: 1_000_000 };
const DATABASE = "bench_pages";

const part = await startPart("members/read-pages.ts", { DATABASE_URL: await createDatabase(DATABASE) });
for (const shop of [SMALL, LARGE]) {
  await part.ask("seed", shop);
  const timesMs: number[] = [];
  for (let repetition = 0; repetition < REPETITIONS; repetition++) timesMs.push(await part.ask<number>("figures", shop.orders));
  report({ what: `Computing the stored figures of ${shop.orders.toLocaleString("en-GB")} orders`, ours: `${rounded(median(timesMs))} ms` });
}
const pagesMs = await part.ask<number[]>("pages", { orders: LARGE.orders, rounds: 4 * REPETITIONS });
report({
  what: `A page of customers out of ${LARGE.customers.toLocaleString("en-GB")}, 95th percentile`,
  ours: `${rounded(quantile(pagesMs, 0.95))} ms`,
  note: `median ${rounded(median(pagesMs))} ms; by time, by stage, by name and by id, first and second pages`,
});
await part.stop();
await dropDatabase(DATABASE);
