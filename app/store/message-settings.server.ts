import { MESSAGE_KINDS, MESSAGE_RULES, type MessageKind } from "#app/domain/messages/message.ts";
import type { Language } from "#app/domain/messages/language.ts";
import { LAPSE_NOTICE_DAYS } from "#app/domain/messages/reminder.ts";
import type { QuietHours } from "#app/domain/messages/quiet-hours.ts";
import type { LockedTx, Tx } from "#app/platform/db.server.ts";
import { env } from "#app/platform/env.server.ts";

/** Whether a message goes out, and since when; `since` is null until mail has been sent from this shop for the first time. */
export interface MessageSetting {
  isOn: boolean;
  since: Date | null;
}

/** Every message's setting; what the merchant never touched is as it usually is. */
export async function loadMessageSettings(tx: Tx, shopId: number): Promise<Record<MessageKind, MessageSetting>> {
  const { rows } = await tx.query<MessageSetting & { kind: MessageKind }>('SELECT kind, is_on AS "isOn", since FROM message_settings WHERE shop_id = $1', [shopId]);
  const usual = MESSAGE_KINDS.map((kind) => [kind, { isOn: MESSAGE_RULES[kind].isOnByDefault, since: null }]);
  return { ...Object.fromEntries(usual), ...Object.fromEntries(rows.map(({ kind, isOn, since }) => [kind, { isOn, since }])) } as Record<MessageKind, MessageSetting>;
}

/** Dates the usual settings the first time that mail can be sent, so that nothing before counts as news. Answers what was added. */
export async function dateUsualSettings(tx: LockedTx, shopId: number, now: Date): Promise<MessageKind[]> {
  const usual = MESSAGE_KINDS.map((kind) => ({ kind, isOn: MESSAGE_RULES[kind].isOnByDefault }));
  const { rows } = await tx.query<{ kind: MessageKind }>(
    `INSERT INTO message_settings (shop_id, kind, is_on, since, changed_by)
     SELECT $1, x.kind, x."isOn", $3, 'Thrice' FROM json_to_recordset($2::json) AS x(kind text, "isOn" boolean)
     ON CONFLICT (shop_id, kind) DO NOTHING RETURNING kind`,
    [shopId, JSON.stringify(usual), now],
  );
  return rows.map(({ kind }) => kind);
}

/** Switches a message on or off; answers whether that changed anything. What is on already stays on since then. */
export async function switchMessage(tx: LockedTx, shopId: number, { kind, isOn, by, now }: { kind: MessageKind; isOn: boolean; by: string; now: Date }): Promise<boolean> {
  const changed = await tx.query(
    `INSERT INTO message_settings AS m (shop_id, kind, is_on, since, changed_by) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (shop_id, kind) DO UPDATE SET is_on = excluded.is_on, since = excluded.since, changed_by = excluded.changed_by WHERE m.is_on <> excluded.is_on`,
    [shopId, kind, isOn, now, by],
  );
  return changed.rowCount === 1;
}

/** Whether members can be told before their points end: a mail server is set, and the reminder is on. */
export async function canRemindOfExpiry(tx: Tx, shopId: number): Promise<boolean> {
  return env.mail !== undefined && (await loadMessageSettings(tx, shopId)).points_expire.isOn;
}

/**
 * From when on waiting points may lapse: some weeks after their owners can be told. Null while they can't, because no mail
 * server is set or the reminder is off.
 */
export async function findLapseStart(tx: Tx, shopId: number): Promise<Date | null> {
  if (!env.mail) return null;
  const { rows } = await tx.query<{ at: Date }>(
    "SELECT since + make_interval(days => $2) AS at FROM message_settings WHERE shop_id = $1 AND kind = 'points_lapse' AND is_on",
    [shopId, LAPSE_NOTICE_DAYS],
  );
  return rows[0]?.at ?? null;
}

/** How a shop's mail goes out. */
export interface MailSettings {
  /** For customers whose own language is unknown or not among ours. */
  language: Language;
  quiet: QuietHours;
}

/** How the mail goes out: English, and quiet from 21 to 8 o'clock, until the merchant says otherwise. Hours of the shop's zone. */
export async function loadMailSettings(tx: Tx, shopId: number): Promise<MailSettings> {
  const { rows } = await tx.query<{ language: Language; fromHour: number; untilHour: number }>(
    `SELECT language, quiet_from_hour AS "fromHour", quiet_until_hour AS "untilHour" FROM mail_settings WHERE shop_id = $1`,
    [shopId],
  );
  const { language = "en", fromHour = 21, untilHour = 8 } = rows[0] ?? {};
  return { language, quiet: { fromHour, untilHour } };
}

/** Keeps how the mail goes out. Hours from 0 to 23 in the shop's zone. */
export async function saveMailSettings(tx: Tx, shopId: number, { language, quiet }: MailSettings): Promise<void> {
  await tx.query(
    `INSERT INTO mail_settings (shop_id, language, quiet_from_hour, quiet_until_hour) VALUES ($1, $2, $3, $4)
     ON CONFLICT (shop_id) DO UPDATE SET language = excluded.language, quiet_from_hour = excluded.quiet_from_hour, quiet_until_hour = excluded.quiet_until_hour`,
    [shopId, language, quiet.fromHour, quiet.untilHour],
  );
}
