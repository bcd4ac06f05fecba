import { drainInbox } from "#app/jobs/drain-inbox.server.ts";
import { closeDatabase, pool } from "#app/platform/db.server.ts";
import { installBenchShop } from "../installed-shop.ts";
import { orderBody } from "../order-body.ts";
import { answerQuestions } from "../part.ts";
import { SHOP_DOMAIN } from "../shop-domain.ts";

const ORDERS_PER_CUSTOMER = 3;
const ROWS_PER_STATEMENT = 250;

let filled = 0;

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
}

async function look(): Promise<State> {
  const { rows } = await pool.query<Record<keyof State, string>>(
    `SELECT (SELECT count(*) FROM inbox_events WHERE state <> 'done') AS parked, (SELECT count(*) FROM orders) AS orders,
       (SELECT sum(order_count) FROM customers WHERE dirty_since IS NULL) AS scored`,
  );
  const row = rows[0];
  return { parked: Number(row?.parked), orders: Number(row?.orders), scored: Number(row?.scored) };
}

answerQuestions(
  {
    install: async () => void (await installBenchShop()),
    fill,
    drain,
    look,
    analyze: async () => void (await pool.query("ANALYZE")),
  },
  closeDatabase,
);
