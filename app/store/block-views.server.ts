import type { OrderId } from "#app/domain/ids.ts";
import type { Tx } from "#app/platform/db.server.ts";

export type BlockSurface = "thank_you" | "order_status";

/** Notes that the buyer saw our block after an order. An order counts once: what was noted first stays. */
export async function noteBlockView(tx: Tx, shopId: number, { orderId, surface, now }: { orderId: OrderId; surface: BlockSurface; now: Date }): Promise<void> {
  await tx.query("INSERT INTO block_views (shop_id, order_id, surface, first_seen_at) VALUES ($1, $2, $3, $4) ON CONFLICT (shop_id, order_id) DO NOTHING", [shopId, orderId, surface, now]);
}
