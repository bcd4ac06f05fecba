/**
 * What mails say in one language. Whole sentences; in braces stands what is put in: {points} is a number of points in words,
 * {day} a day, {order} "order #1042", {shop}, {reward}, {rewards}, {cost}, {amount}. Sentences are made so that no number
 * needs another form of a verb.
 */
export interface Words {
  /** A number of points by its plural category; {n} is the number. */
  points: Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };
  /** How an order is named; "{name}" is "#1042". */
  order: string;
  invitation: {
    subject: string;
    preheader: string;
    waiting: string;
    waitingOfOrder: string;
    buys: string;
    button: string;
    onlyOne: string;
  };
  earned: { subject: string; preheader: string; preheaderNow: string; body: string; spendable: string; onceSent: string; waiting: string; balance: string; button: string };
  rewardAvailable: { subject: string; preheader: string; body: string; minimum: string; noHurry: string; button: string };
  pointsExpire: { subject: string; preheader: string; body: string; buys: string; button: string };
  pointsLapse: { subject: string; preheader: string; body: string; bodyOfOrder: string; button: string };
  footer: { becauseBuyer: string; becauseMember: string; becauseConsent: string; unsubscribe: string; oneOff: string };
  /** The page behind the link. */
  optOut: {
    title: string;
    ask: string;
    confirm: string;
    done: string;
    undo: string;
    undone: string;
    broken: string;
    stillTold: string;
  };
  and: string;
}
