import { ENGLISH_WHY } from "../why-english.ts";
import type { CustomerWhyWords } from "./words.ts";

const NOT_TAKING_PART = "this account did not take part in the program when it was placed";

/** The merchant's texts, with others where a customer reads something else: no staff, and no reasons written for colleagues. */
export const EN: CustomerWhyWords = {
  ...ENGLISH_WHY,
  order_named: "Order {name}",
  order_unnamed: "The order",
  no_rule: "orders like it earn nothing",
  times: ", times {multiplier} as your {rank} order",
  part_nth_order: "{points} for your {rank} order",
  event_account_created: "You made your account on {day}: {points}.",
  event_other: "A bonus of {day}: {points}.",
  adjusted_up: "The shop added {points}.",
  adjusted_down: "The shop took {points}.",
  nothing_no_program: "the program had not begun when it was placed",
  nothing_deleted: "it was deleted",
  nothing_another_customer: "it belongs to another account now",
  nothing_award_undone: "the shop took points for past orders back",
  nothing_excluded_tag: NOT_TAKING_PART,
  nothing_excluded_staff: NOT_TAKING_PART,
  nothing_blocked: NOT_TAKING_PART,
  redeemed_by: "The shop spent {points} on {reward} for you.",
  returned_refused: "the code could not be made",
  merged_in: "{points} came with another account of yours{clauses}.",
  merged_out: "{points} went to another account of yours{clauses}.",
  given_twice: "{order} had earned points for two accounts of yours that are one now: {points} went again.",
};
