import { tagSpellsOf } from "#app/domain/earning/customer-tag-spells.ts";
import type { CustomerId, OrderId } from "#app/domain/ids.ts";
import type { ProductFact } from "#app/domain/earning/conditions/placed-order.ts";
import { valuesAt } from "#app/domain/points/standing.ts";
import type { LockedTx, Tx } from "#app/platform/db.server.ts";
import { rowsRelation } from "#app/platform/rows-relation.ts";
import { loadMerges } from "./counted-history.server.ts";
import { loadReadProducts, loadTagSightings } from "./earning-past.server.ts";

/** An order, placed at an instant, and a product in it that a rule wants to know more about. */
export interface ProductQuestion {
  productId: string;
  orderId: OrderId;
  at: Date;
}

const QUESTIONS = rowsRelation("q", { productId: "bigint", orderId: "bigint", at: "timestamptz" });

/**
 * Asks for products, to be read from Shopify; who asked is remembered, to be judged again. Answers whether one is asked for
 * that was not before.
 */
export async function askForProducts(tx: LockedTx, shopId: number, questions: ProductQuestion[]): Promise<boolean> {
  const asked = await tx.query(
    `INSERT INTO product_reads AS r (shop_id, product_id, needed_at) SELECT $1, q."productId", min(q.at) FROM ${QUESTIONS.from(2)} GROUP BY 2
     ON CONFLICT (shop_id, product_id) DO UPDATE SET needed_at = excluded.needed_at WHERE r.needed_at IS NULL OR r.needed_at > excluded.needed_at`,
    [shopId, ...QUESTIONS.values(questions)],
  );
  await tx.query(
    `INSERT INTO product_questions (shop_id, product_id, order_id) SELECT DISTINCT $1::integer, q."productId", q."orderId" FROM ${QUESTIONS.from(2)} ON CONFLICT DO NOTHING`,
    [shopId, ...QUESTIONS.values(questions)],
  );
  return (asked.rowCount ?? 0) > 0;
}

/** Asks for the tags of members, as of orders that were placed after the last reading. Answers whether any is open. */
export async function askForCustomerTags(tx: LockedTx, shopId: number, needs: { customerId: CustomerId; at: Date }[]): Promise<boolean> {
  const asked = await tx.query(
    `INSERT INTO customer_tag_reads AS r (shop_id, customer_id, needed_at)
     SELECT $1, x."customerId", max(x.at) FROM json_to_recordset($2::json) AS x("customerId" bigint, at timestamptz) GROUP BY 2
     ON CONFLICT (shop_id, customer_id) DO UPDATE SET needed_at = excluded.needed_at WHERE r.read_at < excluded.needed_at`,
    [shopId, JSON.stringify(needs)],
  );
  return (asked.rowCount ?? 0) > 0;
}

/** How many of these members' tags were not read since they were needed. */
export async function countUnreadTags(tx: Tx, shopId: number, needs: { customerId: CustomerId; at: Date }[]): Promise<number> {
  const { rows } = await tx.query<{ unread: number }>(
    `SELECT count(DISTINCT x."customerId")::integer AS unread FROM json_to_recordset($2::json) AS x("customerId" bigint, at timestamptz)
     LEFT JOIN customer_tag_reads r ON r.shop_id = $1 AND r.customer_id = x."customerId" WHERE r.read_at IS NULL OR r.read_at < x.at`,
    [shopId, JSON.stringify(needs)],
  );
  return rows[0]?.unread ?? 0;
}

/** What waits to be read from Shopify, lowest ids first. */
export async function listOpenRuleFacts(tx: Tx, shopId: number, limit: number): Promise<{ productIds: string[]; customerIds: CustomerId[] }> {
  const products = await tx.query<{ id: string }>("SELECT product_id::text AS id FROM product_reads WHERE shop_id = $1 AND needed_at IS NOT NULL ORDER BY product_id LIMIT $2", [shopId, limit]);
  const customers = await tx.query<{ id: string }>("SELECT customer_id::text AS id FROM customer_tag_reads WHERE shop_id = $1 AND needed_at IS NOT NULL ORDER BY customer_id LIMIT $2", [shopId, limit]);
  return { productIds: products.rows.map(({ id }) => id), customerIds: customers.rows.map(({ id }) => id) };
}

/**
 * Keeps what Shopify said of products, asked at `readAt`. What the first reading finds was always so as far as we know; what
 * a later one finds otherwise is so for every order placed after the one before, also where it is heard of later than the one
 * that asked; orders that asked for something that is as it was need not be judged again. A product that is gone has neither tags nor collections.
 */
export async function writeProductFacts(tx: LockedTx, shopId: number, { facts, readAt }: { facts: (ProductFact & { productId: string })[]; readAt: Date }): Promise<void> {
  const known = await loadReadProducts(tx, shopId, facts.map(({ productId }) => productId));
  const isAsBefore = ({ productId, ...fact }: ProductFact & { productId: string }) => {
    const last = known.get(productId)?.readings.at(-1);
    return last !== undefined && isSameSet(last.tags, fact.tags) && isSameSet(last.collectionIds, fact.collectionIds);
  };
  await tx.query(
    `INSERT INTO product_readings (shop_id, product_id, valid_from, tags, collection_ids)
     SELECT $1, x."productId", coalesce(p.read_at + interval '1 millisecond', 'epoch'), x.tags, x."collectionIds"
     FROM ${FACTS.from(2)} JOIN product_reads p ON p.shop_id = $1 AND p.product_id = x."productId"
     ON CONFLICT (shop_id, product_id, valid_from) DO UPDATE SET tags = excluded.tags, collection_ids = excluded.collection_ids`,
    [shopId, ...FACTS.values(facts.filter((fact) => !isAsBefore(fact)))],
  );
  await tx.query(
    `DELETE FROM product_questions q USING orders o
     WHERE q.shop_id = $1 AND q.product_id = ANY ($2::bigint[]) AND o.shop_id = $1 AND o.order_id = q.order_id AND o.processed_at <= $3`,
    [shopId, facts.filter(isAsBefore).map(({ productId }) => productId), readAt],
  );
  await tx.query("UPDATE product_reads SET needed_at = NULL, read_at = $3 WHERE shop_id = $1 AND product_id = ANY ($2::bigint[])", [shopId, facts.map(({ productId }) => productId), readAt]);
}

