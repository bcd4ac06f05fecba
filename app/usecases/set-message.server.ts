import { isLanguage } from "#app/domain/messages/language.ts";
import type { MessageKind } from "#app/domain/messages/message.ts";
import { programAt } from "#app/domain/program/program.ts";
import { pool } from "#app/platform/db.server.ts";
import { env } from "#app/platform/env.server.ts";
import { FORM_PATIENCE_MS, holdShopFacts } from "#app/store/lock-shop-facts.server.ts";
import { markAllDirty } from "#app/store/marked-members.server.ts";
import { saveMailSettings, switchMessage } from "#app/store/message-settings.server.ts";
import { findProgramDraft, listProgramVersions } from "#app/store/program-versions.server.ts";

export type MessageSet = { outcome: "saved" } | { outcome: "unchanged" } | { outcome: "no_mail_server" } | { outcome: "points_end" };

/**
 * Switches a message on or off. What happened before it was switched on is no news. The reminder before points end stays on
 * while the program in force, or its draft, gives points an end. Waiting points lapse while their reminder is on.
 */
export async function setMessage(shopId: number, { kind, isOn, by }: { kind: MessageKind; isOn: boolean; by: string }, now: Date): Promise<MessageSet> {
  if (isOn && !env.mail) return { outcome: "no_mail_server" };
  return holdShopFacts(shopId, FORM_PATIENCE_MS, async (tx) => {
    if (kind === "points_expire" && !isOn) {
      const programs = [programAt(await listProgramVersions(tx, shopId), now)?.program, await findProgramDraft(tx, shopId)];
      if (programs.some((program) => program && program.expiry.kind !== "none")) return { outcome: "points_end" };
    }
    if (!(await switchMessage(tx, shopId, { kind, isOn, by, now }))) return { outcome: "unchanged" };
    if (kind === "points_lapse") await markAllDirty(tx, shopId);
    return { outcome: "saved" };
  });
}

export type MailSettingsSaved = { outcome: "saved" } | { outcome: "invalid"; message: string };

/** Sets when mail rests, and the language for customers whose own is not known. */
export async function setMailSettings(shopId: number, { language, fromHour, untilHour }: { language: string; fromHour: number; untilHour: number }): Promise<MailSettingsSaved> {
  const isHour = (hour: number) => Number.isInteger(hour) && hour >= 0 && hour <= 23;
  if (!isLanguage(language)) return { outcome: "invalid", message: "Choose one of the languages." };
  if (!isHour(fromHour) || !isHour(untilHour)) return { outcome: "invalid", message: "Quiet hours are whole hours from 0 to 23." };
  await saveMailSettings(pool, shopId, { language, quiet: { fromHour, untilHour } });
  return { outcome: "saved" };
}
