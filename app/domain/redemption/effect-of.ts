import type { Effect } from "../effect.ts";
import { isDiscount } from "./reward-grant.ts";
import type { Redemption } from "./redemption.ts";

export const issueKey = (redemptionId: string): string => `issue:${redemptionId}`;

/** What has to be done in Shopify for a redemption to be worth something. Money in `currency`, the program's. */
export function issueEffect(redemption: Redemption, currency: string): { key: string; effect: Effect } {
  const { redemptionId, customerId, reward, grant, code, origin, reservedAt } = redemption;
  const endsAt = redemption.endsAt?.toISOString() ?? "";
  const key = issueKey(redemptionId);
  if (grant.kind === "store_credit") return { key, effect: { kind: "credit_store_credit", redemptionId, customerId, amountMinor: grant.amountMinor, currency, endsAt } };
  if (code === null) throw new Error("a code was not made");
  if (grant.kind === "gift_card") {
    return { key, effect: { kind: "issue_gift_card", redemptionId, customerId, code, amountMinor: grant.amountMinor, currency, expiresOn: endsAt.slice(0, 10) } };
  }
  const { minimumOrderMinor, combinesWith, name } = reward;
  // The id in the title tells our own code from another that took the same string.
  const title = `${name} (${redemptionId})`;
  const issue = { redemptionId, customerId, code, title, grant, currency, minimumOrderMinor, combinesWith };
  const usesMax = origin === "tier" ? null : 1;
  return { key, effect: { kind: "issue_discount_code", ...issue, usesMax, startsAt: reservedAt.toISOString(), endsAt: endsAt || null } };
}

/** Taking the code of a redemption back. A redemption may be released twice: unused and kept by a late order, then cancelled with it. */
export function releaseEffect({ redemptionId, code, grant }: Redemption, now: Date): { key: string; effect: Effect } {
  if (code === null || !isDiscount(grant)) throw new Error("only a discount code can be taken back");
  return { key: `release:${redemptionId}:${now.toISOString()}`, effect: { kind: "release_discount_code", redemptionId, code } };
}

/** Taking back what was given as money: what is left of store credit, or a gift card that nobody used. Once for a redemption. */
export function takeBackEffect({ redemptionId, grant, shopifyId }: Redemption): { key: string; effect: Effect } {
  if (shopifyId === null || isDiscount(grant)) throw new Error("only money that was given can be taken back");
  if (grant.kind === "store_credit") return { key: `look-for-credit:${redemptionId}`, effect: { kind: "look_for_store_credit", redemptionId, shopifyId } };
  return { key: `deactivate-card:${redemptionId}`, effect: { kind: "deactivate_gift_card", redemptionId, shopifyId } };
}

/** Taking so much store credit away again. */
export const debitEffect = ({ redemptionId, customerId }: Redemption, { leftMinor, currency }: { leftMinor: number; currency: string }): { key: string; effect: Effect } => ({
  key: `debit-credit:${redemptionId}`,
  effect: { kind: "debit_store_credit", redemptionId, customerId, amountMinor: leftMinor, currency },
});

/** Binding a code that can still be used to the survivor of a merge. */
export const rebindEffect = ({ redemptionId, code, customerId, grant }: Redemption): { key: string; effect: Effect } => ({
  key: `rebind:${redemptionId}:${customerId}`,
  effect: { kind: "rebind_discount_code", redemptionId, code: code ?? "", customerId, grantKind: grant.kind },
});
