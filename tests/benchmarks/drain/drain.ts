import { drainInbox } from "#app/jobs/drain-inbox.server.ts";
import { closeDatabase, pool } from "#app/platform/db.server.ts";
import { findShopByDomain } from "#app/store/shops.server.ts";
import { publishProgram, saveDraft } from "#app/usecases/publish-program.server.ts";
import { readProgram } from "#scripts/demo/read-program.ts";
import { installBenchShop } from "../installed-shop.ts";
import { orderBody } from "../order-body.ts";
import { answerQuestions } from "../part.ts";
import { SHOP_DOMAIN } from "../shop-domain.ts";

const ORDERS_PER_CUSTOMER = 3;
const ROWS_PER_STATEMENT = 250;

let filled = 0;

/** A program in force since before the first order: the demo's, but with points that can be spent from the payment on. */
async function publish(): Promise<void> {
  const shop = await findShopByDomain(pool, SHOP_DOMAIN);
  if (!shop) throw new Error("the shop is not installed");
  const saved = await saveDraft(shop.id, { ...(readProgram("demo") as object), pendingDays: 0 }, { by: "bench", now: new Date() });
  if (saved.outcome !== "saved") throw new Error(JSON.stringify(saved.fields));
  const published = await publishProgram(shop.id, { startsAt: new Date(Date.UTC(2024, 11, 1)), by: "bench", now: new Date() });
  if (published.outcome !== "published") throw new Error(published.outcome);
}

/** Puts deliveries of orders that nobody has seen into the inbox, three for a customer. */
async function fill(count: number): Promise<void> {
  for (const until = filled + count; filled < until; ) {
    const numbers = Array.from({ length: Math.min(ROWS_PER_STATEMENT, until - filled) }, (_, at) => filled + at);
    const values = numbers.flatMap((number) => [`order-${number}`, orderBody(number, Math.ceil(until / ORDERS_PER_CUSTOMER))]);
    const rows = numbers.map((_, at) => `('${SHOP_DOMAIN}', 'orders/paid', '2026-07', now(), $${2 * at + 1}, $${2 * at + 2})`);
    await pool.query(`INSERT INTO inbox_events (shop_domain, topic, api_version, triggered_at, webhook_id, body) VALUES ${rows.join(",")}`, values);
    filled += numbers.length;
  }
}

/** Reads them all; answers how many in a second. */
async function drain(): Promise<number> {
  const startedMs = performance.now();
  const drained = await drainInbox(SHOP_DOMAIN);
  return drained / ((performance.now() - startedMs) / 1_000);
}

interface State {
  parked: number;
  orders: number;
  scored: number;
  /** Orders that have points in the ledger, in lots and in balances. */
  credited: number;
}

async function look(): Promise<State> {
  const { rows } = await pool.query<Record<keyof State, string>>(
    `SELECT (SELECT count(*) FROM inbox_events WHERE state <> 'done') AS parked, (SELECT count(*) FROM orders) AS orders,
       (SELECT sum(order_count) FROM customers WHERE dirty_since IS NULL) AS scored,
       (SELECT count(*) FROM ledger_entries e JOIN lots l ON l.shop_id = e.shop_id AND l.key = e.key JOIN member_points m ON m.shop_id = e.shop_id AND m.customer_id = e.customer_id
        WHERE e.kind = 'earn_released' AND m.settled_points >= l.points) AS credited`,
  );
  const row = rows[0];
  return { parked: Number(row?.parked), orders: Number(row?.orders), scored: Number(row?.scored), credited: Number(row?.credited) };
}

answerQuestions(
  {
    install: async () => void (await installBenchShop()),
    publish,
    fill,
    drain,
    look,
    analyze: async () => void (await pool.query("ANALYZE")),
  },
  closeDatabase,
);
