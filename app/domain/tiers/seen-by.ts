import type { CustomerId } from "../ids.ts";
import { togetherSince, type Merge } from "../scoring/holder-at.ts";
import type { Contribution, TierGrant } from "./qualify-tier.ts";

/** Something towards a tier, with the one of a member's ids whose it was before any merge. */
export type Owned<Thing> = Thing & { ownerId: CustomerId };

/** What one of a member's ids had towards a tier: its own, and what others brought along from the merge on. */
export function contributionsSeenBy(holderId: CustomerId, contributions: Owned<Contribution>[], merges: Merge[]): Contribution[] {
  if (merges.length === 0) return contributions;
  return contributions.flatMap((one) => {
    const since = togetherSince(merges, one.ownerId, holderId);
    if (since === undefined) return [];
    return since !== null && since > one.at ? [{ ...one, at: since }] : [one];
  });
}

/** The same of tiers that were given: one that another customer was given is held from the merge on, and ends as it would have. */
export function grantsSeenBy(holderId: CustomerId, grants: Owned<TierGrant>[], merges: Merge[]): TierGrant[] {
  if (merges.length === 0) return grants;
  return grants.flatMap((one) => {
    const since = togetherSince(merges, one.ownerId, holderId);
    if (since === undefined) return [];
    return since !== null && since > one.from ? [{ ...one, heldFrom: since }] : [one];
  });
}
