import type { ArmComparison } from "#app/domain/holdout/compare-arms.ts";
import type { FunnelStep } from "#app/domain/account/account-funnel.ts";
import type { Formats } from "#app/ui/formats.ts";

/** "312 of 1,200, 26.0%"; `whose` says of whom. */
export function stepWords({ converted, eligible, rate }: FunnelStep, whose: string, formats: Formats): string {
  const count = `${formats.whole(converted)} of ${formats.whole(eligible)} ${whose}`;
  return rate === null ? count : `${formats.rate(rate, eligible)}: ${count}`;
}

/** Treated against held out in a sentence, with its interval in points of a per cent, or that it is too early. */
export function comparisonSentence({ treated, heldOut, difference, isEnough }: ArmComparison, formats: Formats): string {
  if (!difference) return `${formats.counted(treated.eligible, "first-time buyer", "first-time buyers")} treated and ${formats.whole(heldOut.eligible)} held out so far. Not enough data yet to tell.`;
  const share = (rate: number | null, eligible: number) => `${formats.rate(rate ?? 0, eligible)} of ${formats.whole(eligible)}`;
  const points = new Intl.NumberFormat(formats.locale, { minimumFractionDigits: 1, maximumFractionDigits: 1, signDisplay: "negative" });
  const shown = (fraction: number) => points.format(fraction * 100).replace("-", "−");
  const figures = `${share(treated.rate, treated.eligible)} treated, ${share(heldOut.rate, heldOut.eligible)} held out; difference ${shown(difference.value)} points (${shown(difference.low)} to ${shown(difference.high)}).`;
  return `${figures} ${verdict(difference, isEnough)}`;
}

function verdict({ low, high }: { low: number; high: number }, isEnough: boolean): string {
  if (!isEnough) return "Not enough data yet to tell.";
  return low <= 0 && high >= 0 ? "That may still be chance." : "Chance alone hardly explains that.";
}
