import { tagPrefix } from "#app/domain/summary/customer-tags.ts";
import { FORM_PATIENCE_MS, holdShopFacts } from "#app/store/lock-shop-facts.server.ts";
import { changeSummaryPush } from "#app/store/summary-pushes.server.ts";

/**
 * Switches tags by stage and tier on, or off with null. Everybody's follow within minutes; tags with a former prefix that
 * we set are taken away.
 */
export async function setCustomerTags(shopId: number, { prefix }: { prefix: string | null }): Promise<{ outcome: "saved" } | { outcome: "invalid"; message: string }> {
  const parsed = tagPrefix.nullable().safeParse(prefix);
  if (!parsed.success) return { outcome: "invalid", message: parsed.error.issues[0]?.message ?? "" };
  await holdShopFacts(shopId, FORM_PATIENCE_MS, async (tx) => {
    await changeSummaryPush(tx, shopId, { tagPrefix: parsed.data, markedThroughId: "0" });
  });
  return { outcome: "saved" };
}
