import type { Tx } from "#app/platform/db.server.ts";

/** A delivery that waits to be read. */
export interface PendingDelivery {
  id: string;
  topic: string;
  triggeredAt: Date | null;
  receivedAt: Date;
  body: string;
  /** How often it was parked. */
  tries: number;
  /** The shop's last deliveries could not be recorded (restDeliveries). */
  isFailing: boolean;
}

/** The next deliveries of a shop after an id, oldest first, not held: somebody else may read them too. None while they rest. */
export async function listPending(tx: Tx, shopDomain: string, { afterId, limit, now }: { afterId: string; limit: number; now: Date }): Promise<PendingDelivery[]> {
  const listed = await tx.query<PendingDelivery>(
    `SELECT id, topic, triggered_at AS "triggeredAt", received_at AS "receivedAt", coalesce(body, '') AS body, tries,
       coalesce((SELECT deliveries_failing_since IS NOT NULL FROM shops WHERE domain = $1), false) AS "isFailing"
     FROM inbox_events WHERE shop_domain = $1 AND state = 'pending' AND id > $2 AND NOT EXISTS (SELECT FROM shops WHERE domain = $1 AND deliveries_rest_until > $4)
     ORDER BY id LIMIT $3`,
    [shopDomain, afterId, limit, now],
  );
  return listed.rows;
}

/** Which of these deliveries still wait, held until the transaction ends; those that another transaction holds are passed over. */
export async function holdPending(tx: Tx, shopDomain: string, ids: string[]): Promise<Set<string>> {
  const held = await tx.query<{ id: string }>(
    "SELECT id FROM inbox_events WHERE shop_domain = $1 AND id = ANY ($2::bigint[]) AND state = 'pending' ORDER BY id FOR UPDATE SKIP LOCKED",
    [shopDomain, ids],
  );
  return new Set(held.rows.map(({ id }) => id));
}

/** Read and recorded: the body goes at once. */
export async function markDone(tx: Tx, shopDomain: string, { ids, now }: { ids: string[]; now: Date }): Promise<void> {
  if (ids.length === 0) return;
  await tx.query("UPDATE inbox_events SET state = 'done', body = NULL, parked_reason = NULL, settled_at = $3 WHERE shop_domain = $1 AND id = ANY ($2::bigint[])", [shopDomain, ids, now]);
}

/** Not readable: kept whole, with the reason, until somebody replays it, an erasure takes it, or its time is over. */
export async function markParked(tx: Tx, shopDomain: string, { parked, now }: { parked: { id: string; reason: string }[]; now: Date }): Promise<void> {
  if (parked.length === 0) return;
  await tx.query(
    `UPDATE inbox_events e SET state = 'parked', tries = e.tries + 1, parked_reason = p.reason, settled_at = $3
     FROM json_to_recordset($2::json) AS p(id bigint, reason text) WHERE e.shop_domain = $1 AND e.id = p.id`,
    [shopDomain, JSON.stringify(parked), now],
  );
}

/** Puts parked deliveries back, to be read again. Answers how many. */
export async function replayParked(tx: Tx, shopDomain: string, ids: string[]): Promise<number> {
  const replayed = await tx.query(
    "UPDATE inbox_events SET state = 'pending', parked_reason = NULL, settled_at = NULL WHERE shop_domain = $1 AND id = ANY ($2::bigint[]) AND state = 'parked' AND body IS NOT NULL",
    [shopDomain, ids],
  );
  return replayed.rowCount ?? 0;
}

/** Whether any of these deliveries is the shop's, read or not. */
export async function isAnyKept(tx: Tx, shopDomain: string, ids: string[]): Promise<boolean> {
  return ((await tx.query("SELECT 1 FROM inbox_events WHERE shop_domain = $1 AND id = ANY ($2::bigint[]) LIMIT 1", [shopDomain, ids])).rowCount ?? 0) > 0;
}

export const UNKNOWN_SHOP = "The app is not installed in this shop.";

/** A delivery that fails alone, and not by what it says. */
export const OUR_FAULT = "It could not be recorded, by a fault of ours. It is tried again by itself once a day; tell us.";

