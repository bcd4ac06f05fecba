import { nextEnd } from "#app/domain/points/expire-lots.ts";
import type { Redemption, ReturnReason } from "#app/domain/redemption/redemption.ts";
import { redeemKey } from "#app/domain/redemption/reserve-points.ts";
import { returnPoints } from "#app/domain/redemption/return-points.ts";
import { appendEntries } from "#app/ledger/append.server.ts";
import type { LockedTx } from "#app/platform/db.server.ts";
import { listProgramVersions } from "#app/store/program-versions.server.ts";
import { loadHeldLots, writeReturn } from "#app/store/redemption-lots.server.ts";
import { moveRedemption } from "#app/store/redemptions.server.ts";
import { getShop } from "#app/store/shops.server.ts";
import { loadMemberStates, moveBalances, writeLots } from "#app/store/write-points.server.ts";
import { closeMembers } from "./close-members.server.ts";

/**
 * Gives the points of a redemption back, once: a redemption that is returned stays so, and its entry's key is taken once.
 * The caller holds the shop's facts and has made sure that the code is dead or never lived.
 */
export async function returnRedemption(
  tx: LockedTx,
  shopId: number,
  { redemption, because, refusal = null, now }: { redemption: Redemption; because: ReturnReason; refusal?: string | null; now: Date },
): Promise<void> {
  // What was given for no points has none to give back.
  if (redemption.points === 0) return void (await moveRedemption(tx, shopId, { redemption, change: { state: "returned", returnReason: because, refusal, closedAt: now } }));
  const { redemptionId, customerId } = redemption;
  const { timeZone } = await getShop(tx, shopId);
  const { held, ...behind } = await loadHeldLots(tx, shopId, { entryKey: redeemKey(redemptionId), customerId });
  const member = (await loadMemberStates(tx, shopId, [customerId])).get(customerId);
  const debtPoints = member?.debtPoints ?? 0;
  const returned = returnPoints({ redemption, because, held, ...behind, debtPoints }, { now, timeZone });
  await appendEntries(tx, shopId, { entries: returned.entries, now });
  await writeLots(tx, shopId, held.map(({ lot }) => ({ ...lot, customerId })));
  await writeReturn(tx, shopId, { redemptionId, extensions: returned.extensions, bookings: behind.bookings });
  // A lot that has points again may come due earlier than what was known of.
  const nextDueAt = held.some(({ lot }) => lot.left > 0) ? now : "keep";
  // Nothing ends before it is back: where the member's time is over meanwhile, it begins anew.
  const versions = await listProgramVersions(tx, shopId);
  const endsAt = nextEnd({ lots: held.map(({ lot }) => lot), activeAt: member?.activeAt ?? null, isClaimed: true }, { versions, timeZone, now, lapseStartsAt: null });
  const activeAt = endsAt && endsAt <= now ? now : null;
  await moveBalances(tx, shopId, [{ customerId, pendingPoints: 0, settledPoints: returned.settledPoints, debtPoints: returned.debtPoints, activeAt, nextDueAt }]);
  // A customer who was erased meanwhile gets nothing back.
  await closeMembers(tx, shopId, { customerIds: [customerId], now });
  await moveRedemption(tx, shopId, { redemption, change: { state: "returned", returnReason: because, refusal, closedAt: now } });
}
