import { sampleContent, type SampleReward } from "#app/domain/messages/content.ts";
import { isMailable } from "#app/domain/messages/address.ts";
import type { Language } from "#app/domain/messages/language.ts";
import { MESSAGE_RULES, type MessageKind } from "#app/domain/messages/message.ts";
import type { PointsName } from "#app/domain/points/points-name.ts";
import { addDays, localDay } from "#app/domain/time.ts";
import { env } from "#app/platform/env.server.ts";
import { accountUrlOf, ownName } from "#app/queries/mailing.server.ts";
import { letterOf, type Letter } from "./letter.ts";
import { mailFormats } from "./mail-formats.ts";
import { renderLetter } from "./render-letter.ts";
import { post } from "./transport.server.ts";
import { usualReward } from "./usual-reward.ts";

const DAYS_AHEAD = 30;

interface SampleShop {
  domain: string;
  name: string;
  currency: string;
  timeZone: string;
  pointsName: PointsName;
}

interface Sample {
  kind: MessageKind;
  language: Language;
  shopLanguage: Language;
  /** The shop's own, the cheapest first. */
  rewards: SampleReward[];
  now: Date;
}

/** A message as a customer would read it, with invented numbers; its link to unsubscribe is nobody's. */
export const previewMessage = (shop: SampleShop, sample: Sample): { subject: string; preheader: string; html: string; text: string } => {
  const letter = sampleLetter(shop, sample);
  return { subject: letter.subject, preheader: letter.preheader, ...renderLetter(letter) };
};

export type TestSent = { outcome: "sent"; to: string } | { outcome: "invalid"; message: string } | { outcome: "failed"; message: string };

/** Sends a message with invented numbers to an address, at once and once, and says what the mail server answered. Nothing is kept of it. */
export async function sendTest(shop: SampleShop, { to, messageId, ...sample }: Sample & { to: string; messageId: string }): Promise<TestSent> {
  if (!env.mail) return { outcome: "failed", message: "No mail server is set, so no mail can be sent." };
  const address = to.trim();
  if (!isMailable(address)) return { outcome: "invalid", message: "This is not a plain e-mail address. Enter one such as you@example.com." };
  const posted = await post({
    letter: sampleLetter(shop, sample), to: address, shopName: shop.name, replyTo: null, messageId: `<${messageId}@${env.mail.from.split("@")[1]}>`,
    optOutUrl: optOutUrlFor(sample.kind, sample.language), beforeLastByte: async () => {},
  });
  switch (posted.outcome) {
    case "taken":
      return { outcome: "sent", to: address };
    case "refused":
      return { outcome: "failed", message: `The mail server refused this address or this mail (${posted.code}). Nothing was sent.` };
    case "deferred":
      return { outcome: "failed", message: `The mail server puts this address off for now (${posted.code}). Try again in a few minutes.` };
    case "unreachable":
      return { outcome: "failed", message: `The mail server can’t be reached (${posted.reason}). Check its address, user and password.` };
  }
}

function sampleLetter(shop: SampleShop, { kind, language, shopLanguage, rewards: [first = usualReward(language, shop.currency), ...rest], now }: Sample): Letter {
  const today = addDays(localDay(now, shop.timeZone), DAYS_AHEAD);
  const formats = mailFormats(language, { pointsName: ownName(shop.pointsName), shopLanguage });
  const links = { accountUrl: accountUrlOf(shop), optOutUrl: optOutUrlFor(kind, language) };
  return letterOf(sampleContent(kind, { today, currency: shop.currency, rewards: [first, ...rest] }), { language, formats, shopName: shop.name, links });
}

const optOutUrlFor = (kind: MessageKind, language: Language): string | null =>
  MESSAGE_RULES[kind].purpose === "marketing" ? `${env.appUrl}/unsubscribe?k=test&lang=${language}` : null;
