import { arm, type Arm } from "#app/domain/holdout/arm.ts";
import { holdoutPercent } from "#app/domain/holdout/holdout-share.ts";
import type { CustomerId } from "#app/domain/ids.ts";
import { inTransaction, type Tx } from "#app/platform/db.server.ts";
import { addHoldoutSetting, assignArm, findArm, getHoldoutSetting } from "#app/store/holdout.server.ts";
import { lockShopFacts } from "#app/store/lock-shop-facts.server.ts";
import { findMember } from "#app/store/points.server.ts";
import { getShop, getShopHash } from "#app/store/shops.server.ts";

/**
 * Whether a customer may get what was not promised. Ask right before, in the transaction that decides to treat: the answer
 * is written down first, and is the same for ever, whatever share is set later.
 *
 * A former id stands for the survivor, who keeps the arm of before the merge. Nobody is left untreated without being known:
 * no customer id, or one that we have never heard of, is treated, not written down, and so not measured.
 */
export async function armOf(tx: Tx, shopId: number, customerId: CustomerId | null, now: Date): Promise<Arm> {
  const memberId = customerId === null ? undefined : await findMember(tx, shopId, customerId);
  if (!memberId) return "treated";
  const known = await findArm(tx, shopId, memberId);
  if (known) return known;
  const { percent } = await getHoldoutSetting(tx, shopId);
  const { holdout } = await getShopHash(tx, await getShop(tx, shopId));
  return assignArm(tx, shopId, { customerId: memberId, arm: arm(holdout, memberId, percent), percent, now });
}

export type HoldoutSaved = { outcome: "saved" } | { outcome: "unchanged" } | { outcome: "invalid"; message: string };

/** Sets the share that is held out of those who are asked about from now on. Nobody who has an arm changes it. */
export async function setHoldoutPercent(shopId: number, { percent, by }: { percent: unknown; by: string }, now: Date): Promise<HoldoutSaved> {
  const parsed = holdoutPercent.safeParse(percent);
  if (!parsed.success) return { outcome: "invalid", message: parsed.error.issues[0]?.message ?? "" };
  return inTransaction(async (client) => {
    // One after another, or two would write the same version.
    const tx = await lockShopFacts(client, shopId);
    const setting = await getHoldoutSetting(tx, shopId);
    if (setting.percent === parsed.data && setting.since) return { outcome: "unchanged" };
    await addHoldoutSetting(tx, shopId, { percent: parsed.data, by, now });
    return { outcome: "saved" };
  });
}
