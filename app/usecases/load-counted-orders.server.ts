import type { CustomerId } from "#app/domain/ids.ts";
import type { RankedOrder } from "#app/domain/points/standing.ts";
import type { ProgramVersion } from "#app/domain/program/program.ts";
import type { Tx } from "#app/platform/db.server.ts";
import type { CountedHistory } from "#app/store/counted-history.server.ts";
import { loadPlacedOrders } from "#app/store/earning-past.server.ts";

/**
 * The counted orders of members as of any instant, with their ranks, rising by (processedAt, id). Orders from before the
 * first version never earned and are left out. With `holderId` only those of one of the member's ids.
 */
export async function loadCountedOrders(
  tx: Tx,
  shopId: number,
  { history, customerIds, versions }: { history: CountedHistory; customerIds: CustomerId[]; versions: ProgramVersion[] },
): Promise<(customerId: CustomerId, at: Date, holderId?: CustomerId) => RankedOrder[]> {
  const since = new Date(Math.min(...versions.map((version) => version.startsAt.getTime())));
  const orders = await loadPlacedOrders(tx, shopId, { customerIds, since });
  return (customerId, at, holderId) =>
    history
      .rankingOf(customerId, at, holderId)
      .flatMap(({ orderId, rank }) => (orders.has(orderId) ? [{ order: orders.get(orderId)!, rank }] : []))
      // Orders of one day share a place where a day is one purchase.
      .sort((a, b) => a.order.processedAt.getTime() - b.order.processedAt.getTime() || (BigInt(a.order.orderId) < BigInt(b.order.orderId) ? -1 : 1));
}
