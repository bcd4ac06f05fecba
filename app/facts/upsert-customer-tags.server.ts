import type { CustomerId } from "#app/domain/ids.ts";
import type { CustomerTagFact } from "#app/domain/orders/order-fact.ts";
import type { LockedTx } from "#app/platform/db.server.ts";

/**
 * Keeps when tags were added to customers and removed from them: facts that only add up, so a repeated or late one changes
 * nothing else. Answers the members of whom an order from then on was judged already: it is judged again. So is
 * every order where the first that is heard of a tag is that it was removed, or something is heard from before the first:
 * either says what was there until then. Of somebody who was erased nothing is kept.
 */
export async function upsertCustomerTags(tx: LockedTx, shopId: number, { facts, now }: { facts: CustomerTagFact[]; now: Date }): Promise<CustomerId[]> {
  if (facts.length === 0) return [];
  const told = JSON.stringify(facts.flatMap(({ customerId, tags, isAdded, at }) => tags.map((tag) => ({ customerId, tag: tag.toLowerCase(), isAdded, at }))));
  const kept = await tx.query<{ customer_id: string; since: Date }>(
    `WITH kept AS (
       INSERT INTO customer_tag_sightings (shop_id, customer_id, tag, seen_at, is_there, source, since)
       SELECT DISTINCT $1::integer, x."customerId", x.tag, x.at, x."isAdded", 'told', x.at
       FROM json_to_recordset($2::json) AS x("customerId" bigint, tag text, "isAdded" boolean, at timestamptz)
       LEFT JOIN customers k ON k.shop_id = $1 AND k.customer_id = x."customerId"
       WHERE k.redacted_at IS NULL AND x.tag <> '' ORDER BY 2, 3, 4
       ON CONFLICT DO NOTHING RETURNING customer_id, tag, seen_at, is_there),
     told AS (SELECT customer_id, tag, min(seen_at) AS since, (array_agg(is_there ORDER BY seen_at, is_there))[1] AS is_there FROM kept GROUP BY 1, 2)
     SELECT coalesce(k.merged_into_id, t.customer_id)::text AS customer_id,
       min(CASE WHEN known.is_before THEN least(t.since, known.read_since) WHEN known.is_after OR NOT t.is_there THEN 'epoch' ELSE t.since END) AS since
     FROM told t LEFT JOIN customers k ON k.shop_id = $1 AND k.customer_id = t.customer_id
     CROSS JOIN LATERAL (
       SELECT bool_or(s.seen_at < t.since) AS is_before, bool_or(s.seen_at >= t.since) AS is_after, min(s.since) FILTER (WHERE s.seen_at >= t.since) AS read_since
       FROM customer_tag_sightings s WHERE s.shop_id = $1 AND s.customer_id = t.customer_id AND s.tag = t.tag) known
     GROUP BY 1`,
    [shopId, told],
  );
  if (kept.rows.length === 0) return [];
  const reopened = await tx.query<{ customer_id: string }>(
    `WITH reopened AS (
       UPDATE order_bookings b SET order_revision = 0
       FROM json_to_recordset($2::json) AS x(customer_id bigint, since timestamptz) JOIN orders o ON o.shop_id = $1 AND o.customer_id = x.customer_id AND o.processed_at >= x.since
       WHERE b.shop_id = $1 AND b.order_id = o.order_id AND b.customer_id = x.customer_id RETURNING b.customer_id)
     UPDATE customers c SET dirty_since = coalesce(c.dirty_since, $3) WHERE c.shop_id = $1 AND c.customer_id IN (SELECT customer_id FROM reopened) RETURNING c.customer_id`,
    [shopId, JSON.stringify(kept.rows), now],
  );
  return reopened.rows.map((row) => row.customer_id);
}
