import type { NthOrderStep } from "#app/contract/metrics.ts";
import { ordinal } from "#app/domain/scoring/stage-reason.ts";

/** A place on the road: how many customers ever reached this order. `isLoyal` marks the last one. */
export type RoadStation = { rank: number; label: string; reached: number; isLoyal: boolean };

/** From one station to the next. Rate and interval are fractions, null where nobody is eligible; the gap is in days, null where nobody went on and in views of a period. */
export type RoadStep = {
  from: number;
  eligible: number;
  converted: number;
  rate: number | null;
  low: number | null;
  high: number | null;
  medianGapDays: number | null;
};

/** The road from the first order to loyal. `withinDays` null: all time. `steps` has one entry less than `stations`. */
export type Road = { stations: RoadStation[]; steps: RoadStep[]; withinDays: number | null; asOf: string };

export type RoadFigures = {
  asOf: string;
  reached: readonly { rank: number; customers: number }[];
  nthOrder: { withinDays: number | null; steps: readonly NthOrderStep[] };
  /** Days from order k to k+1, keyed by k. */
  medianGapDays: Readonly<Record<string, number>>;
};

/** The road up to the order with which this shop calls a customer loyal. Ranks that nobody reached are stations with zero. */
export function roadOf(figures: RoadFigures, loyalAt: number): Road {
  const ranks = Array.from({ length: loyalAt }, (_, index) => index + 1);
  return {
    asOf: figures.asOf,
    withinDays: figures.nthOrder.withinDays,
    stations: ranks.map((rank) => ({
      rank,
      label: stationLabel(rank, loyalAt),
      reached: figures.reached.find((row) => row.rank === rank)?.customers ?? 0,
      isLoyal: rank === loyalAt,
    })),
    steps: ranks.slice(0, -1).map((from) => {
      const step = figures.nthOrder.steps.find((row) => row.from === from);
      return {
        from,
        eligible: step?.eligible ?? 0,
        converted: step?.converted ?? 0,
        rate: step?.rate ?? null,
        low: step?.low ?? null,
        high: step?.high ?? null,
        // The medians are those of all time, and would contradict the rate of a shorter period.
        medianGapDays: figures.nthOrder.withinDays === null ? (figures.medianGapDays[String(from)] ?? null) : null,
      };
    }),
  };
}

function stationLabel(rank: number, loyalAt: number): string {
  const word = ordinal(rank);
  const name = `${word.charAt(0).toUpperCase()}${word.slice(1)}`;
  if (rank === loyalAt) return `${name}: loyal`;
  return rank === 1 ? `${name} order` : name;
}
