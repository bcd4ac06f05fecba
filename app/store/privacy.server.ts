import { ERASED } from "#app/domain/erased.ts";
import type { CustomerId, OrderId } from "#app/domain/ids.ts";
import { personAt, type FamilyMember } from "#app/domain/same-person.ts";
import type { LockedTx, Tx } from "#app/platform/db.server.ts";
import { ERASED_HASHES } from "#app/platform/order-sql.ts";

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

/** A person behind a customer id: under which ids, with which orders, and by which words they may be named in texts. */
export interface Person {
  /** The account that is theirs. */
  rootId: CustomerId;
  /** The account, and everybody who was merged into it. */
  customerIds: CustomerId[];
  /** Orders of theirs, and those that the request names. */
  orderIds: OrderId[];
  email: string | null;
  /** First and last name, as they are known. */
  names: string[];
}

type FamilyRow = FamilyMember & { email: string | null; firstName: string | null; lastName: string | null };

/** The person whom an id stood for when something was asked about them, also one that we never saw. `orderIds`: what the request names. */
export async function findPerson(tx: Tx, shopId: number, { customerId, orderIds, at }: { customerId: CustomerId; orderIds: OrderId[]; at: Date }): Promise<Person> {
  const { rows } = await tx.query<FamilyRow>(
    `SELECT c.customer_id AS "customerId", CASE WHEN c.merged_into_id IS NOT NULL THEN coalesce(c.merged_directly_into_id, c.merged_into_id) END AS "mergedInto", c.merged_at AS "mergedAt",
       c.email, c.first_name AS "firstName", c.last_name AS "lastName"
     FROM (SELECT coalesce(max(merged_into_id), $2) AS id FROM customers WHERE shop_id = $1 AND customer_id = $2) survivor
     JOIN customers c ON c.shop_id = $1 AND (c.customer_id = survivor.id OR c.merged_into_id = survivor.id) ORDER BY c.customer_id`,
    [shopId, customerId],
  );
  const { rootId, customerIds } = personAt(rows, { customerId, at });
  const root = rows.find((row) => row.customerId === rootId);
  const own = await tx.query<{ order_id: OrderId }>(
    `SELECT order_id FROM orders WHERE shop_id = $1 AND customer_id = ANY ($2::bigint[])
     UNION ALL SELECT order_id FROM orders WHERE shop_id = $1 AND customer_id IS NULL AND email_hash IS NOT NULL AND named_customer_id = ANY ($2::bigint[])`,
    [shopId, customerIds],
  );
  return {
    rootId,
    customerIds,
    orderIds: [...new Set([...orderIds, ...own.rows.map((row) => row.order_id)])],
    email: root?.email ?? null,
    names: [root?.firstName, root?.lastName].filter((name): name is string => Boolean(name?.trim())),
  };
}

/**
 * Erases a person under all their ids, also one that we never saw, for ever: later deliveries bring nothing back; the
 * addresses of those who were merged into them go as well. Counts and money stay, tied to a number that means nothing outside
 * of the shop.
 */
export async function erasePerson(tx: LockedTx, shopId: number, { person: { customerIds, orderIds }, now }: { person: Person; now: Date }): Promise<void> {
  await tx.query(
    `INSERT INTO customers (shop_id, customer_id, updated_at, first_seen_at)
     SELECT $1, id, 'epoch', $3 FROM unnest($2::bigint[]) AS id ON CONFLICT (shop_id, customer_id) DO NOTHING`,
    [shopId, customerIds, now],
  );
  await tx.query(
    `UPDATE customers SET email = NULL, first_name = NULL, last_name = NULL, email_hash = NULL, redacted_at = coalesce(redacted_at, $3)
     WHERE shop_id = $1 AND customer_id = ANY ($2::bigint[])`,
    [shopId, customerIds, now],
  );
  await tx.query("UPDATE customers SET email_hash = NULL WHERE shop_id = $1 AND merged_into_id = ANY ($2::bigint[]) AND email_hash IS NOT NULL", [shopId, customerIds]);
  await tx.query(`UPDATE orders SET ${ERASED_HASHES} WHERE shop_id = $1 AND order_id = ANY ($2::bigint[])`, [shopId, orderIds]);
  await tx.query("DELETE FROM customer_tag_sightings WHERE shop_id = $1 AND customer_id = ANY ($2::bigint[])", [shopId, customerIds]);
  await tx.query("DELETE FROM customer_tag_reads WHERE shop_id = $1 AND customer_id = ANY ($2::bigint[])", [shopId, customerIds]);
}

const OF_PERSON = "shop_id = $1 AND customer_id = ANY ($2::bigint[])";
const OF_ORDERS = "shop_id = $1 AND order_id = ANY ($2::bigint[])";

/**
 * Erases what was written in words beside the rows of a person: why staff left them out, and what Shopify answered when it
 * refused something. That there was a reason or a refusal stays.
 */
export async function eraseWordsBeside(tx: LockedTx, shopId: number, { customerIds, orderIds }: Person): Promise<void> {
  await tx.query(`UPDATE member_exclusions SET reason = $3 WHERE ${OF_PERSON} AND reason <> $3`, [shopId, customerIds, ERASED]);
  for (const table of ["redemptions", "member_perks", "member_summaries"]) {
    await tx.query(`UPDATE ${table} SET refusal = $3 WHERE ${OF_PERSON} AND refusal <> $3`, [shopId, customerIds, ERASED]);
  }
  for (const table of ["confirmation_codes", "print_codes"]) {
    await tx.query(`UPDATE ${table} SET refusal = $3 WHERE ${OF_ORDERS} AND refusal <> $3`, [shopId, orderIds, ERASED]);
  }
}

/**
 * Erases what closed effects of a person said to Shopify and what came of them, as is done with everybody's after a while. Of
 * a message it stays that it was sent; what is still to be done in Shopify is done.
 */
export async function eraseClosedEffects(tx: LockedTx, shopId: number, { customerIds, orderIds }: Person): Promise<void> {
  await tx.query(
    `UPDATE effects e SET outcome = CASE WHEN lane = 'mail' THEN outcome - 'message' END, effect = CASE WHEN lane = 'mail' THEN effect ELSE jsonb_build_object('kind', effect -> 'kind') END
     WHERE shop_id = $1 AND state <> 'open' AND (effect ->> 'customerId' = ANY ($2::text[]) OR effect ->> 'orderId' = ANY ($3::text[])
       OR effect ->> 'redemptionId' IN (SELECT redemption_id FROM redemptions WHERE shop_id = $1 AND customer_id = ANY ($2::bigint[])))`,
    [shopId, customerIds, orderIds],
  );
}