/** Puts back what was parked for a fault of ours, in any shop, before an instant: a later release may know it. */
export async function replayOurFaults(tx: Tx, parkedBefore: Date): Promise<void> {
  await tx.query("UPDATE inbox_events SET state = 'pending', parked_reason = NULL, settled_at = NULL WHERE state = 'parked' AND parked_reason = $1 AND settled_at < $2 AND body IS NOT NULL", [OUR_FAULT, parkedBefore]);
}

// The class of our advisory locks on shops that come; another than those on shops' facts and on workers' lives.
const ARRIVAL = 7_485;

/**
 * Until the transaction ends nobody else sets deliveries of this shop aside as those of a shop that we do not know, nor takes such up
 * because it is installed: without it, what is set aside while the shop comes would be seen by nobody any more.
 */
export async function lockArrival(tx: Tx, shopDomain: string): Promise<void> {
  await tx.query("SELECT pg_advisory_xact_lock($1, hashtext($2))", [ARRIVAL, shopDomain]);
}

/** A shop was installed after its first deliveries came: they are read now. Its arrival must be locked. */
export async function unparkUnknownShop(tx: Tx, shopDomain: string): Promise<void> {
  await tx.query("UPDATE inbox_events SET state = 'pending', parked_reason = NULL, settled_at = NULL WHERE shop_domain = $1 AND state = 'parked' AND parked_reason = $2", [shopDomain, UNKNOWN_SHOP]);
}

/** Shops with deliveries that wait to be read. */
export async function listShopsWithPending(tx: Tx): Promise<string[]> {
  const shops = await tx.query<{ shop_domain: string }>("SELECT DISTINCT shop_domain FROM inbox_events WHERE state = 'pending'");
  return shops.rows.map((row) => row.shop_domain);
}

/**
 * Forgets deliveries that were settled before an instant; their ids stay long enough to refuse every retry. Also those of
 * shops that never installed the app: an installation reads everything anyway. Others that could not be read are kept
 * whole if they came since `parkedBefore`, however often they were tried: by then the comparisons with Shopify have read what they spoke of.
 */
export async function deleteSettled(tx: Tx, { before, parkedBefore }: { before: Date; parkedBefore: Date }): Promise<void> {
  await tx.query("DELETE FROM inbox_events WHERE (state = 'done' OR parked_reason = $2) AND settled_at < $1", [before, UNKNOWN_SHOP]);
  await tx.query("DELETE FROM inbox_events WHERE state = 'parked' AND received_at < $1", [parkedBefore]);
}

/** Erases parked deliveries whose kept text names one of these ids. What is still to be read is looked through by the drain that parks it (`deleteMentionsOfErased`). */
export async function deleteMentions(tx: Tx, shopDomain: string, needles: string[]): Promise<void> {
  await tx.query(
    `DELETE FROM inbox_events e WHERE e.shop_domain = $1 AND e.state = 'parked' AND e.body IS NOT NULL
       AND EXISTS (SELECT 1 FROM unnest($2::text[]) AS needle WHERE strpos(lower(e.body), lower(needle)) > 0)`,
    [shopDomain, needles],
  );
}

/** Erases parked deliveries that name somebody who was erased before they came, by any of their ids, or an order of theirs. */
export async function deleteMentionsOfErased(tx: Tx, { id, domain }: { id: number; domain: string }): Promise<void> {
  await tx.query(
    `DELETE FROM inbox_events e USING privacy_requests p WHERE e.shop_domain = $2 AND e.state = 'parked' AND p.shop_id = $1 AND p.kind = 'redact'
       AND EXISTS (SELECT 1 FROM unnest(p.customer_id || p.order_ids || ARRAY(
         SELECT k.customer_id FROM customers asked JOIN customers k ON k.shop_id = $1 AND (k.customer_id = asked.merged_into_id OR k.merged_into_id = coalesce(asked.merged_into_id, asked.customer_id))
         WHERE asked.shop_id = $1 AND asked.customer_id = p.customer_id AND k.redacted_at IS NOT NULL)) AS named WHERE strpos(e.body, named::text) > 0)`,
    [id, domain],
  );
}

/** Erases everything that a shop sent. */
export async function deleteAllOf(tx: Tx, shopDomain: string): Promise<void> {
  await tx.query("DELETE FROM inbox_events WHERE shop_domain = $1", [shopDomain]);
}
