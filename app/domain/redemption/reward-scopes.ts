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
export function missingScopesFor(program: { rewards: readonly Pick<Reward, "kind">[] }, grantedScopes: readonly string[]): string[] {
  const needed = new Set(program.rewards.flatMap(({ kind }) => SCOPES[kind]));
  return [...needed].filter((scope) => !grantedScopes.includes(scope)).sort();
}

/** A scope that is missing, and the rewards that need it, by name. */
export interface ScopeNeed {
  scope: string;
  rewards: string[];
}

/** Which rewards could not be given, by the scope that is missing for them; scopes sorted, rewards in their order. */
export const scopeNeedsOf = (rewards: readonly Pick<Reward, "kind" | "name">[], grantedScopes: readonly string[]): ScopeNeed[] =>
  missingScopesFor({ rewards }, grantedScopes).map((scope) => ({ scope, rewards: rewards.filter(({ kind }) => SCOPES[kind].includes(scope)).map(({ name }) => name) }));
