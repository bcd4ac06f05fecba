import type { CustomerId } from "#app/domain/ids.ts";
import type { TagSighting } from "#app/domain/earning/customer-tag-spells.ts";
import type { ProductReading, ReadProduct } from "#app/domain/earning/product-readings.ts";
import type { LineFact } from "#app/domain/orders/order-fact.ts";
import type { SettlingOrder } from "#app/domain/points/points-order.ts";
import type { CustomerPast } from "#app/domain/points/standing.ts";
import type { Owned } from "#app/domain/tiers/seen-by.ts";
import type { Tx } from "#app/platform/db.server.ts";
import { NO_REFUNDS } from "./refund-facts.ts";

const AS_PLACED = { ...NO_REFUNDS, shippingMinor: 0, discountMinor: 0 };

/** All orders of members since an instant, as they were placed: without their refunds and what they cost beside their lines; of each one rising by (processedAt, id). */
export async function loadPlacedOrders(tx: Tx, shopId: number, { customerIds, since }: { customerIds: CustomerId[]; since: Date }): Promise<(SettlingOrder & { customerId: CustomerId })[]> {
  const { rows } = await tx.query<Omit<SettlingOrder, keyof typeof AS_PLACED> & { customerId: CustomerId; lines: LineFact[] }>(
    `SELECT customer_id::text AS "customerId", order_id::text AS "orderId", currency, source_name AS "sourceName", is_tax_included AS "isTaxIncluded", processed_at AS "processedAt",
       paid_at AS "paidAt", cancelled_at AS "cancelledAt", fully_refunded_at AS "fullyRefundedAt", deleted_at AS "deletedAt", lines, fulfillments
     FROM orders WHERE shop_id = $1 AND customer_id = ANY ($2::bigint[]) AND processed_at >= $3 ORDER BY customer_id, processed_at, order_id`,
    [shopId, customerIds, since],
  );
  return rows.map((row) => ({ ...row, ...AS_PLACED }));
}

/** What was seen of the tags of members, in lower case, and of those who were merged into them. */
export async function loadTagSightings(tx: Tx, shopId: number, customerIds: CustomerId[]): Promise<Map<CustomerId, Owned<TagSighting>[]>> {
  const { rows } = await tx.query<{ memberId: CustomerId } & Owned<TagSighting>>(
    `SELECT coalesce(k.merged_into_id, t.customer_id)::text AS "memberId", t.customer_id::text AS "ownerId", t.tag, t.seen_at AS "seenAt", t.is_there AS "isThere", t.source, t.since
     FROM customer_tag_sightings t LEFT JOIN customers k ON k.shop_id = $1 AND k.customer_id = t.customer_id
     WHERE t.shop_id = $1 AND (t.customer_id = ANY ($2::bigint[]) OR t.customer_id IN (SELECT customer_id FROM customers WHERE shop_id = $1 AND merged_into_id = ANY ($2::bigint[])))`,
    [shopId, customerIds],
  );
  return Map.groupBy(rows, ({ memberId }) => memberId);
}

/** When members, and those who were merged into them, were left out by hand. */
export async function loadExclusions(tx: Tx, shopId: number, customerIds: CustomerId[]): Promise<Map<CustomerId, Owned<CustomerPast["exclusions"][number]>[]>> {
  const { rows } = await tx.query<{ memberId: CustomerId } & Owned<CustomerPast["exclusions"][number]>>(
    `SELECT coalesce(k.merged_into_id, e.customer_id)::text AS "memberId", e.customer_id::text AS "ownerId", e.kind AS value, e.from_at AS "from", e.until_at AS until
     FROM member_exclusions e LEFT JOIN customers k ON k.shop_id = $1 AND k.customer_id = e.customer_id
     WHERE e.shop_id = $1 AND (e.customer_id = ANY ($2::bigint[]) OR k.merged_into_id = ANY ($2::bigint[])) ORDER BY e.id`,
    [shopId, customerIds],
  );
  return Map.groupBy(rows, ({ memberId }) => memberId);
}

/** Products that were read, with what was found over time; one that was not read yet is missing. */
export async function loadReadProducts(tx: Tx, shopId: number, productIds: string[]): Promise<Map<string, ReadProduct>> {
  const { rows } = await tx.query<ProductReading & { productId: string; readAt: Date }>(
    `SELECT r.product_id::text AS "productId", p.read_at AS "readAt", r.valid_from AS "from", r.tags, r.collection_ids AS "collectionIds"
     FROM product_reads p JOIN product_readings r ON r.shop_id = $1 AND r.product_id = p.product_id
     WHERE p.shop_id = $1 AND p.product_id = ANY ($2::bigint[]) ORDER BY r.product_id, r.valid_from`,
    [shopId, productIds],
  );
  const products = new Map<string, ReadProduct>();
  for (const { productId, readAt, ...reading } of rows) {
    const known = products.get(productId);
    if (known) known.readings.push(reading);
    else products.set(productId, { readAt, readings: [reading] });
  }
  return products;
}

/** Where loyal and champion began, by when that was decided, oldest first. */
export async function loadStagePolicies(tx: Tx, shopId: number): Promise<{ from: Date; loyalAt: number; championAt: number }[]> {
  const rows = await tx.query<{ from: Date; loyalAt: number; championAt: number }>(
    `SELECT created_at AS "from", loyal_at AS "loyalAt", champion_at AS "championAt" FROM counting_policies WHERE shop_id = $1 ORDER BY version`,
    [shopId],
  );
  return rows.rows;
}
