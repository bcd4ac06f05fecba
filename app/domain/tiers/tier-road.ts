import type { Program } from "../program/program.ts";
import { movesOf, type Contribution } from "./qualify-tier.ts";
import type { Tier, TierQualification } from "./tier.ts";

/** How far a member is on the way to the next tier. `total` and `threshold` in the unit of the basis; `next` is null at the top, and without tiers. */
export interface TierRoad {
  basis: TierQualification["basis"];
  total: number;
  current: Pick<Tier, "id" | "name"> | null;
  next: Pick<Tier, "id" | "name" | "threshold"> | null;
}

/** The road of a member who is in a tier (null: none) at `now`. Who keeps a tier by grace is shown the one above it. */
export function tierRoad(
  contributions: Contribution[],
  { tierId, program: { tiers, tierQualification }, timeZone, now }: { tierId: string | null; program: Pick<Program, "tiers" | "tierQualification">; timeZone: string; now: Date },
): TierRoad {
  const moves = movesOf(contributions, tierQualification, timeZone).filter(({ atMs }) => atMs <= now.getTime());
  const total = moves.reduce((sum, { amount }) => sum + amount, 0);
  const place = tiers.findIndex(({ id }) => id === tierId);
  const current = tiers[place];
  const next = tiers.find(({ threshold }, at) => at > place && threshold > total);
  return {
    basis: tierQualification.basis,
    total,
    current: current ? { id: current.id, name: current.name } : null,
    next: next ? { id: next.id, name: next.name, threshold: next.threshold } : null,
  };
}
