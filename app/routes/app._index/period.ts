import type { ShopFigures } from "#app/contract/figures.ts";

/** Which customers the road's rates count: everybody, or those whose order is old enough. */
export type Period = "all" | "30" | "90" | "180";

export const PERIODS = [
  { value: "all", label: "All time" },
  { value: "30", label: "Within 30 days" },
  { value: "90", label: "Within 90 days" },
  { value: "180", label: "Within 180 days" },
] as const satisfies readonly { value: Period; label: string }[];

/** The period that an address names; anything else is all time. */
export function periodOf(parameter: string | null): Period {
  return PERIODS.find(({ value }) => value === parameter)?.value ?? "all";
}

/** The conversion figures of a period. */
export function nthOrderOf({ nthOrder }: ShopFigures, period: Period): ShopFigures["nthOrder"]["all"] {
  switch (period) {
    case "all":
      return nthOrder.all;
    case "30":
      return nthOrder[30];
    case "90":
      return nthOrder[90];
    case "180":
      return nthOrder[180];
  }
}
