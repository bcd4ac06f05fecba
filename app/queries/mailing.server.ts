import { customerAccountsOf, type CustomerAccounts } from "#app/domain/account/customer-accounts.ts";
import type { CustomerId } from "#app/domain/ids.ts";
import { MESSAGE_RULES, type Message, type UnsentReason } from "#app/domain/messages/message.ts";
import type { MessageContent } from "#app/domain/messages/content.ts";
import type { Language } from "#app/domain/messages/language.ts";
import { optOutKey, signedPart } from "#app/domain/messages/opt-out-key.ts";
import { USUAL_POINTS_NAME, type PointsName } from "#app/domain/points/points-name.ts";
import { programAt } from "#app/domain/program/program.ts";
import { pool } from "#app/platform/db.server.ts";
import { env } from "#app/platform/env.server.ts";
import { findAccountKind } from "#app/store/member-accounts.server.ts";
import { loadMailSettings, loadMessageSettings } from "#app/store/message-settings.server.ts";
import { findMember } from "#app/store/find-members.server.ts";
import { listProgramVersions } from "#app/store/program-versions.server.ts";
import { getShopHash } from "#app/store/shops.server.ts";
import { findMessageContent, type MailingShop } from "./message-content.server.ts";

/** A message with everything but the person: that is read from Shopify. */
export interface Mailing {
  outcome: "found";
  /** Whom the customer's id stands for now. */
  customerId: CustomerId;
  content: MessageContent;
  /** What the merchant calls points; null for the usual word. */
  pointsName: PointsName | null;
  shopLanguage: Language;
  messageId: string;
  accountUrl: string;
  /** Who sends an invitation to an account of the shop's kind. */
  invitedBy: CustomerAccounts["invitedBy"];
  /** Null for mail that offers nothing. */
  optOutUrl: string | null;
}

/** What a message says at this moment, or why it should not be sent. `messageId` is the same at every asking for one effect. */
export async function findMailing(
  shop: MailingShop & { domain: string },
  { effectId, customerId, message }: { effectId: string; customerId: CustomerId; message: Message },
  now: Date,
): Promise<Mailing | { outcome: "unsent"; because: UnsentReason }> {
  const settings = await loadMessageSettings(pool, shop.id);
  if (!settings[message.kind].isOn) return { outcome: "unsent", because: "switched_off" };
  const memberId = await findMember(pool, shop.id, customerId);
  if (!memberId) return { outcome: "unsent", because: "customer_gone" };
  const isMarketing = MESSAGE_RULES[message.kind].purpose === "marketing";
  if (isMarketing && (await hasOptedOut(shop.id, memberId))) return { outcome: "unsent", because: "opted_out" };
  const versions = await listProgramVersions(pool, shop.id);
  const program = programAt(versions, now)?.program;
  const found = await findMessageContent(shop, { customerId: memberId, message, versions }, now);
  if (found.outcome === "unsent") return found;
  const hash = await getShopHash(pool, shop);
  const link = { shopId: shop.id, customerId: memberId, kind: message.kind };
  return {
    outcome: "found",
    customerId: memberId,
    content: found.content,
    pointsName: ownName(program?.pointsName),
    shopLanguage: (await loadMailSettings(pool, shop.id)).language,
    messageId: `<${hash.message(effectId).slice(0, 40)}@${env.mail?.from.split("@")[1] ?? "localhost"}>`,
    accountUrl: accountUrlOf(shop),
    invitedBy: customerAccountsOf(await findAccountKind(pool, shop.id)).invitedBy,
    optOutUrl: isMarketing ? `${env.appUrl}/unsubscribe?k=${optOutKey(link, hash.optOut(signedPart(link)))}` : null,
  };
}

/** Where a customer signs in; both kinds of customer accounts answer there. */
export const accountUrlOf = ({ domain }: { domain: string }): string => `https://${domain}/account`;

/** A merchant's own name for points; null where it is the usual one, which every language has its word for. */
export const ownName = (name: PointsName | undefined): PointsName | null =>
  name && (name.one !== USUAL_POINTS_NAME.one || name.other !== USUAL_POINTS_NAME.other) ? name : null;

async function hasOptedOut(shopId: number, customerId: CustomerId): Promise<boolean> {
  const { rows } = await pool.query("SELECT FROM mail_opt_outs WHERE shop_id = $1 AND customer_id = $2", [shopId, customerId]);
  return rows.length > 0;
}
