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
  const placed = await loadPlacedOrders(tx, shopId, { customerIds, since });
  const placedBy = Map.groupBy(placed, ({ customerId }) => customerId);
  return {
    placed,
    countedAt(customerId, asked) {
      const ranks = new Map(history.rankingOf(customerId, asked).map(({ orderId, rank }) => [orderId, rank]));
      // By place is not enough: orders of one day share a place where a day is one purchase.
      return (placedBy.get(customerId) ?? []).flatMap((order) => (ranks.has(order.orderId) ? [{ order, rank: ranks.get(order.orderId)! }] : []));
    },
  };
}
