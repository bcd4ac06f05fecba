import type { CustomerId, OrderId } from "#app/domain/ids.ts";
import type { Tx } from "#app/platform/db.server.ts";

const ANSWER_DAYS = 30;

/** Files a request that Shopify passed on, once; it is due 30 days later. */
export async function filePrivacyRequest(
  tx: Tx,
  shopId: number,
  request: { kind: "data_request" | "redact"; requestKey: string; customerId: CustomerId; orderIds: OrderId[]; now: Date; isDone: boolean },
): Promise<void> {
  await tx.query(
    `INSERT INTO privacy_requests (shop_id, kind, request_key, customer_id, order_ids, received_at, due_at, completed_at)
     VALUES ($1, $2, $3, $4, $5, $6, $6::timestamptz + make_interval(days => $7), CASE WHEN $8 THEN $6::timestamptz END)
     ON CONFLICT (shop_id, kind, request_key) DO NOTHING`,
    [shopId, request.kind, request.requestKey, request.customerId, request.orderIds, request.now, ANSWER_DAYS, request.isDone],
  );
}

/** E-mail of a customer, to find what mentions it before it is erased. */
export async function findEmail(tx: Tx, shopId: number, customerId: CustomerId): Promise<string | undefined> {
  const answer = await tx.query<{ email: string | null }>("SELECT email FROM customers WHERE shop_id = $1 AND customer_id = $2", [shopId, customerId]);
  return answer.rows[0]?.email ?? undefined;
}

// An empty hash equals no hash and, other than none, is not filled again by the next version of the order.
const ERASED_HASHES = "email_hash = '', checkout_token_hash = ''";

/**
 * Erases the person behind a customer and all aliases, also one that we never saw, for ever: later deliveries bring nothing
 * back. Counts and money stay, tied to a number that means nothing outside of the shop.
 */
export async function erasePerson(tx: Tx, shopId: number, { customerId, orderIds, now }: { customerId: CustomerId; orderIds: OrderId[]; now: Date }): Promise<void> {
  await tx.query(
    "INSERT INTO customers (shop_id, customer_id, updated_at, first_seen_at) VALUES ($1, $2, 'epoch', $3) ON CONFLICT (shop_id, customer_id) DO NOTHING",
    [shopId, customerId, now],
  );
  await tx.query(
    `UPDATE customers SET email = NULL, first_name = NULL, last_name = NULL, email_hash = NULL, redacted_at = coalesce(redacted_at, $3)
     WHERE shop_id = $1 AND (customer_id = $2 OR merged_into_id = $2)`,
    [shopId, customerId, now],
  );
  await tx.query(
    `UPDATE orders SET ${ERASED_HASHES} WHERE shop_id = $1 AND (customer_id = $2 OR order_id = ANY ($3::bigint[]))`,
    [shopId, customerId, orderIds],
  );
}
