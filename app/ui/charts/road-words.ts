import { ordinal } from "#app/domain/scoring/stage-reason.ts";
import { ENOUGH_FOR_A_RATE, type Formats } from "../formats.ts";
import type { Road, RoadStep } from "./road.ts";

/** What stands between two stations: a rate with its interval and one detail more, or why there is none yet. */
export type StepWords = { rate: string; interval: string | null; detail: string | null };

/**
 * The words of one step. Below 50 eligible customers there is no rate, only how many of 50 there are.
 * Of all time the detail is the median gap; within a period it is how many customers the rate counts, as the bars count everybody.
 */
export function stepWords(step: RoadStep, withinDays: number | null, formats: Formats): StepWords {
  const { rate, low, high, eligible, medianGapDays } = step;
  if (rate === null || low === null || high === null || eligible < ENOUGH_FOR_A_RATE) {
    return { rate: `Too few customers for a rate (${formats.whole(eligible)} of ${ENOUGH_FOR_A_RATE})`, interval: null, detail: null };
  }
  return {
    rate: `${formats.rate(rate, eligible)} go on`,
    interval: formats.interval(low, high, eligible),
    detail: withinDays === null ? medianGap(medianGapDays, formats) : `of ${formats.counted(eligible, "customer", "customers")}`,
  };
}

const medianGap = (days: number | null, formats: Formats) => (days === null ? null : `median ${formats.days(days)}`);

/** The whole picture in sentences, for those who do not see it. */
export function roadCaption(road: Road, formats: Formats): string {
  const sentences = road.steps.map((step, index) => {
    const { eligible, converted, rate } = step;
    const who = index === 0 ? `Of ${formats.counted(eligible, "customer", "customers")} with a first order` : `Of ${formats.whole(eligible)} with a ${ordinal(step.from)}`;
    const share = rate !== null && eligible >= ENOUGH_FOR_A_RATE ? ` (${formats.rate(rate, eligible)})` : "";
    return `${who}, ${formats.whole(converted)}${share} placed a ${ordinal(step.from + 1)}.`;
  });
  return [...sentences, periodSentence(road, formats)].join(" ");
}

/** Which customers the rates count: "All time, as of 21 Nov 2026." */
export function periodSentence(road: Road, formats: Formats): string {
  const day = formats.day(road.asOf);
  if (road.withinDays === null) return `All time, as of ${day}.`;
  return `Within ${road.withinDays} days, only customers whose order is at least ${road.withinDays} days old, as of ${day}.`;
}
