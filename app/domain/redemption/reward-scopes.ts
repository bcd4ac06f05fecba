import type { NthOrderAction } from "../program/nth-order-action.ts";
import type { Tier } from "../tiers/tier.ts";
import type { Reward, RewardKind } from "./reward.ts";

const CODES = ["write_discounts"];

/** Tagging customers. */
export const TAG_SCOPE = "write_customers";

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

/** What a program promises that could not be given: its rewards, free shipping of tiers, and tags; by the scope that is missing. */
export function programScopeNeeds(program: { rewards: readonly Reward[]; tiers: readonly Tier[]; nthOrderActions: readonly NthOrderAction[] }, grantedScopes: readonly string[]): ScopeNeed[] {
  const shipping = program.tiers.flatMap(({ name, perks }) => (perks.freeShipping ? [{ kind: "free_shipping" as const, name: `Free shipping for ${name}` }] : []));
  const tags = [...program.tiers.map(({ perks }) => perks.customerTag), ...program.nthOrderActions.map(({ customerTag }) => customerTag)].filter((tag) => tag !== null);
  const needs = scopeNeedsOf([...program.rewards, ...shipping], grantedScopes);
  if (tags.length === 0 || grantedScopes.includes(TAG_SCOPE)) return needs;
  return [...needs, { scope: TAG_SCOPE, rewards: [...new Set(tags)].map((tag) => `Tag ${tag}`) }].sort((a, b) => (a.scope < b.scope ? -1 : 1));
}
