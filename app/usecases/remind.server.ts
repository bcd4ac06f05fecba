import type { CustomerId } from "#app/domain/ids.ts";
import { messageKey } from "#app/domain/messages/content.ts";
import { MESSAGE_RULES, type Message, type MessageKind } from "#app/domain/messages/message.ts";
import { REMINDER_DAYS, reminderDue } from "#app/domain/messages/reminder.ts";
import { endingsOf } from "#app/domain/points/expire-lots.ts";
import { expiresAt, UNCLAIMED_MONTHS } from "#app/domain/points/expiry.ts";
import { programAt, type ProgramVersion } from "#app/domain/program/program.ts";
import { costOf, offeredRewards } from "#app/domain/redemption/offered-rewards.ts";
import { addDays, addMonths, localDay, startOfDay } from "#app/domain/time.ts";
import { addEffects, findTakenKeys } from "#app/effects/outbox.server.ts";
import { inTransaction, type Tx } from "#app/platform/db.server.ts";
import { env } from "#app/platform/env.server.ts";
import { isHistoryOpen } from "#app/store/backfills.server.ts";
import { enqueueJob, sendMessagesOf } from "#app/store/jobs.server.ts";
import { lockShopFacts } from "#app/store/lock-shop-facts.server.ts";
import { markAllDirty } from "#app/store/marked-members.server.ts";
import { listEarned, listEnding, listGained, listToInvite, type EndingMember } from "#app/store/message-candidates.server.ts";
import { dateUsualSettings, findLapseStart, loadMessageSettings, type MessageSetting } from "#app/store/message-settings.server.ts";
import { listProgramVersions } from "#app/store/program-versions.server.ts";
import type { Shop } from "#app/store/shops.server.ts";
import { armsOf } from "./arm-of.server.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const INVITED_AFTER_MS = 2 * DAY_MS;
// An invitation days late is still one; after a week it would be news of another order.
const INVITED_UNTIL_MS = 7 * DAY_MS;
const NEWS_MS = 2 * DAY_MS;
const MARKETING_KEEPS_MS = 7 * DAY_MS;
const MEMBERS_PER_READ = 1_000;

interface Due {
  customerId: CustomerId;
  message: Message;
  key: string;
  sendBefore: Date;
}

/**
 * Asks for every message that is due by `now`, each once: invitations, news of points and rewards, reminders. Nothing for what
 * happened before its message was switched on, or while history is read, and no unpromised message to who is held out.
 * Answers how many were asked for. Any number of runs ask for the same messages.
 */
export async function remind(shop: Shop, now: Date): Promise<number> {
  if (!env.mail) return 0;
  await inTransaction(async (client) => {
    const tx = await lockShopFacts(client, shop.id);
    if ((await dateUsualSettings(tx, shop.id, now)).includes("points_lapse")) await markAllDirty(tx, shop.id);
  });
  return inTransaction(async (tx) => {
    const versions = await listProgramVersions(tx, shop.id);
    const live = programAt(versions, now);
    if (!live || (await isHistoryOpen(tx, shop.id))) return 0;
    const settings = await loadMessageSettings(tx, shop.id);
    const due = [...(live.isPaused ? [] : await findNews(tx, shop, { settings, versions, now })), ...(await findReminders(tx, shop, { settings, versions, now }))];
    // Whoever was asked for stays due for days: only the others are looked at further.
    const asked = await findTakenKeys(tx, shop.id, due.map(({ key }) => key));
    const fresh = due.filter(({ key }) => !asked.has(key));
    const mayBeHeldOut = fresh.filter(({ message }) => MESSAGE_RULES[message.kind].isHeldOut);
    const arms = await armsOf(tx, shop.id, { customerIds: mayBeHeldOut.map(({ customerId }) => customerId), now });
    const treated = fresh.filter(({ customerId, message }) => !MESSAGE_RULES[message.kind].isHeldOut || arms.get(customerId) !== "held_out");
    const added = await addEffects(tx, shop.id, {
      effects: treated.map(({ key, customerId, message, sendBefore }) => ({ key, effect: { kind: "send_message" as const, customerId, message, sendBefore: sendBefore.toISOString() } })),
      now,
    });
    if (added > 0) await enqueueJob(tx, sendMessagesOf(shop.id));
    return added;
  });
}

