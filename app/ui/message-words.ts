import type { Language } from "#app/domain/messages/language.ts";
import type { MessageKind, UnsentReason } from "#app/domain/messages/message.ts";

/** What a merchant calls each message, and when it goes out. */
export const MESSAGE_NAMES: Record<MessageKind, { name: string; when: string }> = {
  invitation: { name: "Invitation", when: "Once, two days after an order, to customers whose points wait for a first sign-in. Not to those who are held out." },
  earned: { name: "You earned", when: "After each order that earns points." },
  reward_available: { name: "Reward available", when: "When an order brings a reward into reach. Not to customers who are held out." },
  points_expire: { name: "Points expire", when: "30 and 7 days before points end. While your program never ends points, there is nothing to send." },
  points_lapse: { name: "Waiting points lapse", when: "30 and 7 days before points end that nobody signed in for. While such points never lapse, there is nothing to send." },
};

export const PURPOSE_NAMES: Record<"transactional" | "marketing", { name: string; meaning: string }> = {
  transactional: { name: "About their points", meaning: "Tells members what happens to what is theirs, and offers nothing." },
  marketing: { name: "Marketing", meaning: "Goes to customers who agreed to marketing in Shopify, and carries one-click unsubscribe." },
};

export const UNSENT_WORDS: Record<UnsentReason, string> = {
  switched_off: "the message was switched off meanwhile",
  no_consent: "the customer did not agree to marketing",
  opted_out: "the customer unsubscribed",
  account_exists: "the customer has an account meanwhile",
  not_due: "what it was about is no longer so",
  customer_gone: "the customer was deleted or erased",
  no_address: "Shopify gives no e-mail address",
  too_late: "it could not be sent in its time",
  bad_address: "the e-mail address can’t be used",
  refused_by_server: "the mail server refused it",
  unclear: "it is not known whether it arrived, and sending it again could send it twice",
  unreadable: "what was to be said can’t be read any more",
};

export const LANGUAGE_NAMES: Record<Language, string> = {
  en: "English", de: "Deutsch", fr: "Français", es: "Español", ru: "Русский", et: "Eesti", "zh-CN": "简体中文",
};
