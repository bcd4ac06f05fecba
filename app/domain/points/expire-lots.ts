import { programAt } from "../program/program.ts";
import { addMonths, localDay } from "../time.ts";
import { endOfLot, type LotEnd, type MemberExpiry } from "./expiry.ts";
import type { Lot } from "./lot.ts";
import type { PointsMember, PointsRules, SettledEntry } from "./points-member.ts";

type EndingMember = Pick<PointsMember, "lots" | "activeAt" | "isClaimed">;
type EndRules = Pick<PointsRules, "versions" | "timeZone" | "now" | "lapseStartsAt">;

/** Ends what is left of lots whose last day passed before an instant, each at its own end, earliest first. Lots are changed in place. */
export function expireBefore(member: PointsMember, rules: PointsRules, before: Date): SettledEntry[] {
  const ends = endsOf(member, rules).filter(({ end }) => end.at < before);
  return ends.sort((a, b) => a.end.at.getTime() - b.end.at.getTime() || a.lot.key.localeCompare(b.lot.key)).map(({ lot, end }) => expire(member, lot, end));
}

/** When the next of a member's points end, or undefined. */
export function nextEnd(member: EndingMember, rules: EndRules): Date | undefined {
  const ends = endsOf(member, rules);
  return ends.length > 0 ? new Date(Math.min(...ends.map(({ end }) => end.at.getTime()))) : undefined;
}

/** What is left of a member's lots by its last day and why it ends, earliest day first. */
export function endingsOf(member: EndingMember, rules: EndRules): { day: string; because: "expired" | "unclaimed"; points: number; orderIds: string[] }[] {
  const ends = endsOf(member, rules).map(({ lot, end }) => ({ lot, ...end }));
  return [...Map.groupBy(ends, ({ day, because }) => `${day} ${because}`).values()]
    .map((same) => ({
      day: same[0]!.day,
      because: same[0]!.because,
      points: same.reduce((sum, { lot }) => sum + lot.left, 0),
      orderIds: [...new Set(same.flatMap(({ lot }) => lot.orderId ?? []))],
    }))
    .sort((a, b) => a.day.localeCompare(b.day));
}

/** The lots of which something is left that ends, in their order. */
function endsOf(member: EndingMember, rules: EndRules): { lot: Lot; end: LotEnd }[] {
  const expiry = expiryOf(member, rules);
  const ends: { lot: Lot; end: LotEnd }[] = [];
  for (const lot of member.lots) {
    const end = lot.left > 0 ? endOfLot(lot, expiry) : undefined;
    if (end) ends.push({ lot, end });
  }
  return ends;
}

function expiryOf(member: EndingMember, { versions, timeZone, now, lapseStartsAt }: EndRules): MemberExpiry {
  const rule = programAt(versions, now)?.program.expiry;
  return {
    timeZone,
    rollingDayOf({ creditedAt }) {
      if (rule?.kind !== "rolling" || !member.activeAt) return null;
      // Introducing or shortening it applies to new lots: a lot ends by the rule that it was credited under, or by a milder one.
      const own = programAt(versions, creditedAt)?.program.expiry;
      if (own?.kind !== "rolling") return null;
      // Whoever is given points long after the last order can use them as long as those of an order.
      const lastAt = member.activeAt < creditedAt ? creditedAt : member.activeAt;
      return addMonths(localDay(lastAt, timeZone), Math.max(rule.months, own.months));
    },
    lapseStartsAt: member.isClaimed ? null : lapseStartsAt,
  };
}

function expire(member: PointsMember, lot: Lot, { at, because }: { at: Date; because: "expired" | "unclaimed" }): SettledEntry {
  const points = lot.left;
  lot.left = 0;
  lot.expired += points;
  return {
    customerId: member.customerId,
    kind: "expire",
    pendingPoints: 0,
    settledPoints: -points,
    waivedPoints: 0,
    occurredAt: at,
    orderId: lot.orderId,
    programVersion: null,
    // A lot that got points back may end a second time, on another day.
    key: `expire:${lot.key}:${at.toISOString()}`,
    why: { kind: "expired", because, creditedAt: lot.creditedAt.toISOString() },
    allocations: [{ lotKey: lot.key, points }],
    credit: null,
  };
}
