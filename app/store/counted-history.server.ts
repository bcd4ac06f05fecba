import type { CustomerId, OrderId } from "#app/domain/ids.ts";
import { holderAt, type Merge } from "#app/domain/scoring/holder-at.ts";
import { isInForce, rankAt, ranksAt, type CountingSpan, type InForce } from "#app/domain/scoring/rank-at.ts";
import type { Tx } from "#app/platform/db.server.ts";
import { sendTogether } from "#app/platform/send-together.server.ts";

/** An order and an instant as of which its rank is asked. */
export interface RankQuestion {
  customerId: CustomerId;
  orderId: OrderId;
  at: Date;
  /** Whose counting policy is asked: the one in force then. Default: `at`. */
  policyAt?: Date;
}

/** As of when a member's orders are ranked; `holderId` is one of the member's ids, the member when left out, `policyAt` as in `RankQuestion`. */
export interface RankingAsked {
  at: Date;
  policyAt?: Date;
  holderId?: CustomerId;
}

/** An order over the time that it counts by one of the shop's counting policies. Money in minor units of the order's currency. */
export interface CountedOrder extends CountingSpan, InForce {
  /** Whose it was before any merge. */
  ownerId: CustomerId;
  placedAt: Date;
  totalMinor: number;
  refundedMinor: number;
  currency: string;
}

/** Which orders of some members count when. */
export interface CountedHistory {
  /** By place, once for each policy by which they count; empty where none ever counted. */
  ordersOf: (customerId: CustomerId) => CountedOrder[];
  /** A number for the policy in force at an instant, the present one without: where it is the same, the same orders count. */
  policyOf: (at?: Date) => number;
  /** The rank of an order (opening count included) among those of whoever it belonged to then, by the policy of then; null where it does not count then. */
  rankOf: (question: RankQuestion) => number | null;
  /** The orders that count at an instant with their ranks, as in `rankOf`, by place. */
  rankingOf: (customerId: CustomerId, asked: RankingAsked) => { orderId: OrderId; rank: number }[];
  /** How many orders of a member, or of one of its ids, count at an instant (opening count included); several of one day are one where a day is one purchase. */
  countOf: (customerId: CustomerId, asked: RankingAsked) => number;
  /** Which of a member's ids an order belonged to at an instant: until a merge each had a history of its own. */
  holderOf: (question: RankQuestion) => CustomerId;
  /** The merges that made a member of several customers. */
  mergesOf: (customerId: CustomerId) => Merge[];
}

/** One reading of members' orders answers their ranks as of all instants. */
export async function loadCountedHistory(tx: Tx, shopId: number, customerIds: CustomerId[]): Promise<CountedHistory> {
  const [counted, known] = await sendTogether(tx, [() => readOrders(tx, shopId, customerIds), () => loadIds(tx, shopId, customerIds)]);
  const orders = Map.groupBy(counted, ({ customerId }) => customerId);
  const ids = Map.groupBy(known, ({ memberId }) => memberId);
  const merges = mergesIn(known);
  const changes = [...new Set(counted.flatMap(({ inForceFrom, inForceUntil }) => [inForceFrom, inForceUntil].flatMap((at) => at?.getTime() ?? [])))];
  const ordersOf = (customerId: CustomerId) => orders.get(customerId) ?? [];
  const ordersBy = (customerId: CustomerId, policyAt: Date) => ordersOf(customerId).filter((order) => isInForce(order, policyAt));
  const mergesOf = (customerId: CustomerId) => merges.get(customerId) ?? [];
  const ordersAt = (customerId: CustomerId, { at, policyAt = at, holderId }: { at: Date; policyAt?: Date | undefined; holderId: CustomerId }) =>
    mergesOf(customerId).length === 0 ? ordersBy(customerId, policyAt) : ordersBy(customerId, policyAt).filter(({ ownerId }) => holderAt(mergesOf(customerId), ownerId, at) === holderId);
  const openingAt = (customerId: CustomerId, at: Date, holderId: CustomerId) =>
    (ids.get(customerId) ?? []).reduce((sum, { id, openingCount }) => sum + (holderAt(mergesOf(customerId), id, at) === holderId ? openingCount : 0), 0);
  const holderOf = ({ customerId, orderId, at }: RankQuestion) => {
    if (mergesOf(customerId).length === 0) return customerId;
    return holderAt(mergesOf(customerId), ordersOf(customerId).find((order) => order.orderId === orderId)?.ownerId ?? customerId, at);
  };
  return {
    ordersOf,
    policyOf: (at) => changes.filter((change) => at === undefined || change <= at.getTime()).length,
    mergesOf,
    holderOf,
    rankOf({ customerId, orderId, at, policyAt }) {
      const holderId = holderOf({ customerId, orderId, at });
      const seen = rankAt(ordersAt(customerId, { at, policyAt, holderId }), orderId, at);
      return seen === null ? null : seen + openingAt(customerId, at, holderId);
    },
    rankingOf: (customerId, { at, policyAt, holderId = customerId }) =>
      ranksAt(ordersAt(customerId, { at, policyAt, holderId }), at).map(({ orderId, rank }) => ({ orderId, rank: rank + openingAt(customerId, at, holderId) })),
    countOf: (customerId, { at, policyAt, holderId = customerId }) =>
      (ranksAt(ordersAt(customerId, { at, policyAt, holderId }), at).at(-1)?.rank ?? 0) + openingAt(customerId, at, holderId),
  };
}

async function readOrders(tx: Tx, shopId: number, customerIds: CustomerId[]): Promise<(CountedOrder & { customerId: CustomerId })[]> {
  const { rows } = await tx.query<CountedOrder & { customerId: CustomerId }>(
    `SELECT customer_id AS "customerId", owner_id AS "ownerId", order_id AS "orderId", place::integer, counts_from AS "from", counts_until AS until, processed_at AS "placedAt",
       total_minor::float8 AS "totalMinor", refunded_minor::float8 AS "refundedMinor", currency, in_force_from AS "inForceFrom", in_force_until AS "inForceUntil"
     FROM counting_spans($1, $2::bigint[]) ORDER BY customer_id, place`,
    [shopId, customerIds],
  );
  return rows;
}

/** The merges that made members of several customers; a member without any is missing. */
export const loadMerges = async (tx: Tx, shopId: number, customerIds: CustomerId[]): Promise<Map<CustomerId, Merge[]>> => mergesIn(await loadIds(tx, shopId, customerIds));

const mergesIn = (known: MemberId[]): Map<CustomerId, Merge[]> =>
  new Map([...Map.groupBy(known, ({ memberId }) => memberId)].map(([memberId, its]) => [memberId, its.flatMap(({ id, keptId, at }) => (keptId === null ? [] : { removedId: id, keptId, at }))]));

interface MemberId {
  memberId: CustomerId;
  id: CustomerId;
  keptId: CustomerId | null;
  at: Date;
  openingCount: number;
}

// The ids of members with something of their own to say: customers merged into them, and orders from before what we could see.
async function loadIds(tx: Tx, shopId: number, customerIds: CustomerId[]): Promise<MemberId[]> {
  const { rows } = await tx.query<MemberId>(
    `SELECT coalesce(merged_into_id, customer_id) AS "memberId", customer_id AS id, coalesce(merged_directly_into_id, merged_into_id) AS "keptId",
       coalesce(merged_at, 'epoch') AS at, opening_count AS "openingCount" FROM customers
     WHERE shop_id = $1 AND ((customer_id = ANY ($2::bigint[]) AND opening_count > 0) OR merged_into_id = ANY ($2::bigint[]))`,
    [shopId, customerIds],
  );
  return rows;
}
