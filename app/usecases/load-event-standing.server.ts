import { periodStart } from "#app/domain/earning/conditions/limit.ts";
import type { MemberStanding } from "#app/domain/earning/conditions/placed-order.ts";
import type { CustomerId } from "#app/domain/ids.ts";
import type { PointsOrder } from "#app/domain/points/points-order.ts";
import type { Exclusion } from "#app/domain/points/why.ts";
import type { ProgramVersion } from "#app/domain/program/program.ts";
import { holderAt } from "#app/domain/scoring/holder-at.ts";
import type { Tx } from "#app/platform/db.server.ts";
import { loadCountedHistory } from "#app/store/counted-history.server.ts";
import { listEvents } from "#app/store/member-events.server.ts";
import { loadStandings } from "./load-standings.server.ts";

interface Asked {
  customerId: CustomerId;
  /** The one of the member's ids that the event was told of. */
  namedId: CustomerId;
  at: Date;
  versions: ProgramVersion[];
  timeZone: string;
  now: Date;
}

/**
 * The member as of an event: stage and tier by the orders up to then, limits by every event of the same period that is known, as
 * none is judged again: whichever is told of first, a rule gives no more than it may. Of customers who were merged later only those
 * of whoever it was told of, told before the merge or after it.
 */
export async function loadEventStanding(tx: Tx, shopId: number, { customerId, namedId, at, versions, timeZone, now }: Asked): Promise<{ member: MemberStanding; exclusion: Exclusion | null }> {
  const history = await loadCountedHistory(tx, shopId, [customerId]);
  const standings = await loadStandings(tx, shopId, { history, customerIds: [customerId], questions: [], versions, timeZone, now });
  const told = await listEvents(tx, shopId, customerId);
  const merges = history.mergesOf(customerId);
  const holderId = holderAt(merges, namedId, at);
  const events = told.filter((event) => holderAt(merges, event.customerId, at) === holderId);
  const counted = history.countOf(customerId, { at, holderId });
  const { member, exclusion } = standings.standingAt(customerId, orderlessAt(at), { rankAt: at, policyAt: at, rank: counted + 1, fresh: [] });
  const usesBefore: MemberStanding["usesBefore"] = (ruleId, since, per) =>
    events.filter(({ ruleIds, occurredAt }) => ruleIds.includes(ruleId) && periodStart(per, occurredAt, timeZone)?.getTime() === since?.getTime()).length;
  return { member: { ...member, usesBefore }, exclusion };
}

/** An order of a moment that holds nothing: what is judged like an order and is none yet, or never will be. */
export const orderlessAt = (processedAt: Date): PointsOrder => ({
  orderId: "0", currency: "", sourceName: null, isTaxIncluded: true, processedAt, paidAt: null, cancelledAt: null, fullyRefundedAt: null, deletedAt: null, shippingMinor: 0, discountMinor: 0, lines: [], refunds: [], payments: [], isCalledPaid: false, totalMinor: 0, originalTotalMinor: 0,
});
