import { holdoutPercent } from "#app/domain/holdout/holdout-share.ts";
import { addHoldoutSetting, getHoldoutSetting } from "#app/store/holdout.server.ts";
import { FORM_PATIENCE_MS, holdShopFacts } from "#app/store/lock-shop-facts.server.ts";

export type HoldoutSaved = { outcome: "saved" } | { outcome: "unchanged" } | { outcome: "invalid"; message: string };

/** Sets the share that is held out of those who are asked about from now on. Nobody who has an arm changes it. */
export async function setHoldoutPercent(shopId: number, { percent, by }: { percent: unknown; by: string }, now: Date): Promise<HoldoutSaved> {
  const parsed = holdoutPercent.safeParse(percent);
  if (!parsed.success) return { outcome: "invalid", message: parsed.error.issues[0]?.message ?? "" };
  return holdShopFacts(shopId, FORM_PATIENCE_MS, async (tx) => {
    // One after another, or two would write the same version.
    const setting = await getHoldoutSetting(tx, shopId);
    if (setting.percent === parsed.data && setting.since) return { outcome: "unchanged" };
    await addHoldoutSetting(tx, shopId, { percent: parsed.data, by, now });
    return { outcome: "saved" };
  });
}
