import type { World } from "#tests/setup/world.ts";
import { waitFor } from "#tests/setup/wait-for.ts";
import { nextId, orderBody, post } from "./signed-delivery.ts";

const CUSTOMERS = 25;
const SENDERS = 8;

export type Load = {
  /** Webhook ids that were answered with 200 so far. */
  acked: Set<string>;
  /** Orders by customer, of all deliveries that are sent until the end. */
  expected: Map<string, number>;
  /** The slowest answer that was a refusal, in milliseconds; 0 when there was none. */
  slowestRefusalMs: () => number;
  /** Resolves when every delivery was acknowledged. */
  done: Promise<void>;
};

/**
 * Sends paid orders as Shopify does: several at a time, each again until it is acknowledged, and every tenth twice.
 * Orders are spread over 25 customers and are dated within the last hour, so that every shop may read them.
 */
export function sendOrders(world: World, shop: string, count: number): Load {
  const acked = new Set<string>();
  const expected = new Map<string, number>();
  const customers = Array.from({ length: CUSTOMERS }, () => nextId());
  const at = new Date(Math.floor(Date.now() / 1_000) * 1_000 - 3_600_000).toISOString();
  const open = Array.from({ length: count }, (_, index) => {
    const customerId = customers[index % CUSTOMERS] ?? "";
    expected.set(customerId, (expected.get(customerId) ?? 0) + 1);
    const customer = { id: Number(customerId), admin_graphql_api_id: `gid://shopify/Customer/${customerId}`, created_at: at, updated_at: at };
    const body = orderBody({ created_at: at, processed_at: at, updated_at: at, customer });
    return { webhookId: `load-${customers[0]}-${index}`, body, isTwice: index % 10 === 0 };
  });
  let slowestMs = 0;
  const isAcked = async ({ webhookId, body }: { webhookId: string; body: object }): Promise<boolean> => {
    const startedMs = performance.now();
    const status = await post(world.appOrigin, { shop, topic: "orders/paid", body, webhookId });
    if (status === 200) acked.add(webhookId);
    if (status === 503) slowestMs = Math.max(slowestMs, performance.now() - startedMs);
    return status === 200;
  };
  const send = (delivery: { webhookId: string; body: object }) => waitFor(`${delivery.webhookId} to be acknowledged`, () => isAcked(delivery), 60_000);
  const sender = async () => {
    for (let next = open.shift(); next; next = open.shift()) {
      await send(next);
      if (next.isTwice) await send(next);
    }
  };
  return { acked, expected, slowestRefusalMs: () => slowestMs, done: Promise.all(Array.from({ length: SENDERS }, sender)).then(() => undefined) };
}

/** Which of the acknowledged deliveries are not stored. */
export async function lostOf(world: World, acked: Set<string>): Promise<string[]> {
  const ids = [...acked];
  const rows = await world.sql<{ webhook_id: string }>("select webhook_id from inbox_events where webhook_id = any ($1)", [ids]);
  const stored = new Set(rows.map((row) => row.webhook_id));
  return ids.filter((id) => !stored.has(id));
}

/** Counted orders by customer, as they are stored now. */
export async function countsOf(world: World, customerIds: Iterable<string>): Promise<Map<string, number>> {
  const rows = await world.sql<{ customer_id: string; counted_orders: number }>("select customer_id, counted_orders from customers where customer_id = any ($1::bigint[])", [[...customerIds]]);
  return new Map(rows.map((row) => [row.customer_id, row.counted_orders]));
}
