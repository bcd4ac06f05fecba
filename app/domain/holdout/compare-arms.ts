import { wilsonInterval } from "../metrics/wilson.ts";

/** How many of an arm there are, and how many of those did what is measured. */
export interface ArmCount {
  eligible: number;
  converted: number;
}

/** The share of an arm with its 95 % interval, as fractions of 0 to 1; null where nobody is eligible. */
export interface ArmShare extends ArmCount {
  rate: number | null;
  low: number | null;
  high: number | null;
}

/**
 * Treated against held out. `difference` is the treated rate minus that of the held out, with its 95 % interval, as
 * fractions of -1 to 1; null where an arm is empty. `isEnough` is false while the numbers are too small to be read.
 */
export interface ArmComparison {
  treated: ArmShare;
  heldOut: ArmShare;
  difference: { value: number; low: number; high: number } | null;
  isEnough: boolean;
}

/** Fewer people than this in an arm say nothing, whatever they do. */
const ELIGIBLE_MIN = 100;
/** And fewer than this, expected in either arm to convert or not to, leave the interval unreliable. */
const EXPECTED_MIN = 5;

/**
 * Compares two arms by Newcombe's hybrid score interval, built from the Wilson intervals of both, without rounding.
 *
 * @see docs/formulas.md#treated-against-held-out
 */
export function compareArms(treated: ArmCount, heldOut: ArmCount): ArmComparison {
  const [t, h] = [shareOf(treated), shareOf(heldOut)];
  return { treated: t, heldOut: h, difference: differenceOf(t, h), isEnough: isEnough(treated, heldOut) };
}

function shareOf({ eligible, converted }: ArmCount): ArmShare {
  const interval = wilsonInterval(converted, eligible);
  return { eligible, converted, rate: interval ? converted / eligible : null, low: interval?.low ?? null, high: interval?.high ?? null };
}

function differenceOf(t: ArmShare, h: ArmShare): ArmComparison["difference"] {
  if (t.rate === null || t.low === null || t.high === null || h.rate === null || h.low === null || h.high === null) return null;
  const value = t.rate - h.rate;
  return {
    value,
    low: value - Math.hypot(t.rate - t.low, h.high - h.rate),
    high: value + Math.hypot(t.high - t.rate, h.rate - h.low),
  };
}

function isEnough(treated: ArmCount, heldOut: ArmCount): boolean {
  const eligible = treated.eligible + heldOut.eligible;
  const share = eligible === 0 ? 0 : (treated.converted + heldOut.converted) / eligible;
  return [treated, heldOut].every((one) => one.eligible >= ELIGIBLE_MIN && one.eligible * Math.min(share, 1 - share) >= EXPECTED_MIN);
}
