import type { TierRoad } from "#app/domain/tiers/tier-road.ts";
import type { Formats } from "./formats.ts";

/** The tier that a customer is in and what is missing for the next: "Silver. £60.00 to Gold." */
export function tierWords(road: TierRoad, formats: Formats): string {
  return [road.current ? `${road.current.name}.` : "No tier yet.", roadWords(road, formats)].filter(Boolean).join(" ");
}

/** "£60.00 to Gold."; empty at the top. */
export function roadWords({ basis, total, next }: TierRoad, formats: Formats): string {
  if (!next) return "";
  const missing = next.threshold - total;
  switch (basis) {
    case "orders":
      return `${formats.counted(missing, "order", "orders")} to ${next.name}.`;
    case "spend":
      return `${formats.money(missing)} to ${next.name}.`;
    case "points":
      return `${formats.points(missing)} to ${next.name}.`;
  }
}
