import type { CustomerId } from "#app/domain/ids.ts";
import type { PointsOrder } from "#app/domain/points/points-order.ts";
import type { RankedOrder } from "#app/domain/points/standing.ts";
import type { ProgramVersion } from "#app/domain/program/program.ts";
import type { Tx } from "#app/platform/db.server.ts";
import type { CountedHistory, RankingAsked } from "#app/store/counted-history.server.ts";
import { loadPlacedOrders } from "#app/store/earning-past.server.ts";

/** Orders of members since the first version of the program; earlier ones never earned and are left out. */
export interface CountedOrders {
  /** All of them, whether they count or not. */
  placed: PointsOrder[];
  /** Those that count as of an instant, with their ranks, rising by (processedAt, id). With `holderId` only those of one of the member's ids. */
  countedAt: (customerId: CustomerId, asked: RankingAsked) => RankedOrder[];
}

/** Loads the orders that rules with limits, and gifts, look back at. */
export async function loadCountedOrders(
  tx: Tx,
  shopId: number,
  { history, customerIds, versions }: { history: CountedHistory; customerIds: CustomerId[]; versions: ProgramVersion[] },
): Promise<CountedOrders> {
  const since = new Date(Math.min(...versions.map((version) => version.startsAt.getTime())));
  const orders = await loadPlacedOrders(tx, shopId, { customerIds, since });
  return {
    placed: [...orders.values()],
    countedAt: (customerId, asked) =>
      history
        .rankingOf(customerId, asked)
        .flatMap(({ orderId, rank }) => (orders.has(orderId) ? [{ order: orders.get(orderId)!, rank }] : []))
        // Orders of one day share a place where a day is one purchase.
        .sort((a, b) => a.order.processedAt.getTime() - b.order.processedAt.getTime() || (BigInt(a.order.orderId) < BigInt(b.order.orderId) ? -1 : 1)),
  };
}
