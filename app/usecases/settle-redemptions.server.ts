import type { CustomerId } from "#app/domain/ids.ts";
import { decideRedemption } from "#app/domain/redemption/decide-redemption.ts";
import { releaseEffect } from "#app/domain/redemption/effect-of.ts";
import type { Redemption, ReturnReason } from "#app/domain/redemption/redemption.ts";
import { addEffects } from "#app/effects/outbox.server.ts";
import type { LockedTx } from "#app/platform/db.server.ts";
import { enqueueJob, performEffectsOf } from "#app/store/jobs.server.ts";
import { listHeldRedemptions, moveRedemption } from "#app/store/redemptions.server.ts";

/**
 * Brings the redemptions of members in line with the orders that carry their codes, in the caller's transaction, which
 * holds the shop's facts: an order that stands holds the points, one that was undone starts their way back.
 */
export async function settleRedemptions(tx: LockedTx, shopId: number, { customerIds, now }: { customerIds: CustomerId[]; now: Date }): Promise<void> {
  if (customerIds.length === 0) return;
  for (const { redemption, carriers } of await listHeldRedemptions(tx, shopId, customerIds)) {
    const decision = decideRedemption(redemption, carriers);
    if (decision.step === "hold") {
      const { orderId, confirmedAt } = decision;
      await moveRedemption(tx, shopId, { redemption, change: { state: "used", orderId, confirmedAt, returnReason: null } });
    }
    if (decision.step === "release") await startRelease(tx, shopId, { redemption, because: decision.because, now });
  }
}

/** Starts taking a code back: it is deactivated and orders with it are looked for before its points return, for which `isWaitedFor` says somebody waits. */
export async function startRelease(
  tx: LockedTx,
  shopId: number,
  { redemption, because, isWaitedFor = false, now }: { redemption: Redemption; because: ReturnReason; isWaitedFor?: boolean; now: Date },
): Promise<Redemption> {
  const released = await moveRedemption(tx, shopId, { redemption, change: { state: "releasing", returnReason: because } });
  await addEffects(tx, shopId, { effects: [releaseEffect(redemption, now)], isWaitedFor, now });
  await enqueueJob(tx, performEffectsOf(shopId));
  return released;
}
