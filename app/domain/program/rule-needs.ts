import type { EarnCondition } from "../earning/conditions/earn-condition.ts";
import type { TierQualification } from "../tiers/tier.ts";
import type { ProgramVersion } from "./program.ts";

/** What the rules of a program look at beside the orders themselves: what nobody asks about is not loaded. */
export interface RuleNeeds {
  products: boolean;
  customerTags: boolean;
  stages: boolean;
  /** What tiers are reached by; none where no version has tiers. */
  tierBases: TierQualification["basis"][];
  limits: boolean;
}

const ofOrders = (kinds: EarnCondition["kind"][], versions: ProgramVersion[]): boolean =>
  versions.some(({ program }) => program.earnRules.some(({ conditions }) => conditions.some(({ kind }) => kinds.includes(kind))));

export const ruleNeedsOf = (versions: ProgramVersion[]): RuleNeeds => ({
  products: ofOrders(["collection", "product_tag"], versions),
  customerTags: ofOrders(["customer_tag"], versions) || versions.some(({ program }) => program.excludedCustomerTags.length > 0),
  stages: ofOrders(["stage"], versions),
  tierBases: [...new Set(versions.flatMap(({ program }) => (program.tiers.length > 0 ? program.tierQualification.basis : [])))],
  limits: ofOrders(["limit"], versions),
});
