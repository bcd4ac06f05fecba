import type { Reward, RewardKind } from "./reward.ts";

const CODES = ["write_discounts"];

/** What a shop has to grant before a reward of a kind can be given. Writing includes reading. */
const SCOPES: Record<RewardKind, readonly string[]> = {
  fixed_amount: CODES,
  percentage: CODES,
  free_shipping: CODES,
  free_product: CODES,
  slider: CODES,
  store_credit: ["write_store_credit_account_transactions"],
  gift_card: ["write_gift_cards"],
};

/** The scopes that a program's rewards need and the shop has not granted, each once, sorted; asked for when the reward is added. */
export function missingScopesFor(program: { rewards: readonly Reward[] }, grantedScopes: readonly string[]): string[] {
  const needed = new Set(program.rewards.flatMap(({ kind }) => SCOPES[kind]));
  return [...needed].filter((scope) => !grantedScopes.includes(scope)).sort();
}
