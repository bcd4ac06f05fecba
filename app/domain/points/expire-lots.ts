import { programAt } from "../program/program.ts";
import { addMonths, localDay } from "../time.ts";
import { endOfLot, type MemberExpiry } from "./expiry.ts";
import type { Lot } from "./lot.ts";
import type { PointsMember, PointsRules, SettledEntry } from "./points-member.ts";

/** Ends what is left of lots whose last day passed before an instant, each at its own end, earliest first. Lots are changed in place. */
export function expireBefore(member: PointsMember, rules: PointsRules, before: Date): SettledEntry[] {
  const ends = member.lots.flatMap((lot) => {
    const end = lot.left > 0 ? endOfLot(lot, expiryOf(member, rules)) : undefined;
    return end && end.at < before ? { lot, end } : [];
  });
  return ends.sort((a, b) => a.end.at.getTime() - b.end.at.getTime() || a.lot.key.localeCompare(b.lot.key)).map(({ lot, end }) => expire(member, lot, end));
}

/** When the next of a member's points end, or undefined. */
export function nextEnd(member: PointsMember, rules: Omit<PointsRules, "rankAt">): Date | undefined {
  const ends = member.lots.flatMap((lot) => (lot.left > 0 ? (endOfLot(lot, expiryOf(member, rules))?.at.getTime() ?? []) : []));
  return ends.length > 0 ? new Date(Math.min(...ends)) : undefined;
}

const expiryOf = (member: PointsMember, rules: Omit<PointsRules, "rankAt">): MemberExpiry => ({
  timeZone: rules.timeZone,
  rollingDay: rollingDay(member, rules),
  isLapsing: rules.isLapsing && !member.isClaimed,
});

function rollingDay({ activeAt }: PointsMember, { versions, timeZone, now }: Omit<PointsRules, "rankAt">): string | null {
  const rule = programAt(versions, now)?.program.expiry;
  return rule?.kind === "rolling" && activeAt ? addMonths(localDay(activeAt, timeZone), rule.months) : null;
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
