import { rewardTitle } from "#app/domain/confirmation/reward-title.ts";
import { refusalSentence } from "#app/domain/confirmation/shopper-sentences.ts";
import { SHOPPER_WORDS } from "#app/domain/confirmation/words/catalogue.ts";
import type { MessageContent, NamedReward } from "#app/domain/messages/content.ts";
import { MESSAGE_RULES, type MessageKind } from "#app/domain/messages/message.ts";
import type { Language } from "#app/domain/messages/language.ts";
import type { MailFormats } from "./mail-formats.ts";
import { fill, WORDS } from "./words/catalogue.ts";
import type { Words } from "./words/words.ts";

/** A mail in words, before it is set as HTML or plain text. `footer.links` are for those who want no offers. */
export interface Letter {
  language: Language;
  subject: string;
  preheader: string;
  paragraphs: string[];
  button: { label: string; url: string };
  footer: { because: string; links: { label: string; url: string }[] };
}

/** Where a mail leads to. `optOutUrl` is null for mail that offers nothing. */
export interface LetterLinks {
  accountUrl: string;
  optOutUrl: string | null;
}

interface Setting {
  language: Language;
  formats: MailFormats;
  shopName: string;
  links: LetterLinks;
}

type Body = Pick<Letter, "subject" | "preheader" | "paragraphs"> & { button: string };

/** What a message says to a customer. Everything in it is plain text; whoever sets it escapes it. */
export function letterOf(content: MessageContent, { language, formats, shopName, links }: Setting): Letter {
  const words = WORDS[language];
  // Names may hold anything; a subject holds no line ends.
  const shop = oneLine(shopName);
  const { button, ...body } = bodyOf(content, words, { formats, shop, language });
  return {
    language,
    ...body,
    subject: oneLine(body.subject),
    button: { label: button, url: links.accountUrl },
    footer: {
      because: fill(reasonFor(content.kind, words), { shop }),
      links: links.optOutUrl === null ? [] : [{ label: words.footer.unsubscribe, url: links.optOutUrl }, { label: words.footer.oneOff, url: `${links.optOutUrl}&why=one_off` }],
    },
  };
}

const reasonFor = (kind: MessageKind, { footer }: Words): string =>
  MESSAGE_RULES[kind].purpose === "marketing" ? footer.becauseConsent : kind === "points_lapse" ? footer.becauseBuyer : footer.becauseMember;

function bodyOf(content: MessageContent, words: Words, { formats, shop, language }: { formats: MailFormats; shop: string; language: Language }): Body {
  const order = "orderName" in content && content.orderName ? fill(words.order, { name: oneLine(content.orderName) }) : null;
  switch (content.kind) {
    case "invitation": {
      const values = { points: formats.points(content.points), shop, order: order ?? "" };
      const { invitation } = words;
      return {
        subject: fill(invitation.subject, values),
        preheader: invitation.preheader,
        paragraphs: [fill(order ? invitation.waitingOfOrder : invitation.waiting, values), ...buys(content.rewards, invitation.buys, { words, formats, language }), invitation.onlyOne],
        button: invitation.button,
      };
    }
    case "earned": {
      const values = { points: formats.points(content.points), order: order ?? shop, day: content.spendableFrom ? formats.day(content.spendableFrom) : "" };
      const { earned } = words;
      const when = !content.isClaimed ? [earned.waiting] : content.spendableFrom ? [fill(earned.spendable, values)] : content.awaitsFulfillment ? [earned.onceSent] : [];
      const balance = content.isClaimed ? [fill(earned.balance, { points: formats.points(content.availablePoints) })] : [];
      return {
        subject: fill(earned.subject, values),
        preheader: !content.isClaimed ? earned.waiting : fill(content.spendableFrom ? earned.preheader : content.awaitsFulfillment ? earned.onceSent : earned.preheaderNow, values),
        paragraphs: [fill(earned.body, values), ...when, ...balance],
        button: content.isClaimed ? earned.button : words.pointsLapse.button,
      };
    }
    case "reward_available": {
      const { rewardAvailable } = words;
      const values = {
        reward: titleOf(content.reward, { formats, language }), cost: formats.points(content.reward.costPoints), points: formats.points(content.availablePoints),
        amount: formats.money(content.minimumOrderMinor, content.currency),
      };
      const refusal = content.combinesWith && refusalSentence(content.combinesWith, language);
      const more = [...(content.minimumOrderMinor > 0 ? [rewardAvailable.minimum] : []), ...(refusal ? [refusal] : []), ...(content.isEverlasting ? [rewardAvailable.noHurry] : [])];
      return {
        subject: fill(rewardAvailable.subject, values),
        preheader: fill(rewardAvailable.preheader, values),
        paragraphs: [rewardAvailable.body, ...more].map((sentence) => fill(sentence, values)),
        button: rewardAvailable.button,
      };
    }
    case "points_expire": {
      const { pointsExpire } = words;
      const values = { points: formats.points(content.points), day: formats.day(content.day), shop };
      return {
        subject: fill(pointsExpire.subject, values),
        preheader: pointsExpire.preheader,
        paragraphs: [fill(pointsExpire.body, values), ...buys(content.rewards, pointsExpire.buys, { words, formats, language })],
        button: pointsExpire.button,
      };
    }
    case "points_lapse": {
      const { pointsLapse } = words;
      const values = { points: formats.points(content.points), day: formats.day(content.day), shop, order: order ?? "" };
      return {
        subject: fill(pointsLapse.subject, values),
        preheader: pointsLapse.preheader,
        paragraphs: [fill(order ? pointsLapse.bodyOfOrder : pointsLapse.body, values)],
        button: pointsLapse.button,
      };
    }
  }
}

function buys(rewards: NamedReward[], sentence: string, { words, formats, language }: { words: Words; formats: MailFormats; language: Language }): string[] {
  if (rewards.length === 0) return [];
  const named = rewards.map((reward) => `${titleOf(reward, { formats, language })} (${formats.points(reward.costPoints)})`);
  return [fill(sentence, { rewards: named.reduce((a, b) => fill(words.and, { a, b })) })];
}

/** As in the account, a reward whose name says no more is called by what it gives, in the language of the mail. */
function titleOf({ name, given }: NamedReward, { formats, language }: { formats: MailFormats; language: Language }): string {
  if (!given) return oneLine(name);
  const { money, percent } = formats;
  return oneLine(rewardTitle({ name, ...given }, { language, words: SHOPPER_WORDS[language], money: (amountMinor) => money(amountMinor, given.currency), percent }));
}

// Line ends and other control characters could begin a header of their own, or hide what is written.
const oneLine = (text: string): string => text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, " ").trim();
