import type { NthOrder, Summary } from "./metrics.ts";

/** Seven days of 86,400 s, `from` exclusive, `to` inclusive (ISO instants). */
export type WeekFigures = {
  from: string;
  to: string;
  /** Customers whose second (third) counted order was placed in these days. */
  reachedSecond: number;
  reachedThird: number;
  /** Customers seen moving to a lower stage in these days, each once. */
  movedBack: number;
};

/** The shop-wide figures that pages show, computed together at one instant. Rates as in docs/formulas.md. */
export type ShopFigures = {
  asOf: string;
  summary: Summary;
  nthOrder: { all: NthOrder; 30: NthOrder; 90: NthOrder; 180: NthOrder };
  /** Customers who reached each rank, from 1 upwards, with those inside an opening count. */
  reached: { rank: number; customers: number }[];
  thisWeek: WeekFigures;
  weekBefore: WeekFigures;
  /** Of all second orders, those placed on the shop-local day of the first. */
  sameDaySeconds: { sameDay: number; all: number };
};
