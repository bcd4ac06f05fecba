import type { CustomerId } from "#app/domain/ids.ts";
import type { JudgedAt } from "#app/domain/points/judged-at.ts";
import type { PointsOrder, SettlingOrder } from "#app/domain/points/points-order.ts";
import type { RankedOrder } from "#app/domain/points/standing.ts";
import type { ProgramVersion } from "#app/domain/program/program.ts";
import { holderAt } from "#app/domain/scoring/holder-at.ts";
import { countsAt, isInForce } from "#app/domain/scoring/rank-at.ts";
import type { Tx } from "#app/platform/db.server.ts";
import type { CountedHistory, CountedOrder, RankingAsked } from "#app/store/counted-history.server.ts";
import { loadPlacedOrders } from "#app/store/earning-past.server.ts";

/** Orders of members since the first version of the program; earlier ones never earned and are left out. */
export interface CountedOrders {
  /** All of them, whether they count or not. */
  placed: PointsOrder[];
  /** Those that count as of an instant, with their ranks, rising by (processedAt, id). */
  countedAt: (customerId: CustomerId, asked: RankingAsked) => RankedOrder[];
  /** As in `MemberPast`. */
  countedBefore: (customerId: CustomerId, order: PointsOrder, asked: JudgedAt & { since: Date | null }) => SettlingOrder[];
}

/** Loads the orders that rules with limits, and gifts, look back at. */
export async function loadCountedOrders(
  tx: Tx,
  shopId: number,
  { history, customerIds, versions }: { history: CountedHistory; customerIds: CustomerId[]; versions: ProgramVersion[] },
): Promise<CountedOrders> {
  const since = new Date(Math.min(...versions.map((version) => version.startsAt.getTime())));
  const orders = await loadPlacedOrders(tx, shopId, { customerIds, since });
  const placedBy = Map.groupBy(orders, ({ customerId }) => customerId);
  const countedBy = new Map<string, { order: SettlingOrder; counted: CountedOrder }[]>();
  // By one counting policy: a limit asks for each of a member's orders about those before it.
  const countedOf = (customerId: CustomerId, policyAt: Date) => {
    const key = `${customerId} ${history.policyOf(policyAt)}`;
    const known = countedBy.get(key);
    if (known) return known;
    const counted = new Map(history.ordersOf(customerId).flatMap((one) => (isInForce(one, policyAt) ? [[one.orderId, one] as const] : [])));
    const found = (placedBy.get(customerId) ?? []).flatMap((order) => (counted.has(order.orderId) ? [{ order, counted: counted.get(order.orderId)! }] : []));
    countedBy.set(key, found);
    return found;
  };
  return {
    placed: orders,
    countedAt(customerId, asked) {
      const ranks = new Map(history.rankingOf(customerId, asked).map(({ orderId, rank }) => [orderId, rank]));
      // Rising by place is not enough: orders of one day share a place where a day is one purchase.
      return (placedBy.get(customerId) ?? []).flatMap((order) => (ranks.has(order.orderId) ? [{ order, rank: ranks.get(order.orderId)! }] : []));
    },
    countedBefore(customerId, order, asked) {
      const merges = history.mergesOf(customerId);
      const holderId = history.holderOf({ customerId, orderId: order.orderId, at: asked.rankAt });
      const isTheirs = ({ ownerId }: CountedOrder) => merges.length === 0 || holderAt(merges, ownerId, asked.rankAt) === holderId;
      const found: SettlingOrder[] = [];
      for (const { order: earlier, counted } of countedOf(customerId, asked.policyAt)) {
        if (!isBefore(earlier, order)) break;
        if ((!asked.since || earlier.processedAt >= asked.since) && countsAt(counted, asked.rankAt) && isTheirs(counted)) found.push(earlier);
      }
      return found;
    },
  };
}

const isBefore = (a: PointsOrder, b: PointsOrder): boolean =>
  a.processedAt < b.processedAt || (a.processedAt.getTime() === b.processedAt.getTime() && BigInt(a.orderId) < BigInt(b.orderId));