const FACTS = rowsRelation("x", { productId: "bigint", tags: "text[]", collectionIds: "text[]" });

const isSameSet = (left: string[], right: string[]): boolean => left.length === right.length && left.every((one) => right.includes(one));

/** Products that were read and whose orders were not all opened again since. */
export async function listAnsweredProducts(tx: Tx, shopId: number): Promise<string[]> {
  const { rows } = await tx.query<{ id: string }>(
    `SELECT p.product_id::text AS id FROM product_reads p
     WHERE p.shop_id = $1 AND p.needed_at IS NULL AND EXISTS (SELECT FROM product_questions q WHERE q.shop_id = $1 AND q.product_id = p.product_id)`,
    [shopId],
  );
  return rows.map(({ id }) => id);
}

/**
 * Has orders that asked for products judged again, so many questions at a time, as an order of a whole history may ask; their
 * owners are settled next. Answers whether one was left.
 */
export async function reopenAskingOrders(tx: LockedTx, shopId: number, { productIds, limit, now }: { productIds: string[]; limit: number; now: Date }): Promise<boolean> {
  const answered = await tx.query<{ order_id: string }>(
    `DELETE FROM product_questions WHERE ctid = ANY (ARRAY (SELECT ctid FROM product_questions WHERE shop_id = $1 AND product_id = ANY ($2::bigint[]) LIMIT $3)) RETURNING order_id`,
    [shopId, productIds, limit],
  );
  await tx.query(
    `WITH reopened AS (
       UPDATE order_bookings b SET order_revision = 0 FROM orders o
       WHERE o.shop_id = $1 AND o.order_id = ANY ($2::bigint[]) AND b.shop_id = $1 AND b.customer_id = o.customer_id AND b.order_id = o.order_id RETURNING b.customer_id
     )
     UPDATE customers SET dirty_since = $3 WHERE shop_id = $1 AND customer_id IN (SELECT customer_id FROM reopened) AND dirty_since IS NULL`,
    [shopId, answered.rows.map((row) => row.order_id), now],
  );
  return answered.rows.length === limit;
}

/**
 * Keeps the tags that members have now, as far as they are not known. What the first reading finds was always there as far
 * as we know; a tag that a later one finds counts from the order that asked for the reading. Of somebody who was erased
 * while Shopify was asked nothing is kept.
 */
export async function writeCustomerTags(tx: LockedTx, shopId: number, { readings, now }: { readings: { customerId: CustomerId; tags: string[] }[]; now: Date }): Promise<void> {
  const known = await loadTagSightings(tx, shopId, readings.map(({ customerId }) => customerId));
  const merges = await loadMerges(tx, shopId, [...known.keys()]);
  const sightings = readings.flatMap(({ customerId, tags }) => {
    const there = new Set(tags.map((tag) => tag.toLowerCase()));
    const standing = new Set(valuesAt(tagSpellsOf(customerId, known.get(customerId) ?? [], merges.get(customerId) ?? []), now));
    const changed = (isThere: boolean, of: Set<string>, but: Set<string>) => [...of].filter((tag) => !but.has(tag)).map((tag) => ({ customerId, tag, isThere }));
    return [...changed(true, there, standing), ...changed(false, standing, there)];
  });
  await tx.query(
    `INSERT INTO customer_tag_sightings (shop_id, customer_id, tag, seen_at, is_there, source, since)
     SELECT $1, x."customerId", x.tag, $3, x."isThere", 'read',
       CASE WHEN NOT x."isThere" THEN $3 WHEN r.read_at IS NULL THEN 'epoch' ELSE greatest(r.read_at, least(r.needed_at, $3)) END
     FROM json_to_recordset($2::json) AS x("customerId" bigint, tag text, "isThere" boolean)
     LEFT JOIN customer_tag_reads r ON r.shop_id = $1 AND r.customer_id = x."customerId"
     LEFT JOIN customers k ON k.shop_id = $1 AND k.customer_id = x."customerId"
     WHERE k.redacted_at IS NULL
     ON CONFLICT DO NOTHING`,
    [shopId, JSON.stringify(sightings), now],
  );
  await tx.query(
    `WITH asked AS (
       UPDATE order_bookings b SET order_revision = 0 FROM customer_tag_reads r JOIN orders o ON o.shop_id = $1 AND o.customer_id = r.customer_id
       WHERE r.shop_id = $1 AND r.customer_id = ANY ($2::bigint[]) AND b.shop_id = $1 AND b.order_id = o.order_id AND b.customer_id = r.customer_id
         AND (r.read_at IS NULL OR o.processed_at >= r.read_at)
     )
     UPDATE customers SET dirty_since = coalesce(dirty_since, $3) WHERE shop_id = $1 AND customer_id = ANY ($2::bigint[])`,
    [shopId, readings.map(({ customerId }) => customerId), now],
  );
  await tx.query("UPDATE customer_tag_reads SET needed_at = NULL, read_at = $3 WHERE shop_id = $1 AND customer_id = ANY ($2::bigint[])", [shopId, readings.map(({ customerId }) => customerId), now]);
}
