import type { CustomerId, OrderId } from "#app/domain/ids.ts";
import { tagSpells, type TagSighting } from "#app/domain/earning/customer-tag-spells.ts";
import type { ProductReading, ReadProduct } from "#app/domain/earning/product-readings.ts";
import type { LineFact } from "#app/domain/orders/order-fact.ts";
import type { PointsOrder } from "#app/domain/points/points-order.ts";
import type { MemberPast, Spell } from "#app/domain/points/standing.ts";
import type { Tx } from "#app/platform/db.server.ts";

/** All orders of members since an instant, as they were placed: without their refunds. */
export async function loadPlacedOrders(tx: Tx, shopId: number, { customerIds, since }: { customerIds: CustomerId[]; since: Date }): Promise<Map<OrderId, PointsOrder>> {
  const rows = await tx.query<Omit<PointsOrder, "refunds"> & { lines: LineFact[] }>(
    `SELECT order_id::text AS "orderId", currency, source_name AS "sourceName", is_tax_included AS "isTaxIncluded", processed_at AS "processedAt", paid_at AS "paidAt",
       cancelled_at AS "cancelledAt", fully_refunded_at AS "fullyRefundedAt", deleted_at AS "deletedAt", lines
     FROM orders WHERE shop_id = $1 AND customer_id = ANY ($2::bigint[]) AND processed_at >= $3`,
    [shopId, customerIds, since],
  );
  return new Map(rows.rows.map((row) => [row.orderId, { ...row, refunds: [] }]));
}

/** The tags of members with the times for which they are known, in lower case; what is said of an alias is said of the survivor. */
export async function loadCustomerTags(tx: Tx, shopId: number, customerIds: CustomerId[]): Promise<Map<CustomerId, Spell<string>[]>> {
  const rows = await tx.query<{ customerId: CustomerId } & TagSighting>(
    `SELECT coalesce(k.merged_into_id, t.customer_id)::text AS "customerId", t.tag, t.seen_at AS "seenAt", t.is_there AS "isThere", t.source, t.since
     FROM customer_tag_sightings t LEFT JOIN customers k ON k.shop_id = $1 AND k.customer_id = t.customer_id
     WHERE t.shop_id = $1 AND (t.customer_id = ANY ($2::bigint[]) OR t.customer_id IN (SELECT customer_id FROM customers WHERE shop_id = $1 AND merged_into_id = ANY ($2::bigint[])))`,
    [shopId, customerIds],
  );
  return new Map([...Map.groupBy(rows.rows, ({ customerId }) => customerId)].map(([customerId, sightings]) => [customerId, tagSpells(sightings)]));
}

/** When members were left out by hand; what is said of an alias is said of the survivor. */
export async function loadExclusions(tx: Tx, shopId: number, customerIds: CustomerId[]): Promise<Map<CustomerId, MemberPast["exclusions"]>> {
  const rows = await tx.query<{ customerId: CustomerId } & MemberPast["exclusions"][number]>(
    `SELECT coalesce(k.merged_into_id, e.customer_id)::text AS "customerId", e.kind AS value, e.from_at AS "from", e.until_at AS until
     FROM member_exclusions e LEFT JOIN customers k ON k.shop_id = $1 AND k.customer_id = e.customer_id
     WHERE e.shop_id = $1 AND (e.customer_id = ANY ($2::bigint[]) OR k.merged_into_id = ANY ($2::bigint[])) ORDER BY e.id`,
    [shopId, customerIds],
  );
  return Map.groupBy(rows.rows, ({ customerId }) => customerId);
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
