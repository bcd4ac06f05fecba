import type { EarnedPart } from "../earning/calculate-earned-points.ts";
import { ordinal } from "../scoring/stage-reason.ts";
import type { ReturnReason } from "../redemption/redemption.ts";
import type { EntryKind } from "./entry.ts";
import { renderMessage, type Message } from "./render-message.ts";
import { ENGLISH_WHY, type WhyKey } from "./why-english.ts";
import type { NothingReason, OrderWhy, Why } from "./why.ts";

const MISSING = "–";

/** Texts that every reader's catalogue has: rules and their versions are named to merchants alone. */
export type SharedWhyKey = Exclude<WhyKey, "by_rule" | "by_rules">;

export type WhyMessage = Message<SharedWhyKey>;

/** How a reader sees numbers, money and days. `day` takes a calendar day of the shop, `dayOf` an instant. */
export interface WhyFormats {
  points: (points: number) => string;
  number: (value: number) => string;
  money: (amountMinor: number, currency: string) => string;
  day: (day: string) => string;
  dayOf: (instant: string) => string;
}

/** What a sentence is about: an entry with the name of its order. */
export interface ExplainedEntry {
  kind: EntryKind;
  points: number;
  orderName: string | null;
  programVersion: number | null;
  why: Why;
}

/** The explanation of an entry as one sentence for the merchant, in English, with the rules behind it. */
export function whySentence(entry: ExplainedEntry, formats: WhyFormats): string {
  const { key, values, clauses } = whyMessage(entry, formats);
  return renderMessage<WhyKey>({ key, values, clauses: [...clauses, ...rulesClause(entry, formats)] }, ENGLISH_WHY);
}

/** The explanation of an entry as a message, for any reader's catalogue. */
export function whyMessage(entry: ExplainedEntry, formats: WhyFormats): WhyMessage {
  const { why, points } = entry;
  const size = formats.points(Math.abs(points));
  switch (why.kind) {
    case "earned":
      return earned(entry, why, formats);
    case "event": {
      const values = { event: why.event, points: size, day: formats.dayOf(why.occurredAt), rule: why.ruleId, version: versionOf(entry, formats) };
      return message(why.event === "account_created" ? "event_account_created" : "event_other", values);
    }
    case "earns_nothing": {
      const clauses = [message(nothingKey(why.reason)), ...beforeClause(why.before, formats), ...waiverClause(entry, why, formats)];
      return message("earns_nothing", { order: entry.orderName ?? "" }, clauses);
    }
    case "released":
      return released(entry, why, formats);
    case "adjusted":
      return message(points < 0 ? "adjusted_down" : "adjusted_up", { points: size, by: why.by, reason: why.reason });
    case "expired":
      return message(`expired_${why.because}`, { points: size, day: formats.dayOf(why.creditedAt) });
    case "merged":
      return merged(entry, why, formats);
    case "given_twice":
      return message("given_twice", { order: entry.orderName ?? "", points: size });
    case "closed":
      return closed(why, formats);
    case "redeemed":
      return why.by === undefined ? message("redeemed", { points: size, reward: why.rewardName }) : message("redeemed_by", { by: why.by, points: size, reward: why.rewardName });
    case "redemption_returned":
      return message("redemption_returned", { points: size, reward: why.rewardName }, [message(returnKey(why.because))]);
    case "waiver_taken":
      return message("waiver_taken", { points: size, reward: why.rewardName });
  }
}

function earned(entry: ExplainedEntry, why: Extract<Why, { kind: "earned" }>, formats: WhyFormats): WhyMessage {
  const { points, number, money } = formats;
  const clauses: WhyMessage[] = [];
  for (const part of why.parts) {
    if (clauses.length > 0) clauses.push(message("and"));
    clauses.push(partClause(part, why, formats));
  }
  if (clauses.length === 0) clauses.push(message("no_rule"));
  if (why.refundedMinor > 0) clauses.push(message("refunded", { amount: money(why.refundedMinor, why.currency) }));
  if (why.unpaidMinor) clauses.push(message("unpaid", { amount: money(why.unpaidMinor, why.currency) }));
  if (why.multiplier !== 1) clauses.push(message("times", { multiplier: number(why.multiplier), ...rankValues(why, formats) }));
  if (why.tier) clauses.push(message("tier", { multiplier: number(why.tier.multiplier), tier: why.tier.name }));
  clauses.push(...beforeClause(why.before, formats), ...waiverClause(entry, why, formats));
  return message("earned", { order: entry.orderName ?? "", points: points(why.points) }, clauses);
}

