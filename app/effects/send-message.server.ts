import { gidOf } from "#app/domain/ids.ts";
import { MESSAGE_RULES, type UnsentReason } from "#app/domain/messages/message.ts";
import type { EffectOutcome } from "#app/domain/effect.ts";
import { isMailable } from "#app/domain/messages/address.ts";
import { languageOf } from "#app/domain/messages/language.ts";
import { letterOf } from "#app/email/letter.ts";
import { mailFormats } from "#app/email/mail-formats.ts";
import { post, type Posted } from "#app/email/transport.server.ts";
import { findMailing } from "#app/queries/mailing.server.ts";
import { messageRecipient } from "#app/shopify/documents/message-recipient.ts";
import { RetryableError } from "#app/shopify/errors.ts";
import { runAdmin } from "#app/shopify/run-admin.server.ts";
import { inviteByShopify } from "./invite-by-shopify.server.ts";
import type { Performer } from "./performer.ts";

// A server that defers a stranger's mail wants to see it again after some minutes.
const DEFERRED_MS = 300_000;

/**
 * Sends one message, if it is still right to: what it says is read now, and so are the customer's address, language and
 * consent. Once, as far as mail can be: an attempt whose answer was lost after the last byte is made again only for messages
 * that must arrive, with the same Message-ID. Throws while the mail server or Shopify can't be reached.
 *
 * @see docs/decisions/0019-mail-once.md
 */
export const sendMessage: Performer<"send_message"> = async ({ shop, effectId, effect, isRepeat, handOver, now }) => {
  const { customerId, message } = effect;
  const rules = MESSAGE_RULES[message.kind];
  if (handOver.begunAt && !rules.isRepeatable) return unsent("unclear");
  if (now >= new Date(effect.sendBefore)) return unsent("too_late");
  const mailing = await findMailing(shop, { effectId, customerId, message }, now);
  if (mailing.outcome === "unsent") return mailing;
  const { customer, shop: sender } = await runAdmin(shop, messageRecipient, { id: gidOf(mailing.customerId, "Customer") });
  if (!customer) return unsent("customer_gone");
  if (message.kind === "invitation" && customer.state === "ENABLED") return unsent("account_exists");
  const address = customer.defaultEmailAddress;
  if (!address) return unsent("no_address");
  if (rules.purpose === "marketing" && address.marketingState !== "SUBSCRIBED") return unsent("no_consent");
  if (!address.validFormat || !isMailable(address.emailAddress)) return unsent("bad_address");
  if (message.kind === "invitation" && mailing.invitedBy === "shopify") return inviteByShopify(shop, { customerId: mailing.customerId, state: customer.state, isRepeat });
  const language = languageOf(customer.locale, mailing.shopLanguage);
  const optOutUrl = mailing.optOutUrl && `${mailing.optOutUrl}&lang=${language}`;
  const posted = await post({
    letter: letterOf(mailing.content, { language, formats: mailFormats(language, mailing), shopName: shop.name, links: { accountUrl: mailing.accountUrl, optOutUrl } }),
    to: address.emailAddress,
    shopName: shop.name,
    replyTo: sender.contactEmail !== null && isMailable(sender.contactEmail) ? sender.contactEmail : null,
    messageId: mailing.messageId,
    optOutUrl,
    beforeLastByte: handOver.begin,
  });
  return outcomeOf(posted, rules.isRepeatable);
};

function outcomeOf(posted: Posted, isRepeatable: boolean): EffectOutcome {
  switch (posted.outcome) {
    case "taken":
      return { outcome: "done", receipt: { kind: "sent" } };
    case "refused":
      return unsent("refused_by_server");
    case "deferred":
      return { outcome: "again", afterMs: DEFERRED_MS };
    case "unreachable":
      if (posted.isHandedOver && !isRepeatable) return unsent("unclear");
      throw new RetryableError(`the mail server can't be reached (${posted.reason})`);
  }
}

const unsent = (because: UnsentReason): EffectOutcome => ({ outcome: "unsent", because });
