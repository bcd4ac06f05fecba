import { addCountingPolicy, getCountingPolicy } from "#app/store/counting-policies.server.ts";
import { FORM_PATIENCE_MS, holdShopFacts } from "#app/store/lock-shop-facts.server.ts";

/**
 * Puts down that the merchant has chosen the policy of the installation: the same again, as a version of theirs. Nobody's
 * stage changes by it. A second call changes nothing.
 */
export async function keepCountingPolicy(shopId: number, { by, now }: { by: string; now: Date }): Promise<void> {
  await holdShopFacts(shopId, FORM_PATIENCE_MS, async (tx) => {
    const { version, createdAt: _createdAt, createdBy: _createdBy, ...policy } = await getCountingPolicy(tx, shopId);
    if (version === 1) await addCountingPolicy(tx, shopId, { policy, by, now });
  });
}
