import type { ReturnReason } from "../redemption/redemption.ts";
import type { NothingReason } from "./why.ts";

const NOTHING: { [Reason in NothingReason as `nothing_${Reason}`]: string } = {
  nothing_no_program: "no program was in force when it was placed",
  nothing_paused: "the program was paused when it was placed",
  nothing_other_currency: "it is in another currency than the program",
  nothing_cancelled: "it was cancelled",
  nothing_fully_refunded: "it was refunded in full",
  nothing_deleted: "it was deleted in Shopify",
  nothing_not_counted: "it does not count",
  nothing_another_customer: "it belongs to another customer now",
  nothing_award_undone: "the award of past orders was undone",
  nothing_excluded_tag: "a tag excluded the customer when it was placed",
  nothing_excluded_staff: "the customer belonged to the shop's staff when it was placed",
  nothing_blocked: "the customer was blocked when it was placed",
};

const RETURNED: { [Reason in ReturnReason as `returned_${Reason}`]: string } = {
  returned_refused: "Shopify refused the code",
  returned_unused: "the code was not used in time",
  returned_cancelled: "it was taken back before it was used",
  returned_order_cancelled: "the order with the code was cancelled",
  returned_order_refunded: "the order with the code was refunded in full",
};

/**
 * The English texts of the explanations. "{clauses}" is where the clauses of a message go; "{order}" is "Order #1042", or
 * "The order" where its name is not known.
 */
export const ENGLISH_WHY = {
  ...NOTHING,
  ...RETURNED,
  earned: "{order} earns {points}: {clauses}.",
  part_amount: "{points} per {per} on {amount}",
  part_order: "{points} for the order",
  part_nth_order: "{points} for the {rank} order",
  and: " and ",
  no_rule: "no rule applies to it",
  // Goods that were returned or removed count as well where no money went back.
  refunded: " after {amount} was refunded or returned",
  unpaid: " without {amount} that is not paid yet",
  times: ", times {multiplier} as the {rank} order",
  tier: ", times {multiplier} in tier {tier}",
  before: "; {before} had been booked before",
  not_taken_back: "; {points} could not be taken back, already spent or expired",
  unwaived: "; with {points} that could not be taken back before",
  pays_debt: "; {points} went to a balance below zero",
  and_pending: "; so did {points} still pending",
  by_rule: " (rule {rules}, version {version})",
  by_rules: " (rules {rules}, version {version})",
  event_account_created: "The account was made on {day}: {points} (rule “{rule}”, version {version}).",
  event_other: "“{event}” happened on {day}: {points} (rule “{rule}”, version {version}).",
  earns_nothing: "{order} earns nothing: {clauses}.",
  released: "{order}: the return window is over, and {points} can be spent from {day}{clauses}.",
  adjusted_up: "{by} added {points}: {reason}",
  adjusted_down: "{by} took {points}: {reason}",
  expired_expired: "{points} from {day} expired.",
  expired_unclaimed: "{points} from {day} lapsed, because nobody signed in for them.",
  merged_in: "{points} came with customer {customer}, who was merged into this one{clauses}.",
  merged_out: "{points} went to customer {customer}, into whom this one was merged{clauses}.",
  given_twice: "{order} had earned points for two customers who are one now: {points} went again.",
  closed_erased: "The customer’s personal data was erased: {points} left the program{clauses}.",
  closed_deleted: "The customer was deleted in Shopify: {points} left the program{clauses}.",
  redeemed: "{points} spent on {reward}.",
  redeemed_by: "{by} spent {points} on {reward} for the customer.",
  redemption_returned: "{points} for {reward} came back: {clauses}.",
  waiver_taken: "{points} that came back from {reward} went again, because the order behind it was undone.",
} as const satisfies Record<string, string>;

export type WhyKey = keyof typeof ENGLISH_WHY;
