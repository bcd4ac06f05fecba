import type { NthOrder, Summary } from "#app/contract/metrics.ts";
import { conversionSteps } from "#app/domain/metrics/conversion-steps.ts";
import { summarise } from "#app/domain/metrics/summarise.ts";
import { countRanks } from "#app/store/rank-counts.server.ts";

/** The summary from the facts up to `asOf`, inclusive, computed on demand. Throws for an unknown shop. */
export async function getSummary(shopId: number, asOf: Date): Promise<Summary> {
  const { counts, policy, currency } = await countRanks(shopId, { asOf, windowDays: [] });
  return { asOf: asOf.toISOString(), ...summarise(counts, policy), currency };
}

/** nth-order conversion from the facts up to `asOf`, inclusive, computed on demand; `withinDays` null is all time. Throws for an unknown shop. */
export async function getNthOrder(shopId: number, { asOf, withinDays }: { asOf: Date; withinDays: number | null }): Promise<NthOrder> {
  const { counts } = await countRanks(shopId, { asOf, windowDays: withinDays === null ? [] : [withinDays] });
  return { asOf: asOf.toISOString(), withinDays, steps: conversionSteps(counts, withinDays === null ? undefined : 0) };
}
