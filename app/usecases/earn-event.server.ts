import { eventRulesMet } from "#app/domain/earning/event-points.ts";
import type { EventRule } from "#app/domain/earning/earn-rule.ts";
import type { CustomerId } from "#app/domain/ids.ts";
import { expiryDay } from "#app/domain/points/expiry.ts";
import type { Lot } from "#app/domain/points/lot.ts";
import type { SettledEntry } from "#app/domain/points/points-member.ts";
import { programAt, type ProgramVersion } from "#app/domain/program/program.ts";
import { appendEntries } from "#app/ledger/append.server.ts";
import { findBalance } from "#app/ledger/read.server.ts";
import type { LockedTx } from "#app/platform/db.server.ts";
import { addEvent, type MemberEvent } from "#app/store/member-events.server.ts";
import { listProgramVersions } from "#app/store/program-versions.server.ts";
import { getShop } from "#app/store/shops.server.ts";
import { moveBalances, writeLots } from "#app/store/write-points.server.ts";
import { loadEventStanding } from "./load-event-standing.server.ts";

/** `namedId`: the one of the member's ids that it was told of, where that is another than the member's present one. */
type Happened = Pick<MemberEvent, "customerId" | "event" | "occurredAt" | "key"> & { namedId?: CustomerId };

/** The key of the one event that makes a customer's account, whoever tells of it. */
export const accountCreatedKey = (customerId: CustomerId): string => `account_created:${customerId}`;

/**
 * Records what a settled member did, with the points of every rule that it meets by the program of that time, in the
 * caller's transaction, which holds the shop's facts. Its key must be free.
 */
export async function earnEvent(tx: LockedTx, shopId: number, { event, now }: { event: Happened; now: Date }): Promise<MemberEvent> {
  const earned = await earn(tx, shopId, { event, now });
  await addEvent(tx, shopId, { event: { ...earned, customerId: event.namedId ?? event.customerId }, now });
  return earned;
}

async function earn(tx: LockedTx, shopId: number, { event, now }: { event: Happened; now: Date }): Promise<MemberEvent> {
  const { customerId, namedId = customerId, occurredAt } = event;
  const versions = await listProgramVersions(tx, shopId);
  const version = programAt(versions.filter(({ award }) => !award), occurredAt);
  const nothing = { ...event, programVersion: version?.version ?? null, points: 0, ruleIds: [] };
  if (!version || version.isPaused) return nothing;
  const { timeZone } = await getShop(tx, shopId);
  const standing = await loadEventStanding(tx, shopId, { customerId, namedId, at: occurredAt, versions, timeZone, now });
  const met = standing.exclusion ? [] : eventRulesMet(version.program.earnRules, { event: event.event, occurredAt, timeZone, member: standing.member });
  if (met.length === 0) return nothing;
  await credit(tx, shopId, { event, met, version, timeZone, now });
  return { ...nothing, points: met.reduce((sum, rule) => sum + rule.points, 0), ruleIds: met.map((rule) => rule.id) };
}

interface Crediting {
  event: Happened;
  met: EventRule[];
  version: ProgramVersion;
  timeZone: string;
  now: Date;
}

// A debt is paid first, as by any points that become available.
async function credit(tx: LockedTx, shopId: number, { event: { customerId, event, occurredAt, key }, met, version, timeZone, now }: Crediting): Promise<void> {
  let debtPoints = (await findBalance(tx, shopId, customerId))?.debtPoints ?? 0;
  const entries = met.map((rule): SettledEntry & { credit: Lot } => {
    const paid = Math.min(rule.points, debtPoints);
    debtPoints -= paid;
    const entryKey = `${key}:${rule.id}`;
    return {
      customerId, kind: "earn_released", pendingPoints: 0, settledPoints: rule.points, waivedPoints: 0, occurredAt, orderId: null, programVersion: version.version, key: entryKey,
      why: { kind: "event", event, ruleId: rule.id, occurredAt: occurredAt.toISOString() }, allocations: [],
      credit: {
        key: entryKey, orderId: null, points: rule.points, left: rule.points - paid, redeemed: paid, expired: 0,
        expiresOn: expiryDay(version.program.expiry, occurredAt, timeZone), creditedAt: occurredAt,
      },
    };
  });
  await appendEntries(tx, shopId, { entries, now });
  await writeLots(tx, shopId, entries.map((entry) => ({ ...entry.credit, customerId })));
  const settledPoints = met.reduce((sum, rule) => sum + rule.points, 0);
  await moveBalances(tx, shopId, [{ customerId, pendingPoints: 0, settledPoints, debtPoints, activeAt: occurredAt, nextDueAt: "keep" }]);
}