function released({ points, orderName }: ExplainedEntry, { releaseOn, debtPoints = 0 }: Extract<Why, { kind: "released" }>, formats: WhyFormats): WhyMessage {
  const debt = debtPoints === 0 ? [] : [message("pays_debt", { points: formats.points(debtPoints) })];
  return message("released", { points: formats.points(points - debtPoints), order: orderName ?? "", day: formats.day(releaseOn) }, debt);
}

const merged = ({ kind, points }: ExplainedEntry, { otherId, pendingPoints = 0 }: Extract<Why, { kind: "merged" }>, formats: WhyFormats): WhyMessage =>
  message(kind === "merge_out" ? "merged_out" : "merged_in", { points: formats.points(kind === "merge_out" ? -points : points), customer: otherId }, pendingClause(pendingPoints, formats));

function closed({ because, points, pendingByOrder }: Extract<Why, { kind: "closed" }>, formats: WhyFormats): WhyMessage {
  const pendingPoints = Object.values(pendingByOrder).reduce((sum, one) => sum + one, 0);
  const isBoth = points !== pendingPoints;
  return message(`closed_${because}`, { points: formats.points(isBoth ? points - pendingPoints : points) }, pendingClause(isBoth ? pendingPoints : 0, formats));
}

/** The rules by their short names, in the order of the parts, so that two rules of a kind are told apart. */
function rulesClause(entry: ExplainedEntry, formats: WhyFormats): Message<WhyKey>[] {
  if (entry.why.kind !== "earned") return [];
  const rules = entry.why.parts.map(({ ruleId }) => `“${ruleId}”`);
  if (rules.length === 0) return [];
  return [{ key: rules.length === 1 ? "by_rule" : "by_rules", values: { rules: rules.join(", "), version: versionOf(entry, formats) }, clauses: [] }];
}

const versionOf = ({ programVersion }: ExplainedEntry, { number }: WhyFormats): string => (programVersion === null ? MISSING : number(programVersion));

function partClause(part: EarnedPart, why: { openEligibleMinor: number; currency: string; rank: number }, formats: WhyFormats): WhyMessage {
  const { points, money } = formats;
  const size = points(part.points);
  if (part.perMinor !== undefined) return message("part_amount", { points: size, per: money(part.perMinor, why.currency), amount: money(why.openEligibleMinor, why.currency) });
  return part.kind === "nth_order" ? message("part_nth_order", { points: size, ...rankValues(why, formats) }) : message("part_order", { points: size });
}

/** The rank of an order in English words, and as a number for languages that write it so. */
const rankValues = ({ rank }: { rank: number }, { number }: WhyFormats): Record<string, string> => ({ rank: ordinal(rank), n: number(rank) });

const beforeClause = (before: number, { points }: WhyFormats): WhyMessage[] => (before === 0 ? [] : [message("before", { before: points(before) })]);

const pendingClause = (pendingPoints: number, { points }: WhyFormats): WhyMessage[] => (pendingPoints === 0 ? [] : [message("and_pending", { points: points(pendingPoints) })]);

function waiverClause(entry: ExplainedEntry, why: OrderWhy, formats: WhyFormats): WhyMessage[] {
  const waived = waivedOf(entry, why);
  return waived === 0 ? [] : [message(waived < 0 ? "unwaived" : "not_taken_back", { points: formats.points(Math.abs(waived)) })];
}

// An entry that was written before explanations said it still has it in its numbers.
function waivedOf({ kind, points }: ExplainedEntry, why: OrderWhy): number {
  if (kind === "reverse_waived") return points;
  return why.waived ?? points - ((why.kind === "earned" ? why.points : 0) - why.before);
}

const nothingKey = (reason: NothingReason): SharedWhyKey => `nothing_${reason}`;

const returnKey = (reason: ReturnReason): SharedWhyKey => `returned_${reason}`;

const message = (key: SharedWhyKey, values: Record<string, string> = {}, clauses: WhyMessage[] = []): WhyMessage => ({ key, values, clauses });
