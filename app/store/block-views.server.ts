import type { OrderId } from "#app/domain/ids.ts";
import type { Tx } from "#app/platform/db.server.ts";

export type BlockSurface = "thank_you" | "order_status";

/** Notes that the buyer saw our block after an order. An order counts once: what was noted first stays. */
export async function noteBlockView(tx: Tx, shopId: number, { orderId, surface, now }: { orderId: OrderId; surface: BlockSurface; now: Date }): Promise<void> {
  await tx.query("INSERT INTO block_views (shop_id, order_id, surface, first_seen_at) VALUES ($1, $2, $3, $4) ON CONFLICT (shop_id, order_id) DO NOTHING", [shopId, orderId, surface, now]);
}

/** When the buyer saw our block after this order for the first time; undefined for never. */
export async function findBlockViewedAt(tx: Tx, shopId: number, orderId: OrderId): Promise<Date | undefined> {
  const { rows } = await tx.query<{ at: Date }>("SELECT first_seen_at AS at FROM block_views WHERE shop_id = $1 AND order_id = $2", [shopId, orderId]);
  return rows[0]?.at;
}