interface Asking {
  settings: Record<MessageKind, MessageSetting>;
  versions: ProgramVersion[];
  now: Date;
}

async function findNews(tx: Tx, { id }: Shop, { settings, versions, now }: Asking): Promise<Due[]> {
  const later = (kind: MessageKind, afterMs: number): Date | undefined => {
    const { isOn, since } = settings[kind];
    return isOn && since ? new Date(Math.max(since.getTime(), now.getTime() - afterMs)) : undefined;
  };
  const due: Due[] = [];
  const add = (customerId: CustomerId, message: Message, { keepsMs, round }: { keepsMs: number; round?: number }) =>
    due.push({ customerId, message, key: messageKey(customerId, message, round === undefined ? {} : { round }), sendBefore: new Date(now.getTime() + keepsMs) });
  const invitedAfter = later("invitation", INVITED_UNTIL_MS);
  const until = new Date(now.getTime() - INVITED_AFTER_MS);
  if (invitedAfter) for (const customerId of await listToInvite(tx, id, { after: invitedAfter, until })) add(customerId, { kind: "invitation" }, { keepsMs: MARKETING_KEEPS_MS });
  const earnedAfter = later("earned", NEWS_MS);
  if (earnedAfter) for (const { customerId, orderId } of await listEarned(tx, id, { after: earnedAfter, now })) add(customerId, { kind: "earned", orderId }, { keepsMs: NEWS_MS });
  const gainedAfter = later("reward_available", NEWS_MS);
  if (gainedAfter) {
    const offered = offeredRewards(versions, now);
    for (const { customerId, pointsBefore, availablePoints, redemptions } of await listGained(tx, id, { after: gainedAfter, now })) {
      // Of the rewards that came into reach, the one that was worth the longest wait.
      const reached = offered.findLast((reward) => costOf(reward) <= availablePoints && costOf(reward) > pointsBefore);
      if (reached) add(customerId, { kind: "reward_available", rewardId: reached.id }, { keepsMs: MARKETING_KEEPS_MS, round: redemptions });
    }
  }
  return due;
}

async function findReminders(tx: Tx, { id, timeZone }: Shop, { settings, versions, now }: Asking): Promise<Due[]> {
  const today = localDay(now, timeZone);
  const throughDay = addDays(today, REMINDER_DAYS[0]);
  const rule = programAt(versions, now)?.program.expiry;
  const lapseStartsAt = await findLapseStart(tx, id);
  // Wide by a day or two: months differ in length, and the exact day is worked out lot by lot.
  const before = (months: number) => startOfDay(addDays(addMonths(throughDay, -months), 4), timeZone);
  const idleBefore = rule?.kind === "rolling" ? before(rule.months) : null;
  const waitingBefore = lapseStartsAt && localDay(lapseStartsAt, timeZone) <= throughDay ? before(UNCLAIMED_MONTHS) : null;
  const due: Due[] = [];
  for (let afterId = "0"; ; ) {
    const members = await listEnding(tx, id, { throughDay, idleBefore, waitingBefore, afterId, limit: MEMBERS_PER_READ });
    for (const member of members) due.push(...remindersFor(member, { endings: endingsOf(member, { versions, timeZone, now, lapseStartsAt }), settings, today, timeZone }));
    const last = members.at(-1);
    if (!last || members.length < MEMBERS_PER_READ) return due;
    afterId = last.customerId;
  }
}

function remindersFor(
  { customerId }: EndingMember,
  { endings, settings, today, timeZone }: { endings: ReturnType<typeof endingsOf>; settings: Asking["settings"]; today: string; timeZone: string },
): Due[] {
  return endings.flatMap(({ day, because }) => {
    const message: Message = { kind: because === "expired" ? "points_expire" : "points_lapse", day };
    const daysBefore = reminderDue(day, today);
    if (daysBefore === undefined || !settings[message.kind].isOn) return [];
    return [{ customerId, message, key: messageKey(customerId, message, { daysBefore }), sendBefore: expiresAt(day, timeZone) }];
  });
}
