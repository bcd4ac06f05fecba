import { closeDatabase, inTransaction } from "#app/platform/db.server.ts";
import { lockShopFacts } from "#app/store/lock-shop-facts.server.ts";
import { settleMembers } from "#app/usecases/settle-members.server.ts";
import { installBenchShop } from "../installed-shop.ts";
import { answerQuestions } from "../part.ts";
import { seedMembers } from "./seed-members.ts";

const ORDERS_PER_CUSTOMER = 3;
// A prime, so that the walk meets everybody before it meets somebody again, and neighbours lie far apart.
const STRIDE = 7_919;

const shop = await installBenchShop();
let customers = 0;
let at = 0;

async function seed(count: number): Promise<void> {
  customers = count;
  await seedMembers(shop.id, { customers, orders: customers * ORDERS_PER_CUSTOMER });
}

/** Settles one member after another, each in a transaction as a single delivery would; answers microseconds for one. */
async function settle(count: number): Promise<number> {
  const now = new Date();
  const startedMs = performance.now();
  for (let done = 0; done < count; done++) {
    at = (at + STRIDE) % customers;
    const customerIds = [String(at + 1)];
    const settled = await inTransaction(async (client) => {
      const tx = await lockShopFacts(client, shop.id);
      return settleMembers(tx, shop.id, { customerIds, now });
    });
    if (settled[0]?.stage !== "loyal") throw new Error(`customer ${customerIds[0]} is ${settled[0]?.stage}`);
  }
  return ((performance.now() - startedMs) * 1_000) / count;
}

answerQuestions({ seed, settle }, closeDatabase);
