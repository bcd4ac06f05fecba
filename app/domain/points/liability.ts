import { fractionOf, ratio, times, type Fraction } from "./fraction.ts";
import { programAt, type ProgramVersion } from "../program/program.ts";
import { addDays, startOfDay } from "../time.ts";

/** What moved on one calendar day of the shop, in points; `unclaimed` is how much what waits for a first sign-in changed. */
export interface DayMovements {
  day: string;
  earned: number;
  adjusted: number;
  imported: number;
  redeemed: number;
  returned: number;
  expired: number;
  reversed: number;
  merged: number;
  pending: number;
  unclaimed: number;
}

/** What is outstanding before the first day. */
export interface LiabilityOpening {
  outstanding: number;
  pending: number;
  unclaimed: number;
}

/**
 * One day of what the shop owes in points. `opening + earned + adjusted + imported - (redeemed - returned) - expired -
 * reversed = closing`; `pending` and `unclaimed` are parts of `closing`, which is below zero where debts outweigh points.
 */
export interface LiabilityDay extends Omit<DayMovements, "merged"> {
  opening: number;
  closing: number;
  valueMinor: number;
  currency: string;
}

/**
 * The liability of every day from `from` to `to`, from the movements of the days on which something moved.
 *
 * A point is worth what the program in force at the end of the day says, in that program's currency; before the first
 * program nothing. Rounded half up, away from zero, to a minor unit.
 *
 * @see docs/formulas.md#liability
 */
export function liabilityByDay(
  opening: LiabilityOpening,
  movements: DayMovements[],
  { from, to, versions, shop }: { from: string; to: string; versions: ProgramVersion[]; shop: { timeZone: string; currency: string } },
): LiabilityDay[] {
  const moved = new Map(movements.map((one) => [one.day, one]));
  const days: LiabilityDay[] = [];
  let { outstanding, pending, unclaimed } = opening;
  for (let day = from; day <= to; day = addDays(day, 1)) {
    const { merged, ...own } = moved.get(day) ?? nothingMoved(day);
    const before = outstanding;
    // A merge takes from one member what it gives to another.
    outstanding += own.earned + own.adjusted + own.imported - (own.redeemed - own.returned) - own.expired - own.reversed + merged;
    pending += own.pending;
    unclaimed += own.unclaimed;
    const version = programAt(versions, new Date(startOfDay(addDays(day, 1), shop.timeZone).getTime() - 1));
    const valueMinor = version ? roundHalfUp(times(ratio(outstanding, 1), fractionOf(version.program.valuePerPointMinor))) : 0;
    days.push({ ...own, opening: before, closing: outstanding, pending, unclaimed, valueMinor, currency: version?.currency ?? shop.currency });
  }
  return days;
}

const nothingMoved = (day: string): DayMovements => ({ day, earned: 0, adjusted: 0, imported: 0, redeemed: 0, returned: 0, expired: 0, reversed: 0, merged: 0, pending: 0, unclaimed: 0 });

/** Half a unit goes away from zero, as everywhere with money. */
function roundHalfUp({ numerator, denominator }: Fraction): number {
  const size = numerator < 0n ? -numerator : numerator;
  const rounded = Number((2n * size + denominator) / (2n * denominator));
  return numerator < 0n && rounded !== 0 ? -rounded : rounded;
}
