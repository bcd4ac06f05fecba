import { expect } from "vitest";
import type { NthOrder, Summary } from "#app/contract/metrics.ts";
import { medianGapsByHand, stepsByHand, summaryByHand } from "./count-by-hand.ts";
import type { HistoricOrder } from "./real-history.ts";

/** The summary says what a count by hand says; medians and intervals agree to nine decimals. */
export function expectSummary({ asOf, medianGapDays, ...summary }: Summary, history: readonly HistoricOrder[], asOfMs: number): void {
  expect(asOf).toBe(new Date(asOfMs).toISOString());
  expect(summary).toEqual(summaryByHand(history, asOfMs));
  const gaps = medianGapsByHand(history, asOfMs);
  expect(Object.keys(medianGapDays).map(Number)).toEqual(gaps.map((_, index) => index + 1));
  gaps.forEach((gap, index) => expect(medianGapDays[index + 1]).toBeCloseTo(gap, 9));
}

export function expectNthOrder({ asOf, withinDays, steps }: NthOrder, history: readonly HistoricOrder[], asOfMs: number): void {
  expect(asOf).toBe(new Date(asOfMs).toISOString());
  const expected = stepsByHand(history, asOfMs, withinDays);
  expect(steps.map(({ low: _low, high: _high, ...step }) => step)).toEqual(expected.map(({ low: _low, high: _high, ...step }) => step));
  expected.forEach(({ low, high }, index) => {
    for (const [bound, wanted] of [[steps[index]?.low, low], [steps[index]?.high, high]] as const) {
      if (wanted === null) expect(bound).toBeNull();
      else expect(bound).toBeCloseTo(wanted, 9);
    }
  });
}
