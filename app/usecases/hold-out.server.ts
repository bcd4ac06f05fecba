import { arm, type Arm } from "#app/domain/holdout/arm.ts";
import { holdoutPercent } from "#app/domain/holdout/holdout-share.ts";
import type { CustomerId } from "#app/domain/ids.ts";
import { inTransaction, type Tx } from "#app/platform/db.server.ts";
import { findSurvivors } from "#app/store/find-customers.server.ts";
import { addHoldoutSetting, assignArms, findArms, getHoldoutSetting } from "#app/store/holdout.server.ts";
import { lockShopFacts } from "#app/store/lock-shop-facts.server.ts";
import { getShop, getShopHash } from "#app/store/shops.server.ts";

/**
 * Whether a customer may get what was not promised. Ask right before, in the transaction that decides to treat: the answer
 * is written down first, and is the same for ever, whatever share is set later.
 *
 * A former id stands for the survivor, who keeps the arm of before the merge. Nobody is left untreated without being known:
 * no customer id, or one that we have never heard of, is treated, not written down, and so not measured.
 */
export async function armOf(tx: Tx, shopId: number, customerId: CustomerId | null, now: Date): Promise<Arm> {
  if (customerId === null) return "treated";
  return (await armsOf(tx, shopId, { customerIds: [customerId], now })).get(customerId) ?? "treated";
}

/** The same for many at once. Nobody who is not known is in the answer. */
export async function armsOf(tx: Tx, shopId: number, { customerIds, now }: { customerIds: CustomerId[]; now: Date }): Promise<Map<CustomerId, Arm>> {
  const memberOf = await findSurvivors(tx, shopId, [...new Set(customerIds)]);
  const memberIds = [...new Set(memberOf.values())];
  if (memberIds.length === 0) return new Map();
  const arms = await findArms(tx, shopId, memberIds);
  const unknownIds = memberIds.filter((memberId) => !arms.has(memberId));
  if (unknownIds.length > 0) {
    const { percent } = await getHoldoutSetting(tx, shopId);
    const { holdout } = await getShopHash(tx, await getShop(tx, shopId));
    const assigned = unknownIds.map((memberId) => ({ customerId: memberId, arm: arm(holdout, memberId, percent) }));
    for (const one of await assignArms(tx, shopId, { assigned, percent, now })) arms.set(one.customerId, one.arm);
  }
  return new Map([...memberOf].map(([customerId, memberId]) => [customerId, arms.get(memberId)!]));
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
