import { z } from "zod";
import { eventRulesMet } from "#app/domain/earning/event-points.ts";
import type { EventRule } from "#app/domain/earning/earn-rule.ts";
import { eventName } from "#app/domain/earning/rules/event-rule.ts";
import type { CustomerId } from "#app/domain/ids.ts";
import { expiryDay } from "#app/domain/points/expiry.ts";
import type { Lot } from "#app/domain/points/lot.ts";
import type { SettledEntry } from "#app/domain/points/points-member.ts";
import { programAt, type ProgramVersion } from "#app/domain/program/program.ts";
import { appendEntries } from "#app/ledger/append.server.ts";
import { findBalance } from "#app/ledger/read.server.ts";
import { inTransaction, type Tx } from "#app/platform/db.server.ts";
import { lockShopFacts } from "#app/store/lock-shop-facts.server.ts";
import { addEvent, findEvent, findOnce, type MemberEvent } from "#app/store/member-events.server.ts";
import { findMember } from "#app/store/points.server.ts";
import { listProgramVersions } from "#app/store/program-versions.server.ts";
import { getShop } from "#app/store/shops.server.ts";
import { moveBalances, writeLots } from "#app/store/write-points.server.ts";
import { loadEventStanding } from "./load-event-standing.server.ts";
import { settleMembers } from "./settle-members.server.ts";

/** The names that an event may have: any that a rule could, and that of the rule for accounts. */
export const recordedEventName = z.union([z.literal("account_created"), eventName]);

export interface EventToRecord {
  customerId: CustomerId;
  event: string;
  occurredAt: Date;
  /** The same key a second time changes nothing and gives the first answer. */
  idempotencyKey: string;
}

export type EventRecorded =
  | { outcome: "recorded"; points: number; ruleIds: string[]; isRepeated: boolean }
  | { outcome: "unknown_customer" }
  | { outcome: "in_the_future" }
  | { outcome: "key_taken" };

/**
 * Records that a member did something, and gives the points of every rule that it meets by the program of that time. An
 * account is created once per customer, whatever the key.
 */
export async function recordEvent(shopId: number, asked: EventToRecord, now: Date): Promise<EventRecorded> {
  return inTransaction(async (tx): Promise<EventRecorded> => {
    await lockShopFacts(tx, shopId);
    const customerId = await findMember(tx, shopId, asked.customerId);
    if (!customerId) return { outcome: "unknown_customer" };
    if (asked.occurredAt > now) return { outcome: "in_the_future" };
    const isOnce = asked.event === "account_created";
    const key = isOnce ? `account_created:${customerId}` : `event:${asked.idempotencyKey}`;
    const earlier = isOnce ? await findOnce(tx, shopId, { customerId, event: asked.event }) : await findEvent(tx, shopId, key);
    if (earlier) {
      const isSame = earlier.event === asked.event && ((await findMember(tx, shopId, earlier.customerId)) ?? earlier.customerId) === customerId;
      return isSame ? { outcome: "recorded", points: earlier.points, ruleIds: earlier.ruleIds, isRepeated: true } : { outcome: "key_taken" };
    }
    await settleMembers(tx, shopId, { customerIds: [customerId], now, isLive: true });
    const event = await earn(tx, shopId, { event: { ...asked, customerId, key }, now });
    await addEvent(tx, shopId, { event, now });
    // What was earned may end one day, or lift the member into a tier.
    if (event.points > 0) await settleMembers(tx, shopId, { customerIds: [customerId], now, isLive: true });
    return { outcome: "recorded", points: event.points, ruleIds: event.ruleIds, isRepeated: false };
  });
}

async function earn(tx: Tx, shopId: number, { event, now }: { event: Pick<MemberEvent, "customerId" | "event" | "occurredAt" | "key">; now: Date }): Promise<MemberEvent> {
  const { customerId, occurredAt } = event;
  const versions = await listProgramVersions(tx, shopId);
  const version = programAt(versions.filter(({ award }) => !award), occurredAt);
  const nothing = { ...event, programVersion: version?.version ?? null, points: 0, ruleIds: [] };
  if (!version || version.isPaused) return nothing;
  const { timeZone } = await getShop(tx, shopId);
  const standing = await loadEventStanding(tx, shopId, { customerId, at: occurredAt, versions, timeZone, now });
  const met = standing.exclusion ? [] : eventRulesMet(version.program.earnRules, { event: event.event, occurredAt, timeZone, member: standing.member });
  if (met.length === 0) return nothing;
  await credit(tx, shopId, { event, met, version, timeZone, now });
  return { ...nothing, points: met.reduce((sum, rule) => sum + rule.points, 0), ruleIds: met.map((rule) => rule.id) };
}

interface Crediting {
  event: Pick<MemberEvent, "customerId" | "event" | "occurredAt" | "key">;
  met: EventRule[];
  version: ProgramVersion;
  timeZone: string;
  now: Date;
}

// A debt is paid first, as by any points that become available.
async function credit(tx: Tx, shopId: number, { event: { customerId, event, occurredAt, key }, met, version, timeZone, now }: Crediting): Promise<void> {
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
  await moveBalances(tx, shopId, { movements: [{ customerId, pendingPoints: 0, settledPoints, debtPoints, activeAt: occurredAt, nextDueAt: "keep" }], now });
}
