import type { CustomerId } from "#app/domain/ids.ts";
import { adjustmentKey } from "#app/domain/points/entry.ts";
import { takeFromLots, type Lot } from "#app/domain/points/lot.ts";
import type { SettledEntry } from "#app/domain/points/points-member.ts";
import { appendEntries } from "#app/ledger/append.server.ts";
import { findBalance, findEntryByKey } from "#app/ledger/read.server.ts";
import type { LockedTx } from "#app/platform/db.server.ts";
import { CLICK_PATIENCE_MS, holdShopFacts } from "#app/store/lock-shop-facts.server.ts";
import { loadLots } from "#app/store/points.server.ts";
import { findMember, isSameMember } from "#app/store/find-members.server.ts";
import { moveBalances, writeLots } from "#app/store/write-points.server.ts";
import { settleIfDue } from "./settle-due-member.server.ts";

export interface Adjustment {
  customerId: CustomerId;
  /** Signed whole points: what is added to or taken from what can be spent. */
  points: number;
  reason: string;
  by: string;
  /** The same key a second time changes nothing and gives the first answer. */
  idempotencyKey: string;
}

export type Adjusted =
  | { outcome: "adjusted"; settledPoints: number; isRepeated: boolean }
  | { outcome: "insufficient_points"; availablePoints: number }
  | { outcome: "unknown_customer" }
  | { outcome: "key_taken" };

/** Adds or takes points by hand, with a reason and a name. What is due comes first; taking more than is there is refused. */
export async function adjustPoints(shopId: number, adjustment: Adjustment, now: Date): Promise<Adjusted> {
  return holdShopFacts(shopId, CLICK_PATIENCE_MS, async (tx) => {
    const customerId = await findMember(tx, shopId, adjustment.customerId);
    if (!customerId) return { outcome: "unknown_customer" };
    await settleIfDue(tx, shopId, { customerId, now });
    return book(tx, shopId, { adjustment: { ...adjustment, customerId }, now });
  });
}

async function book(tx: LockedTx, shopId: number, { adjustment, now }: { adjustment: Adjustment; now: Date }): Promise<Adjusted> {
  const { customerId, points, reason, by, idempotencyKey } = adjustment;
  const key = adjustmentKey(idempotencyKey);
  const before = await findBalance(tx, shopId, customerId);
  const settledPoints = before?.settledPoints ?? 0;
  const earlier = await findEntryByKey(tx, shopId, key);
  if (earlier) {
    const isSame = earlier.settledPoints === points && earlier.why.kind === "adjusted" && earlier.why.reason === reason;
    return isSame && (await isSameMember(tx, shopId, { storedId: earlier.customerId, memberId: customerId })) ? { outcome: "adjusted", settledPoints, isRepeated: true } : { outcome: "key_taken" };
  }
  if (points < 0 && settledPoints + points < 0) return { outcome: "insufficient_points", availablePoints: Math.max(0, settledPoints) };
  const lots = (await loadLots(tx, shopId, { customerIds: [customerId], orderIds: [] })).get(customerId) ?? [];
  const allocations = points < 0 ? takeFromLots(lots, -points, "redeemed") : [];
  const paid = Math.min(Math.max(0, points), before?.debtPoints ?? 0);
  const credit: Lot | null = points > 0 ? { key, orderId: null, points, left: points - paid, redeemed: paid, expired: 0, expiresOn: null, creditedAt: now } : null;
  const entry: SettledEntry = {
    customerId, kind: "adjust", pendingPoints: 0, settledPoints: points, waivedPoints: 0, occurredAt: now, orderId: null, programVersion: null, key,
    why: { kind: "adjusted", reason, by }, allocations, credit,
  };
  await appendEntries(tx, shopId, { entries: [entry], now });
  await writeLots(tx, shopId, [...lots, ...(credit ? [credit] : [])].map((lot) => ({ ...lot, customerId })));
  // What is given may end one day, and when is worked out where the member is settled.
  const nextDueAt = credit ? now : "keep";
  await moveBalances(tx, shopId, [{ customerId, pendingPoints: 0, settledPoints: points, debtPoints: (before?.debtPoints ?? 0) - paid, activeAt: null, nextDueAt }]);
  return { outcome: "adjusted", settledPoints: settledPoints + points, isRepeated: false };
}
