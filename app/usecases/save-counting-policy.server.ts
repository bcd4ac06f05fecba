import type { CountingPolicy } from "#app/domain/scoring/counting-policy.ts";
import { addCountingPolicy, getCountingPolicy } from "#app/store/counting-policies.server.ts";
import { FORM_PATIENCE_MS, holdShopFacts } from "#app/store/lock-shop-facts.server.ts";
import { markAllDirty } from "#app/store/marked-members.server.ts";
import { touchShopFigures } from "#app/store/shop-figures.server.ts";
import { changeSummaryPush } from "#app/store/summary-pushes.server.ts";

export type PolicySaved = { outcome: "saved"; version: number } | { outcome: "unchanged" };

/** Puts a counting policy in force as the next version; every member is settled by it soon after. The same policy again is no version. */
export async function saveCountingPolicy(shopId: number, policy: CountingPolicy, { by, now }: { by: string; now: Date }): Promise<PolicySaved> {
  return holdShopFacts(shopId, FORM_PATIENCE_MS, async (tx): Promise<PolicySaved> => {
    if (isSame(await getCountingPolicy(tx, shopId), policy)) return { outcome: "unchanged" };
    const version = await addCountingPolicy(tx, shopId, { policy, by, now });
    await markAllDirty(tx, shopId);
    await touchShopFigures(tx, shopId);
    // The shop's pages say which order makes a customer loyal and from what amount on orders count: they are told anew with the next look.
    await changeSummaryPush(tx, shopId, { markedAt: null });
    return { outcome: "saved", version };
  });
}

function isSame(a: CountingPolicy, b: CountingPolicy): boolean {
  const comparable = ({ countFrom, minimumOrderMinor, excludedTags, excludedSources, mergeSameDay, loyalAt, championAt }: CountingPolicy) =>
    JSON.stringify([countFrom, minimumOrderMinor, excludedTags.toSorted(), excludedSources.toSorted(), mergeSameDay, loyalAt, championAt]);
  return comparable(a) === comparable(b);
}
