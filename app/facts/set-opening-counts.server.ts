import type { CustomerId } from "#app/domain/ids.ts";
import type { Tx } from "#app/platform/db.server.ts";

/**
 * How many orders of each customer lie before what the shop lets us read; taken once, when history was first read, and
 * never again: later reads would count orders twice that we have seen since.
 */
export async function setOpeningCounts(
  tx: Tx,
  shopId: number,
  { counts, now }: { counts: { customerId: CustomerId; openingCount: number }[]; now: Date },
): Promise<void> {
  await tx.query(
    `UPDATE customers c SET opening_count = o."openingCount", opening_taken_at = $3
     FROM json_to_recordset($2::json) AS o("customerId" bigint, "openingCount" integer)
     WHERE c.shop_id = $1 AND c.customer_id = o."customerId" AND c.opening_taken_at IS NULL`,
    [shopId, JSON.stringify(counts), now],
  );
}

/** Everything is readable from now on: no order lies before what we see. */
export async function dropOpeningCounts(tx: Tx, shopId: number): Promise<void> {
  await tx.query("UPDATE customers SET opening_count = 0 WHERE shop_id = $1 AND opening_count > 0", [shopId]);
}
