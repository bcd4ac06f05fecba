import type { CustomerId } from "#app/domain/ids.ts";
import { rebindEffect } from "#app/domain/redemption/effect-of.ts";
import { isDiscount } from "#app/domain/redemption/reward-grant.ts";
import { addEffects, moveOpenEffects } from "#app/effects/outbox.server.ts";
import type { LockedTx } from "#app/platform/db.server.ts";
import { enqueueJob, performEffectsOf } from "#app/store/jobs.server.ts";
import { moveOptOut } from "#app/store/mail-opt-outs.server.ts";
import { moveRedemptionsOf } from "#app/store/redemptions.server.ts";

/**
 * The redemptions' part of a merge, in its transaction: they become the survivor's, and codes that can still be used are
 * bound to the survivor, so that the string a customer already holds goes on working. A second time there is nothing to move.
 */
export async function mergeRedemptions(tx: LockedTx, shopId: number, { keptId, removedId, now }: { keptId: CustomerId; removedId: CustomerId; now: Date }): Promise<void> {
  const usable = (await moveRedemptionsOf(tx, shopId, { keptId, removedId })).filter(({ grant }) => isDiscount(grant));
  await moveOptOut(tx, shopId, { keptId, removedId });
  await moveOpenEffects(tx, shopId, { keptId, removedId });
  await addEffects(tx, shopId, { effects: usable.map((redemption) => rebindEffect(redemption)), now });
  if (usable.length > 0) await enqueueJob(tx, performEffectsOf(shopId));
}
