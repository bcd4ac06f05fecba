import { settleDue } from "#app/jobs/settle-due.server.ts";
import { closeDatabase, pool } from "#app/platform/db.server.ts";
import { listCustomers, type CustomerListRequest } from "#app/queries/list-customers.server.ts";
import { recomputeFigures } from "#app/store/shop-figures.server.ts";
import { installBenchShop } from "../installed-shop.ts";
import { answerQuestions } from "../part.ts";
import { seedMembers } from "./seed-members.ts";

/** What a merchant asks for on the page, each of them with its second page. */
const REQUESTS: CustomerListRequest[] = [
  {},
  { stage: "loyal" },
  { stage: "first", sort: "last_order" },
  { query: "buyer 2999" },
  { query: "299950" },
];

const shops = new Map<number, number>();

/** A shop with so many scored customers and orders. */
async function seed({ customers, orders }: { customers: number; orders: number }): Promise<void> {
  const { id } = await installBenchShop(`bench-${orders}.myshopify.com`);
  shops.set(orders, id);
  await seedMembers(id, { customers, orders, isDirty: true });
  await settleDue(id, new Date());
  await pool.query("VACUUM ANALYZE customers");
}

const shopOf = (orders: number) => shops.get(orders) ?? 0;

async function figures(orders: number): Promise<number> {
  const startedMs = performance.now();
  await recomputeFigures(pool, shopOf(orders), new Date());
  return performance.now() - startedMs;
}

/** Milliseconds of every page that was asked for. */
async function pages({ orders, rounds }: { orders: number; rounds: number }): Promise<number[]> {
  const timesMs: number[] = [];
  for (let round = 0; round < rounds; round++) {
    for (const request of REQUESTS) {
      let cursor: string | null = null;
      do {
        const startedMs = performance.now();
        const page = await listCustomers(shopOf(orders), { ...request, ...(cursor !== null && { cursor }) });
        timesMs.push(performance.now() - startedMs);
        cursor = cursor === null ? page.nextCursor : null;
      } while (cursor !== null);
    }
  }
  return timesMs;
}

answerQuestions({ seed, figures, pages }, closeDatabase);
