import { arm, type Arm } from "#app/domain/holdout/arm.ts";
import type { CustomerId } from "#app/domain/ids.ts";
import type { Tx } from "#app/platform/db.server.ts";
import { findMembers } from "#app/store/find-members.server.ts";
import { assignArms, findArms, getHoldoutSetting } from "#app/store/holdout.server.ts";
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
  const memberOf = await findMembers(tx, shopId, [...new Set(customerIds)]);
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
