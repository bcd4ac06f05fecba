import type { MemberStanding } from "#app/domain/earning/conditions/placed-order.ts";
import type { CustomerId } from "#app/domain/ids.ts";
import { countsAt, isInForce } from "#app/domain/scoring/rank-at.ts";
import { localDay } from "#app/domain/time.ts";
import { pool } from "#app/platform/db.server.ts";
import { loadCountedHistory } from "#app/store/counted-history.server.ts";
import { getCountingPolicy } from "#app/store/counting-policies.server.ts";
import { findMember } from "#app/store/find-members.server.ts";
import { listProgramVersions } from "#app/store/program-versions.server.ts";
import { orderlessAt } from "./load-event-standing.server.ts";
import { loadStandings } from "./load-standings.server.ts";

/**
 * A customer as an order of this moment would be judged, by what settles orders: stage, tier, tags, uses of limited rules, and the
 * number among the counted orders, which is that of an order of the same day where a day is one purchase. Nothing is
 * written. A former id stands for the survivor; undefined for an unknown one.
 */
export async function judgeNextOrder(
  { id: shopId, timeZone }: { id: number; timeZone: string },
  customerId: CustomerId,
  now: Date,
): Promise<{ memberId: CustomerId; member: MemberStanding; rank: number; isExcluded: boolean } | undefined> {
  const memberId = await findMember(pool, shopId, customerId);
  if (memberId === undefined) return undefined;
  const [versions, { mergeSameDay }, history] = await Promise.all([listProgramVersions(pool, shopId), getCountingPolicy(pool, shopId), loadCountedHistory(pool, shopId, [memberId])]);
  const standings = await loadStandings(pool, shopId, { history, customerIds: [memberId], questions: [], versions, timeZone, now });
  const today = localDay(now, timeZone);
  const isDayBegun = mergeSameDay && history.ordersOf(memberId).some((order) => isInForce(order, now) && countsAt(order, now) && localDay(order.placedAt, timeZone) === today);
  const rank = history.countOf(memberId, { at: now }) + (isDayBegun ? 0 : 1);
  const { member, exclusion } = standings.standingAt(memberId, orderlessAt(now), { rankAt: now, policyAt: now, rank, fresh: [] });
  return { memberId, member, rank, isExcluded: exclusion !== null };
}
