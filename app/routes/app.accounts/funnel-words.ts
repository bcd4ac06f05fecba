import type { ArmComparison, ArmCount } from "#app/domain/holdout/compare-arms.ts";
import type { FunnelStep } from "#app/domain/account/account-funnel.ts";
import { ENOUGH_FOR_A_RATE, type Formats } from "#app/ui/formats.ts";

const TOO_EARLY = "Not enough data yet to tell.";

/** "26.0%: 312 of 1,200 buyers", `whose` says of whom. Of fewer than 50 there is no rate, as on Home. */
export function stepWords({ converted, eligible, rate }: FunnelStep, whose: string, formats: Formats): string {
  const count = `${formats.whole(converted)} of ${formats.whole(eligible)} ${whose}`;
  return isRate(rate, eligible) ? `${formats.rate(rate, eligible)}: ${count}` : `${count}. Too few for a rate (${formats.whole(eligible)} of ${ENOUGH_FOR_A_RATE})`;
}

/** The part of a step's bar that is filled, 0 to 1; nothing where there is no rate. */
export const stepShare = ({ eligible, rate }: FunnelStep): number => (isRate(rate, eligible) ? rate : 0);

const isRate = (rate: number | null, eligible: number): rate is number => rate !== null && eligible >= ENOUGH_FOR_A_RATE;

/**
 * Treated against held out in a sentence, with its interval in points of a per cent, or that it is too early: of fewer than
 * 50 in a group there is no rate. Counted are first-time buyers whose time for it, `windowDays`, is over.
 */
export function comparisonSentence({ treated, heldOut, difference, isEnough }: ArmComparison, windowDays: number, formats: Formats): string {
  if (treated.eligible + heldOut.eligible === 0) return `of those whose ${windowDays} days are over, nobody was treated or held out so far. ${TOO_EARLY}`;
  if (!difference || Math.min(treated.eligible, heldOut.eligible) < ENOUGH_FOR_A_RATE) {
    const count = ({ converted, eligible }: ArmCount) => `${formats.whole(converted)} of ${formats.whole(eligible)}`;
    return `of those whose ${windowDays} days are over, ${count(treated)} treated and ${count(heldOut)} held out. ${TOO_EARLY}`;
  }
  const share = (rate: number | null, eligible: number) => `${formats.rate(rate ?? 0, eligible)} of ${formats.whole(eligible)}`;
  const points = new Intl.NumberFormat(formats.locale, { minimumFractionDigits: 1, maximumFractionDigits: 1, signDisplay: "negative" });
  const shown = (fraction: number) => points.format(fraction * 100).replace("-", "−");
  const figures = `${share(treated.rate, treated.eligible)} treated, ${share(heldOut.rate, heldOut.eligible)} held out; difference ${shown(difference.value)} points (${shown(difference.low)} to ${shown(difference.high)}).`;
  return `${figures} ${verdict(difference, isEnough)}`;
}

function verdict({ low, high }: { low: number; high: number }, isEnough: boolean): string {
  if (!isEnough) return TOO_EARLY;
  return low <= 0 && high >= 0 ? "That may still be chance." : "Chance alone hardly explains that.";
}
